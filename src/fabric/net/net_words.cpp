#include "fabric/net/net_words.h"

#include <algorithm>
#include <array>

#include "fabric/net/net_table.h"

namespace atelier {
namespace {

// Finishes that need closed cloth.
Result<void> check_finishes(const FabricWords& words) {
  constexpr std::array<std::string_view, 12> of_cloth = {"ripstop", "stripe",      "check",       "tartan",
                                                         "gingham", "houndstooth", "herringbone", "brushed",
                                                         "coat_pu", "stonewash",   "mercerised",  "cire"};
  for (const std::string_view finish : of_cloth) {
    if (!words.has(finish)) continue;
    const Names& names = find_finish(finish)->names;
    const auto name = [&](Lang lang) { return shown_name(names, lang); };
    const auto cloth = [&](Lang lang) { return shown_name(words.material->names, lang); };
    Error error{ErrorKind::invalid_argument, {}, {}};
    error.message.en =
        fmt::format("finish: {} needs closed cloth, and {} is openwork", name(Lang::en), cloth(Lang::en));
    error.message.ru =
        fmt::format("finish: «{}» бывает на сплошном полотне, а «{}» — ажурное", name(Lang::ru), cloth(Lang::ru));
    error.message.ko =
        fmt::format("finish: {}은(는) 막힌 천에만 되는데 {}은(는) 망사입니다", name(Lang::ko), cloth(Lang::ko));
    return std::move(error).with_field("finish");
  }
  return ok();
}

// Motifs and their ground, pillars and their neighbours, the face and what is seen in its dimples may differ in colour.
Result<void> set_dyes(FabricSpec& spec, const FabricWords& words) {
  spec.net.two_tone = spec.dyes.size() > 1;
  spec.target_is_mean = !spec.net.two_tone;
  const bool one_yarn = spec.net.kind == NetKind::tulle || spec.net.kind == NetKind::diamonds;
  return one_yarn ? only_one_color(words) : ok();
}

}  // namespace

bool knows_net(std::string_view construction) {
  return find_net(construction) != nullptr;
}

Result<void> set_net(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  TRY_VOID(check_finishes(words));
  const NetRow& row = *find_net(construction);
  spec.structure = "net";
  spec.net = row.net;
  spec.roughness = row.roughness;
  spec.sheen = row.sheen;
  spec.sheen_roughness = 0.4;
  spec.anisotropy = 0.15;
  spec.optics = {
      .f0 = 0.05, .lobe_width_deg = 14, .specular_weight = 0.8, .body_weight = 0.3, .wrap = spec.optics.wrap};
  if (words.has("calender")) {
    spec.finish.roughness_shift -= 0.15;
    spec.optics.lobe_width_deg *= 0.7;
  }
  spec.roughness = std::clamp(spec.roughness + spec.finish.roughness_shift, 0.05, 1.0);
  spec.mass_gsm = areal_mass(row);
  spec.mass_gsm_min = row.mass_min;
  spec.mass_gsm_max = row.mass_max;
  return set_dyes(spec, words);
}

}  // namespace atelier
