#include "fabric/weave/woven_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/weave/drafts/weave.h"
#include "fabric/words/dye_balance.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

namespace {

constexpr double stripe_mm = 3, gingham_mm = 6, check_ground_mm = 12, check_line_mm = 3, pinstripe_mm = 12;
constexpr double ripstop_grid_mm = 5;
constexpr double shade_step = 0.16;  // of OKLab lightness
constexpr std::uint32_t white_rgb = 0xEDEEEB, ivory_rgb = 0xEFE9DA, ecru_rgb = 0xD9CBAE, charcoal_rgb = 0x3B3D40;
constexpr double light_luminance = 0.4;  // above this a colour needs a dark partner to show a pattern

int even_threads(double mm, double per_cm) {
  return std::max(2, 2 * static_cast<int>(std::floor(mm * per_cm / 10 / 2 + 0.5)));
}

DyeOrder blocks(int first, int second) {
  DyeOrder order(static_cast<std::size_t>(first), 0);
  order.insert(order.end(), static_cast<std::size_t>(second), 1);
  return order;
}

// Widths of the bands of the two dyes.
struct Bands {
  double first_mm, second_mm;
  double total_mm() const { return first_mm + second_mm; }
};

// Threads of one axis: how dense, and after how many the weave repeats. Bands are whole repeats of the weave, so that
// the tile need not hold many of both.
struct Axis {
  double per_cm;
  int repeat;
  int threads(double mm) const {
    const int fewest = (4 + repeat - 1) / repeat;
    return repeat * std::max(fewest, static_cast<int>(std::floor(mm * per_cm / 10 / repeat + 0.5)));
  }
  double mm(int threads) const { return 10 * threads / per_cm; }
};

DyeOrder bands(const Bands& wished, int total) {
  const double share = wished.second_mm / wished.total_mm();
  const int second = std::clamp(static_cast<int>(std::floor(total * share + 0.5)), 2, total - 2);
  return blocks(total - second, second);
}

// The width near the wished one at which whole repeats of ends and of picks are most nearly equally long: a square tile
// holds whole checks of both.
double matched_mm(double wished_mm, const Axis& ends, const Axis& picks) {
  double best_mm = wished_mm, best_cost = 1e9;
  for (int percent = 75; percent <= 125; ++percent) {
    const double mm = wished_mm * percent / 100;
    const double across = ends.mm(ends.threads(mm)), along = picks.mm(picks.threads(mm));
    const double cost = std::abs(across - along) / wished_mm + 0.1 * std::abs(across - wished_mm) / wished_mm;
    if (cost >= best_cost) continue;
    best_cost = cost;
    best_mm = mm;
  }
  return best_mm;
}

Result<void> check_finishes(const FabricWords& words) {
  constexpr std::array<std::string_view, 4> orders = {"stripe", "check", "gingham", "houndstooth"};
  constexpr std::array<std::string_view, 3> weaves = {"ripstop", "houndstooth", "herringbone"};
  TRY_VOID(only_one_finish(words, orders));
  return only_one_finish(words, weaves);
}

void set_weave(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  WeaveSpec& weave = spec.weave;
  weave.id = woven.weave;
  weave.a = woven.a;
  weave.b = woven.b;
  weave.block = woven.block;
  if (words.has("houndstooth")) weave = {.id = "houndstooth", .a = 2, .b = 2};
  if (words.has("herringbone")) weave = {.id = "herringbone", .a = 2, .b = 2, .block = spec.ends_per_cm < 12 ? 8 : 16};
  if (words.has("ripstop")) weave = {.id = "ripstop"};
  if (weave.id == "ripstop") {
    weave.ripstop_ends = even_threads(ripstop_grid_mm, spec.ends_per_cm);
    weave.ripstop_picks = even_threads(ripstop_grid_mm, spec.picks_per_cm);
  }
}

// The second dye of a cloth for which one colour was asked.
std::uint32_t partner_rgb(const WovenRow& woven, const MaterialRow& material, double base_luminance, bool pattern) {
  if (pattern && base_luminance > light_luminance) return charcoal_rgb;
  if (!pattern) return woven.dyed == YarnDyed::white_weft ? white_rgb : ecru_rgb;
  return material.family == Family::wool ? ivory_rgb : white_rgb;
}

// The weft of a herringbone: its stripes are seen by the difference of the two systems' shades.
LinearRgb second_shade(std::uint32_t rgb) {
  OkLab shade = to_oklab(linear_from_rgb(rgb));
  shade.l += shade.l < 0.65 ? shade_step : -shade_step;
  return linear_from_rgb(rgb_from_oklab(shade));
}

Result<void> set_orders(FabricSpec& spec, const FabricWords& words) {
  TRY(const WeaveMatrix weave, make_weave(spec.weave));
  const Axis ends{spec.ends_per_cm, weave.ends()}, picks{spec.picks_per_cm, weave.picks()};
  const auto both = [&](const Bands& wished) {
    const double mm = matched_mm(wished.total_mm(), ends, picks);
    spec.warp_order = bands(wished, ends.threads(mm));
    spec.weft_order = bands(wished, picks.threads(mm));
  };
  if (words.has("houndstooth")) {
    spec.warp_order = spec.weft_order = blocks(4, 4);
  } else if (words.has("gingham")) {
    both({gingham_mm, gingham_mm});
  } else if (words.has("check")) {
    both({check_ground_mm, check_line_mm});
  } else if (words.has("stripe")) {
    const bool pinstripe = words.material->family == Family::wool;
    const Bands wished = pinstripe ? Bands{pinstripe_mm, 2 * 10 / spec.ends_per_cm} : Bands{stripe_mm, stripe_mm};
    spec.warp_order = bands(wished, ends.threads(wished.total_mm()));
  } else {
    spec.weft_order = {1};
  }
  return ok();
}

Result<void> set_woven_colors(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  const ColorWish& first = words.colors.front();
  const double y = luminance(spec.color_target);
  const bool pattern = words.has("houndstooth") || words.has("gingham") || words.has("check") || words.has("stripe");
  const bool herringbone = words.has("herringbone");
  const bool two_yarns = woven.dyed != YarnDyed::piece && y < light_luminance;
  if (spec.dyes.size() == 1 && (pattern || two_yarns)) {
    spec.dyes.push_back(legal_albedo(linear_from_rgb(partner_rgb(woven, *words.material, y, pattern)), false));
  }
  if (herringbone && spec.dyes.size() == 1)
    spec.dyes.push_back(legal_albedo(second_shade(first.rgb), first.fluorescent));
  if (spec.dyes.size() == 2) {
    TRY_VOID(set_orders(spec, words));
  }
  const bool flecked =
      spec.dyes.size() == 2 && !pattern && woven.dyed == YarnDyed::ecru_weft && words.colors.size() == 1;
  if (flecked) balance_dyes(spec.color_target, woven.weft_share, spec.dyes[0], spec.dyes[1]);
  spec.target_is_mean = spec.dyes.size() == 1 || flecked;
  if (spec.dyes.size() == 2 && spec.warp.color_sigma_l < 1.2) spec.warp.color_sigma_l = spec.weft.color_sigma_l = 1.2;
  return ok();
}

void for_both(FabricSpec& spec, const auto& change) {
  change(spec.warp);
  change(spec.weft);
}

void press(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  FinishSpec& finish = spec.finish;
  const bool pressed = woven.calender > 0;
  if (!words.has("calender") && !words.has("cire")) return;
  if (!pressed) {
    for_both(spec, [](YarnSpec& yarn) {
      yarn.flattening = std::min(5.0, yarn.flattening * 1.6);
      yarn.superellipse = std::max(2.8, yarn.superellipse);
    });
    finish.roughness_shift -= 0.18;
  }
  finish.calender = std::max(finish.calender, 0.6);
  spec.optics.lobe_width_deg *= 0.85;
  if (words.has("cire")) {
    finish.calender = 0.9;
    finish.roughness_shift = 0.19 - spec.roughness;
    finish.clearcoat = std::max(finish.clearcoat, 0.2);
  }
}

void brush(FabricSpec& spec) {
  for_both(spec, [](YarnSpec& yarn) {
    yarn.hair_mm = yarn.hair_per_mm > 0 ? std::clamp(yarn.hair_mm * 1.8, 0.2, 1.2) : 0.4;
    yarn.hair_per_mm = std::min(14.0, std::max(2.0, yarn.hair_per_mm * 4));
  });
  spec.finish.brushed = std::max(spec.finish.brushed, 0.6);
  spec.sheen = std::min(0.9, spec.sheen * 1.7);
}

void set_finishes(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  FinishSpec& finish = spec.finish;
  finish.calender = woven.calender;
  finish.brushed = woven.brushed;
  press(spec, woven, words);
  if (words.has("brushed")) brush(spec);
  if (words.has("stonewash")) {
    finish.stonewash = 0.45;
    for_both(spec, [](YarnSpec& yarn) { yarn.hair_per_mm *= 1.5; });
  }
  if (words.has("mercerised")) {
    for_both(spec, [](YarnSpec& yarn) { yarn.hair_per_mm *= 0.2; });
    spec.optics.specular_weight *= 1.4;
    finish.roughness_shift -= 0.08;
  }
  if (words.has("coat_pu")) {
    finish.coat_um = 20;
    finish.clearcoat = std::max(finish.clearcoat, 0.3);
    finish.roughness_shift -= 0.10;
  }
  if (words.has("dwr")) finish.roughness_shift -= 0.03;
  spec.roughness = std::clamp(spec.roughness + finish.roughness_shift, 0.05, 1.0);
}

void set_cloth(FabricSpec& spec, const WovenRow& woven, const MaterialRow& material) {
  spec.ends_per_cm = woven.ends_per_cm;
  spec.picks_per_cm = woven.picks_per_cm;
  spec.warp = warp_yarn(woven);
  spec.weft = weft_yarn(woven);
  const double wrap = spec.optics.wrap;  // of the colour
  spec.optics = yarn_row(woven.warp).optics;
  spec.optics.wrap = wrap;
  spec.roughness = std::clamp(woven.roughness + material.roughness_shift, 0.05, 1.0);
  spec.sheen = woven.sheen;
  spec.sheen_roughness = woven.sheen_roughness;
  spec.anisotropy = woven.anisotropy;
  spec.mass_gsm = areal_mass(woven);
  spec.mass_gsm_min = woven.mass_min;
  spec.mass_gsm_max = woven.mass_max;
}

}  // namespace

bool knows_woven(std::string_view construction) {
  const WovenRow* woven = find_woven(construction);
  return woven && woven->built;
}

Result<void> set_woven(FabricSpec& spec, const FabricWords& words, std::string_view construction) {
  const WovenRow* woven = find_woven(construction);
  TRY_VOID(check_finishes(words));
  if (words.has("ripstop") && woven->weave != "plain" && woven->weave != "ripstop") {
    return fail_named(ErrorKind::invalid_argument,
                      {"{}: ripstop needs a plain weave, and {} has another",
                       "{}: рипстоп возможен только на полотняном переплетении, а у материала «{}» другое",
                       "{}: 립스탑은 평직에만 되는데 {}은(는) 평직이 아닙니다"},
                      "finish", words.material->names);
  }
  spec.structure = "woven";
  set_cloth(spec, *woven, *words.material);
  set_weave(spec, *woven, words);
  TRY_VOID(set_woven_colors(spec, *woven, words));
  set_finishes(spec, *woven, words);
  return ok();
}

}  // namespace atelier
