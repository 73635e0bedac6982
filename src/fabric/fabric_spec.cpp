#include "fabric/fabric_spec.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/weave/drafts/weave.h"
#include "fabric/words/dye_balance.h"
#include "fabric/words/fabric_words.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

namespace {

constexpr double stripe_mm = 3, gingham_mm = 6, check_ground_mm = 12, check_line_mm = 3, pinstripe_mm = 12;
constexpr double ripstop_grid_mm = 5;
constexpr double shade_step = 0.16;  // of OKLab lightness
constexpr std::uint32_t white_rgb = 0xEDEEEB, ivory_rgb = 0xEFE9DA, ecru_rgb = 0xD9CBAE, charcoal_rgb = 0x3B3D40;
constexpr double light_luminance = 0.4;  // above this a colour needs a dark partner to show a pattern

Error not_built(std::string_view field, const Names& names, const Phrase& phrase) {
  return fail_named(ErrorKind::unsupported, phrase, field, names)
      .with_hint({"woven fabrics work: poplin, oxford, chino, denim, canvas, linen, silk, satin, taffeta, nylon, "
                  "ripstop, worsted, "
                  "tweed …; `atelier fabrics list` shows all",
                  "готовы тканые полотна: поплин, оксфорд, чино, деним, канвас, лён, шёлк, атлас, тафта, нейлон, "
                  "рипстоп, шерсть, "
                  "твид…; все — `atelier fabrics list`",
                  "직물은 됩니다: 포플린, 옥스퍼드, 치노, 데님, 캔버스, 린넨, 실크, 새틴, 태피터, 나일론, 립스탑, "
                  "모직, 트위드 …; 전체는 "
                  "`atelier fabrics list`"});
}

// Why a material has no renderer yet.
Phrase not_built_material(Family family) {
  switch (family) {
    case Family::knit:
      return {"{}: {} is knitted, and knits are not built yet", "{}: {} — трикотаж, а его пока не умеем",
              "{}: {}은(는) 편물이며, 편물은 아직 만들 수 없습니다"};
    case Family::pile:
      return {"{}: {} has a pile, and pile is not built yet", "{}: {} — ворсовое полотно, а ворс пока не умеем",
              "{}: {}은(는) 파일 직물이며, 파일은 아직 만들 수 없습니다"};
    case Family::leather:
      return {"{}: {} is leather, and leather is not built yet", "{}: {} — кожа, а её пока не умеем",
              "{}: {}은(는) 가죽이며, 가죽은 아직 만들 수 없습니다"};
    case Family::sheer:
      return {"{}: {} is openwork, and nets and lace are not built yet",
              "{}: {} — ажурное полотно, а сетку и кружево пока не умеем",
              "{}: {}은(는) 망사류이며, 망사와 레이스는 아직 만들 수 없습니다"};
    default:
      return {"{}: {} is not built yet", "{}: {} — пока не умеем", "{}: {}은(는) 아직 만들 수 없습니다"};
  }
}

constexpr Phrase not_built_other = {"{}: {} is not built yet", "{}: {} — пока не умеем",
                                    "{}: {}은(는) 아직 만들 수 없습니다"};

Result<const WovenRow*> built_fabric(const FabricWords& words) {
  const WovenRow* woven = find_woven(words.material->fabric);
  if (!woven || !woven->built)
    return not_built("material", words.material->names, not_built_material(words.material->family));
  for (const std::string_view finish : words.finishes) {
    const FinishRow& row = *find_finish(finish);
    if (row.kind == FinishKind::not_built) return not_built("finish", row.names, not_built_other);
  }
  for (const ColorWish& color : words.colors) {
    if (color.id == "melange") return not_built("color", find_color("melange")->names, not_built_other);
  }
  return woven;
}

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

Result<void> only_one(const FabricWords& words, std::span<const std::string_view> finishes) {
  std::string_view found;
  for (const std::string_view finish : finishes) {
    if (!words.has(finish)) continue;
    if (!found.empty()) {
      const Names& first = find_finish(found)->names;
      const Names& second = find_finish(finish)->names;
      Error error{ErrorKind::invalid_argument, {}, {}};
      error.message.en = fmt::format("finish: {} and {} exclude each other; name one", shown_name(first, Lang::en),
                                     shown_name(second, Lang::en));
      error.message.ru = fmt::format("finish: «{}» и «{}» исключают друг друга; назовите одно",
                                     shown_name(first, Lang::ru), shown_name(second, Lang::ru));
      error.message.ko = fmt::format("finish: {}와(과) {}은(는) 함께 쓸 수 없습니다. 하나만 적으세요",
                                     shown_name(first, Lang::ko), shown_name(second, Lang::ko));
      return error;
    }
    found = finish;
  }
  return ok();
}

Result<void> check_finishes(const FabricWords& words) {
  constexpr std::array<std::string_view, 4> orders = {"stripe", "check", "gingham", "houndstooth"};
  constexpr std::array<std::string_view, 3> weaves = {"ripstop", "houndstooth", "herringbone"};
  constexpr std::array<std::string_view, 2> quilts = {"quilt_horizontal", "quilt_diamond"};
  TRY_VOID(only_one(words, orders));
  TRY_VOID(only_one(words, weaves));
  return only_one(words, quilts);
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

Result<void> set_colors(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  const ColorWish& first = words.colors.front();
  spec.color_requested = linear_from_rgb(first.rgb);
  spec.color_target = legal_albedo(spec.color_requested, first.fluorescent);
  spec.color_adjusted = spec.color_target != spec.color_requested;
  spec.dyes = {spec.color_target};
  const double y = luminance(spec.color_target);
  const bool pattern = words.has("houndstooth") || words.has("gingham") || words.has("check") || words.has("stripe");
  const bool herringbone = words.has("herringbone");
  const bool two_yarns = woven.dyed != YarnDyed::piece && y < light_luminance;
  if (words.colors.size() == 2) {
    const ColorWish& second = words.colors[1];
    spec.dyes.push_back(legal_albedo(linear_from_rgb(second.rgb), second.fluorescent));
  } else if (pattern || two_yarns) {
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

void set_quilt(FabricSpec& spec, const FabricWords& words) {
  if (words.has("quilt_horizontal")) {
    spec.quilt.layout = QuiltSpec::Layout::horizontal;
  } else if (words.has("quilt_diamond")) {
    spec.quilt = {.layout = QuiltSpec::Layout::diamond, .spacing_mm = 50, .height_mm = 9, .p = 1.6, .q = 1.4};
  }
}

void set_cloth(FabricSpec& spec, const WovenRow& woven, const MaterialRow& material) {
  spec.ends_per_cm = woven.ends_per_cm;
  spec.picks_per_cm = woven.picks_per_cm;
  spec.warp = warp_yarn(woven);
  spec.weft = weft_yarn(woven);
  spec.optics = yarn_row(woven.warp).optics;
  spec.roughness = std::clamp(woven.roughness + material.roughness_shift, 0.05, 1.0);
  spec.sheen = woven.sheen;
  spec.sheen_roughness = woven.sheen_roughness;
  spec.anisotropy = woven.anisotropy;
  spec.mass_gsm = areal_mass(woven);
  spec.mass_gsm_min = woven.mass_min;
  spec.mass_gsm_max = woven.mass_max;
}

void set_composition(FabricSpec& spec, const FabricWords& words) {
  const double elastane = words.has("stretch") ? 0.03 : 0;
  spec.composition = {{std::string(words.material->fibre), 1 - elastane}};
  if (elastane > 0) spec.composition.emplace_back("Elastane", elastane);
}

std::string color_id(const FabricWords& words) {
  std::string id = words.colors.front().id;
  if (words.colors.size() == 2) id += "+" + words.colors[1].id;
  return id;
}

}  // namespace

Result<FabricSpec> resolve_fabric(const TextureRequest& request) {
  TRY(const FabricWords words, read_words(request));
  TRY(const WovenRow* woven, built_fabric(words));
  TRY_VOID(check_finishes(words));
  if (words.has("ripstop") && woven->weave != "plain" && woven->weave != "ripstop") {
    return fail_named(ErrorKind::invalid_argument,
                      {"{}: ripstop needs a plain weave, and {} has another",
                       "{}: рипстоп возможен только на полотняном переплетении, а у материала «{}» другое",
                       "{}: 립스탑은 평직에만 되는데 {}은(는) 평직이 아닙니다"},
                      "finish", words.material->names);
  }
  FabricSpec spec;
  spec.product = words.product->id;
  spec.material = words.material->label;
  spec.fabric = words.material->id;
  spec.color = color_id(words);
  spec.finishes.assign(words.finishes.begin(), words.finishes.end());
  set_cloth(spec, *woven, *words.material);
  set_weave(spec, *woven, words);
  TRY_VOID(set_colors(spec, *woven, words));
  set_finishes(spec, *woven, words);
  set_quilt(spec, words);
  set_composition(spec, words);
  spec.optics.wrap = 0.15 + 0.2 * std::min(1.0, std::sqrt(luminance(spec.color_target)));
  spec.tile_mm = request.tile_mm.value_or(0);
  spec.size_px = request.size;
  spec.seed = static_cast<std::uint64_t>(request.seed);
  return spec;
}

}  // namespace atelier
