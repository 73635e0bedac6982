#include "fabric/knit/knit_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/knit/chart.h"
#include "fabric/knit/knits_table.h"
#include "fabric/melange.h"

namespace atelier {
namespace {

constexpr double stripe_mm = 12, light_luminance = 0.4;
constexpr std::uint32_t ivory_rgb = 0xEFE9DA, charcoal_rgb = 0x3B3D40;

// Finishes of woven cloth and of films, which loops cannot have.
constexpr std::array<std::string_view, 7> woven_only = {"ripstop", "tartan", "gingham", "cire",
                                                        "coat_pu", "milled", "decating"};
// Yarn-dyed figures and the motif that knits them.
struct Figure {
  std::string_view finish, motif;
};
constexpr std::array<Figure, 3> figures = {
    {{"check", "check"}, {"houndstooth", "houndstooth"}, {"herringbone", "herringbone"}}};

Result<void> check_finishes(const FabricWords& words) {
  for (const std::string_view finish : woven_only) {
    if (!words.has(finish)) continue;
    const Names &name = find_finish(finish)->names, &cloth = words.material->names;
    Error error{ErrorKind::invalid_argument, {}, {}};
    error.message.en = fmt::format("finish: {} is a finish of woven cloth, and {} is knitted",
                                   shown_name(name, Lang::en), shown_name(cloth, Lang::en));
    error.message.ru = fmt::format("finish: «{}» бывает у тканей, а «{}» — трикотаж", shown_name(name, Lang::ru),
                                   shown_name(cloth, Lang::ru));
    error.message.ko = fmt::format("finish: {}은(는) 직물 가공인데 {}은(는) 편물입니다", shown_name(name, Lang::ko),
                                   shown_name(cloth, Lang::ko));
    return std::move(error).with_hint({"leave the finish out, or name a woven material",
                                       "уберите отделку или назовите ткань", "가공을 빼거나 직물을 적으세요"});
  }
  constexpr std::array<std::string_view, 4> orders = {"stripe", "check", "houndstooth", "herringbone"};
  return only_one_finish(words, orders);
}

std::uint32_t partner_rgb(double base_luminance) {
  return base_luminance > light_luminance ? charcoal_rgb : ivory_rgb;
}

// Whole repeats of the chart, near the wished width.
void set_stripes(FabricSpec& spec) {
  const int courses = std::max(2, static_cast<int>(std::floor(stripe_mm / 2 * spec.knit.courses_per_cm / 10 + 0.5)));
  const int band = (courses + 1) / 2 * 2;
  spec.knit.course_order.assign(static_cast<std::size_t>(band), 0);
  spec.knit.course_order.insert(spec.knit.course_order.end(), static_cast<std::size_t>(band), 1);
}

// Blended yarns have the first two dyes; the partner of stripes or of a figure is the third.
void set_melange_colors(FabricSpec& spec, const FabricWords& words) {
  const double wish = luminance(spec.color_target);
  set_melange(spec);
  const bool figure = !spec.knit.motif.empty();
  if (!figure && !words.has("stripe")) return;
  if (!figure) set_stripes(spec);
  spec.knit.figure_dye = static_cast<std::uint8_t>(spec.dyes.size());
  std::replace(spec.knit.course_order.begin(), spec.knit.course_order.end(), std::uint8_t{1}, spec.knit.figure_dye);
  spec.dyes.push_back(legal_albedo(linear_from_rgb(partner_rgb(wish)), false));
  spec.target_is_mean = false;
}

void set_colors(FabricSpec& spec, const KnitRow& knit, const FabricWords& words) {
  spec.knit.motif = knit.motif;
  for (const Figure& figure : figures) {
    if (words.has(figure.finish)) spec.knit.motif = figure.motif;
  }
  if (words.melange()) return set_melange_colors(spec, words);
  const bool two = !spec.knit.motif.empty() || words.has("stripe") || spec.dyes.size() == 2;
  if (spec.dyes.size() == 1 && two) {
    spec.dyes.push_back(legal_albedo(linear_from_rgb(partner_rgb(luminance(spec.color_target))), false));
  }
  if (two && spec.knit.motif.empty()) set_stripes(spec);
  spec.target_is_mean = spec.dyes.size() == 1;
}

// The brushed side: the loops of the back drown in raised fibres.
void brush(FabricSpec& spec) {
  YarnSpec& yarn = spec.warp;
  yarn.hair_mm = yarn.hair_per_mm > 0 ? std::clamp(yarn.hair_mm * 1.8, 0.4, 1.6) : 0.6;
  yarn.hair_per_mm = std::min(24.0, std::max(6.0, yarn.hair_per_mm * 4));
  spec.finish.brushed = 0.75;
  spec.sheen = std::min(0.9, spec.sheen * 1.7);
  spec.roughness = std::min(1.0, spec.roughness + 0.05);
}

void set_finishes(FabricSpec& spec, const FabricWords& words) {
  YarnSpec& yarn = spec.warp;
  FinishSpec& finish = spec.finish;
  if (words.has("brushed")) brush(spec);
  if (words.has("enzyme") || words.has("antipill")) yarn.hair_per_mm *= 0.55;
  if (words.has("stonewash")) {
    finish.stonewash = 0.45;
    yarn.hair_per_mm *= 1.5;
    spec.knit.irregularity *= 1.3;
  }
  if (words.has("mercerised")) {
    yarn.hair_per_mm *= 0.2;
    spec.optics.specular_weight *= 1.4;
    spec.optics.lobe_width_deg *= 0.7;
    finish.roughness_shift -= 0.08;
  }
  if (words.has("calender")) {
    finish.calender = 0.4;
    yarn.flattening *= 1.35;
    finish.roughness_shift -= 0.1;
  }
  if (words.has("dwr")) finish.roughness_shift -= 0.03;
  spec.roughness = std::clamp(spec.roughness + finish.roughness_shift, 0.05, 1.0);
}

void set_cloth(FabricSpec& spec, const KnitRow& row, const MaterialRow& material) {
  KnitSpec& knit = spec.knit;
  knit.chart = row.chart;
  knit.wales_per_cm = row.wales_per_cm;
  knit.courses_per_cm = row.courses_per_cm;
  knit.loop_mm = row.loop_mm;
  knit.purl_width = row.purl_width;
  knit.purl_depth = row.purl_depth;
  knit.lean_deg = row.lean_deg;
  knit.irregularity = row.irregularity;
  knit.open = row.open;
  knit.spirality_deg = static_cast<float>(row.spirality_deg);
  knit.backed = row.sides > 1.2 || row.back_gsm > 100;
  spec.warp = knit_yarn(row);
  const double wrap = spec.optics.wrap;  // of the colour
  spec.optics = yarn_row(row.yarn).optics;
  spec.optics.wrap = wrap;
  spec.roughness = std::clamp(row.roughness + material.roughness_shift, 0.05, 1.0);
  spec.sheen = row.sheen;
  spec.sheen_roughness = row.sheen_roughness;
  spec.anisotropy = row.anisotropy;
  spec.finish.brushed = row.brushed;
  spec.mass_gsm = knit_mass(row);
  spec.mass_gsm_min = row.mass_min;
  spec.mass_gsm_max = row.mass_max;
}

}  // namespace

bool knows_knit(std::string_view construction) {
  return find_knit(construction) != nullptr;
}

Result<void> set_knit(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  const KnitRow& row = *find_knit(construction);
  TRY_VOID(check_finishes(words));
  spec.structure = "knit";
  set_cloth(spec, row, *words.material);
  set_colors(spec, row, words);
  set_finishes(spec, words);
  spec.weft = spec.warp;
  return ok();
}

}  // namespace atelier
