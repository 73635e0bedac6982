#include "fabric/leather/leather_words.h"

#include <algorithm>
#include <array>

#include "fabric/leather/leather_table.h"

namespace atelier {
namespace {

// What changes threads or fibres has nothing to hold on to.
Result<void> check_finishes(const FabricWords& words) {
  constexpr std::array<std::string_view, 9> of_threads = {
      "ripstop", "stripe", "check", "tartan", "gingham", "brushed", "houndstooth", "herringbone", "mercerised"};
  for (const std::string_view finish : of_threads) {
    if (!words.has(finish)) continue;
    Error error{ErrorKind::invalid_argument, {}, {}};
    const auto name = [&](Lang lang) { return shown_name(find_finish(finish)->names, lang); };
    const auto cloth = [&](Lang lang) { return shown_name(words.material->names, lang); };
    error.message.en = fmt::format("finish: {} needs threads, and {} has none", name(Lang::en), cloth(Lang::en));
    error.message.ru =
        fmt::format("finish: «{}» бывает только на нитях, а у материала «{}» их нет", name(Lang::ru), cloth(Lang::ru));
    error.message.ko =
        fmt::format("finish: {}은(는) 실이 있어야 하는데 {}에는 실이 없습니다", name(Lang::ko), cloth(Lang::ko));
    return std::move(error).with_field("finish");
  }
  return ok();
}

void set_surface(FabricSpec& spec, const FabricWords& words) {
  FinishSpec& finish = spec.finish;
  LeatherSpec& leather = spec.leather;
  if (words.has("calender") || words.has("cire")) {
    const bool wet = words.has("cire");
    finish.roughness_shift -= wet ? 0.3 : 0.15;
    finish.clearcoat = std::max(finish.clearcoat, wet ? 0.8 : 0.4);
    leather.micro_um *= 0.6;
  }
  if (words.has("coat_pu")) {
    finish.roughness_shift -= 0.08;
    finish.clearcoat = std::max(finish.clearcoat, 0.3);
  }
  if (words.has("stonewash")) {
    // Drummed: softer, more wrinkled, worn on its high points.
    finish.stonewash = 0.45;
    finish.roughness_shift += 0.06;
    leather.rub_off += 0.12;
    leather.blotch += 0.04;
    leather.wrinkle_share *= 1.5;
  }
  if (words.has("dwr")) finish.roughness_shift -= 0.02;
  spec.roughness = std::clamp(spec.roughness + finish.roughness_shift, 0.05, 1.0);
}

// An antiqued leather: the second colour stays in creases and pores.
void set_dyes(FabricSpec& spec) {
  spec.leather.two_tone = spec.dyes.size() > 1;
  spec.target_is_mean = !spec.leather.two_tone;
}

}  // namespace

bool knows_leather(std::string_view construction) {
  return find_leather(construction) != nullptr;
}

Result<void> set_leather(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  TRY_VOID(check_finishes(words));
  const LeatherRow& row = *find_leather(construction);
  spec.structure = "leather";
  spec.leather = row.grain;
  spec.roughness = row.roughness;
  spec.sheen = 0;
  spec.sheen_roughness = 0.5;
  spec.anisotropy = 0;
  spec.optics = {
      .f0 = 0.045, .lobe_width_deg = 18, .specular_weight = 0.8, .body_weight = 0.1, .wrap = spec.optics.wrap};
  spec.finish.clearcoat = row.clearcoat;
  spec.mass_gsm = row.grain.thickness_mm * row.density * 1000;
  spec.mass_gsm_min = row.mass_min;
  spec.mass_gsm_max = row.mass_max;
  set_dyes(spec);
  set_surface(spec, words);
  return ok();
}

}  // namespace atelier
