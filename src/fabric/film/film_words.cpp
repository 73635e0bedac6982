#include "fabric/film/film_words.h"

#include <algorithm>
#include <array>

#include "fabric/film/film_table.h"

namespace atelier {
namespace {

constexpr std::uint32_t dark_dot_rgb = 0x8A8D91, pale_dot_rgb = 0xB9BCC0;

// What lives in the threads of a weave.
Result<void> check_finishes(const FabricWords& words) {
  constexpr std::array<std::string_view, 9> of_threads = {
      "ripstop", "stripe", "check", "tartan", "gingham", "houndstooth", "herringbone", "mercerised", "stonewash"};
  for (const std::string_view finish : of_threads) {
    if (!words.has(finish)) continue;
    const Names& names = find_finish(finish)->names;
    const auto name = [&](Lang lang) { return shown_name(names, lang); };
    const auto cloth = [&](Lang lang) { return shown_name(words.material->names, lang); };
    Error error{ErrorKind::invalid_argument, {}, {}};
    error.message.en =
        fmt::format("finish: {} is made with woven threads, and {} shows none", name(Lang::en), cloth(Lang::en));
    error.message.ru = fmt::format("finish: «{}» делают на тканых нитях, а у материала «{}» их не видно",
                                   name(Lang::ru), cloth(Lang::ru));
    error.message.ko = fmt::format("finish: {}은(는) 직조한 실로 만드는데 {}에는 실이 보이지 않습니다", name(Lang::ko),
                                   cloth(Lang::ko));
    return std::move(error).with_field("finish");
  }
  return ok();
}

// Printed dots carry the second colour asked for, else a grey that is seen on the film.
Result<void> set_dyes(FabricSpec& spec, const FilmRow& row, const FabricWords& words) {
  if (row.film.dot_mm > 0) {
    if (spec.dyes.size() == 1) {
      const bool light = luminance(spec.color_target) > 0.4;
      spec.dyes.push_back(legal_albedo(linear_from_rgb(light ? dark_dot_rgb : pale_dot_rgb), false));
    }
    spec.target_is_mean = false;
    return ok();
  }
  TRY_VOID(only_one_color(words));
  spec.target_is_mean = true;
  if (row.metal) spec.dye_surfaces = {{1, row.roughness}};
  return ok();
}

}  // namespace

bool knows_film(std::string_view construction) {
  return find_film(construction) != nullptr;
}

Result<void> set_film(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  TRY_VOID(check_finishes(words));
  const FilmRow& row = *find_film(construction);
  spec.structure = "film";
  spec.film = row.film;
  spec.roughness = row.roughness;
  spec.sheen = row.sheen;
  spec.sheen_roughness = 0.5;
  spec.anisotropy = 0;
  spec.optics = {
      .f0 = 0.045, .lobe_width_deg = 16, .specular_weight = 0.8, .body_weight = 0.2, .wrap = spec.optics.wrap};
  FinishSpec& finish = spec.finish;
  finish.clearcoat = row.clearcoat;
  if (words.has("calender") || words.has("cire")) {
    finish.roughness_shift -= 0.12;
    finish.clearcoat = std::max(finish.clearcoat, 0.5);
  }
  if (words.has("coat_pu") && row.film.knit_bare) {
    // A film over the knit fills it half.
    spec.film.knit_bare = false;
    spec.film.knit_mm *= 0.35;
    finish.coat_um = 20;
    finish.clearcoat = std::max(finish.clearcoat, 0.3);
    finish.roughness_shift -= 0.2;
  }
  if (words.has("dwr")) finish.roughness_shift -= 0.03;
  spec.roughness = std::clamp(spec.roughness + finish.roughness_shift, 0.05, 1.0);
  spec.mass_gsm = row.film.thickness_mm * row.density * 1000;
  spec.mass_gsm_min = row.mass_min;
  spec.mass_gsm_max = row.mass_max;
  return set_dyes(spec, row, words);
}

}  // namespace atelier
