#include "fabric/weave/woven_patterns.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/melange.h"
#include "fabric/weave/drafts/weave.h"
#include "fabric/weave/woven_patterns_table.h"
#include "fabric/words/dye_balance.h"

namespace atelier {

namespace {

constexpr double stripe_mm = 3, gingham_mm = 6, check_ground_mm = 12, check_line_mm = 3, pinstripe_mm = 12;
constexpr double ripstop_grid_mm = 5;
constexpr double motif_mm = 34;             // width of a figured repeat
constexpr double figured_ends_per_cm = 24;  // below, an eight-end satin would snag
constexpr double coarse_ends_per_cm = 12;   // herringbone stripes of few threads
constexpr double shade_step = 0.16;         // of OKLab lightness
constexpr double light_luminance = 0.4;     // above this a colour needs a dark partner to show a pattern
constexpr std::uint32_t white_rgb = 0xEDEEEB, ivory_rgb = 0xEFE9DA, ecru_rgb = 0xD9CBAE, charcoal_rgb = 0x3B3D40;

const PatternRow* find_pattern(const FabricWords& words, bool (*kind)(const PatternRow&)) {
  for (const PatternRow& row : pattern_rows()) {
    if (kind(row) && words.has(row.finish)) return &row;
  }
  return nullptr;
}

bool orders(const PatternRow& row) {
  return row.orders;
}
bool weaves(const PatternRow& row) {
  return !row.weave.empty();
}

int even_threads(double mm, double per_cm) {
  return std::max(2, 2 * static_cast<int>(std::floor(mm * per_cm / 10 / 2 + 0.5)));
}

// A square figured repeat near the usual size: whole eights of ends and picks that are most nearly equally long.
void set_motif(WeaveSpec& weave, double ends_per_cm, double picks_per_cm) {
  double best = 1e9;
  const auto eights = [](double threads) {
    return std::clamp(8 * static_cast<int>(std::floor(threads / 8 + 0.5)), 64, 2048);
  };
  for (int percent = 80; percent <= 125; ++percent) {
    const double mm = motif_mm * percent / 100;
    const int ends = eights(mm * ends_per_cm / 10), picks = eights(mm * picks_per_cm / 10);
    const double tall = (picks / picks_per_cm) / (ends / ends_per_cm);
    const double cost = std::abs(tall - 1) + 0.01 * std::abs(percent / 100.0 - 1);
    if (cost >= best) continue;
    best = cost;
    weave.a = ends;
    weave.b = picks;
    weave.tall = tall;
  }
}

void append(DyeOrder& order, int threads, std::uint8_t dye) {
  order.insert(order.end(), static_cast<std::size_t>(threads), dye);
}

DyeOrder blocks(int first, int second) {
  DyeOrder order;
  append(order, first, 0);
  append(order, second, 1);
  return order;
}

// Blocks of four and four, then of two and two, about as wide.
DyeOrder glen_order() {
  DyeOrder order;
  for (int n = 0; n < 10; ++n) append(order, 4, static_cast<std::uint8_t>(n % 2));
  for (int n = 0; n < 20; ++n) append(order, 2, static_cast<std::uint8_t>(n % 2));
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

// The second dye of a cloth for which one colour was asked.
std::uint32_t partner_rgb(const WovenRow& woven, const MaterialRow& material, double base_luminance, bool pattern) {
  if (woven.weave == "seersucker") return white_rgb;
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

bool is_tartan(const FabricWords& words) {
  return words.sett || words.has("tartan");
}

// Tartan of wool or flannel is a 2/2 twill, and figures or cells would not fit its stripes.
bool needs_twill(const WeaveSpec& weave, const WovenRow& woven, const MaterialRow& material) {
  if (weave.id == "plain") return woven.brushed > 0 || material.family == Family::wool;
  const Result<WeaveMatrix> made = make_weave(weave);
  return !made.ok() || std::max(made->ends(), made->picks()) > 8;
}

Result<void> set_banded(FabricSpec& spec, const FabricWords& words, std::string_view pattern) {
  TRY(const WeaveMatrix weave, make_weave(spec.weave));
  const Axis ends{spec.ends_per_cm, weave.ends()}, picks{spec.picks_per_cm, weave.picks()};
  const auto both = [&](const Bands& wished) {
    const double mm = matched_mm(wished.total_mm(), ends, picks);
    spec.warp_order = bands(wished, ends.threads(mm));
    spec.weft_order = bands(wished, picks.threads(mm));
  };
  if (pattern == "gingham") {
    both({gingham_mm, gingham_mm});
  } else if (pattern == "check") {
    both({check_ground_mm, check_line_mm});
  } else if (spec.weave.id == "seersucker") {
    spec.warp_order = blocks(weave.ends() / 2, weave.ends() / 2);  // the slack stripe has the colour
    spec.weft_order = {1};
  } else {
    const bool pinstripe = words.material->family == Family::wool;
    const Bands wished = pinstripe ? Bands{pinstripe_mm, 2 * 10 / spec.ends_per_cm} : Bands{stripe_mm, stripe_mm};
    spec.warp_order = bands(wished, ends.threads(wished.total_mm()));
  }
  return ok();
}

Result<void> set_orders(FabricSpec& spec, const FabricWords& words, const PatternRow* pattern) {
  if (!pattern && spec.weave.id == "seersucker") {
    TRY_VOID(set_banded(spec, words, "stripe"));
  } else if (!pattern) {
    spec.weft_order = {1};
  } else if (pattern->blocks[0] > 0) {
    spec.warp_order = spec.weft_order = blocks(pattern->blocks[0], pattern->blocks[1]);
  } else if (pattern->finish == "glen_check") {
    spec.warp_order = spec.weft_order = glen_order();
  } else if (pattern->finish == "birdseye") {
    spec.warp_order = spec.weft_order = {1, 1, 0, 0};
  } else if (pattern->finish == "nailhead") {
    spec.warp_order = spec.weft_order = {1, 0};
  } else if (pattern->finish == "end_on_end") {
    spec.warp_order = {0, 1};
    spec.weft_order = {1};
  } else {
    return set_banded(spec, words, pattern->finish);
  }
  return ok();
}

double distance(std::uint32_t a, std::uint32_t b) {
  const OkLab first = to_oklab(linear_from_rgb(a)), second = to_oklab(linear_from_rgb(b));
  const double l = first.l - second.l, x = first.a - second.a, y = first.b - second.b;
  return l * l / 4 + 4 * (x * x + y * y);
}

// The sett of a tartan that was asked for by its name alone: the one whose main colour is nearest.
Sett usual_sett(std::uint32_t rgb) {
  const NamedSett* best = &named_setts().front();
  double best_distance = 1e9;
  for (const NamedSett& row : named_setts()) {
    const Result<Sett> sett = parse_sett(row.text);
    if (!sett.ok()) continue;
    const double far = distance(sett_dyes(*sett).rgb.front(), rgb);
    if (far >= best_distance) continue;
    best_distance = far;
    best = &row;
  }
  return parse_sett(best->text).value();
}

void calm_sigma(FabricSpec& spec) {
  if (spec.warp.color_sigma_l < 1.2) spec.warp.color_sigma_l = spec.weft.color_sigma_l = 1.2;
}

// The other side of shot cloth: far round the circle of hues, as light, and lively.
LinearRgb shot_partner(std::uint32_t rgb) {
  OkLab shade = to_oklab(linear_from_rgb(rgb));
  const double chroma = std::max(0.09, std::sqrt(shade.a * shade.a + shade.b * shade.b));
  const double own = std::max(1e-6, std::sqrt(shade.a * shade.a + shade.b * shade.b));
  const double cosine = 0.0871557, sine = 0.9961947;  // of 85 degrees
  const double a = own > 0.01 ? shade.a / own : 1, b = own > 0.01 ? shade.b / own : 0;
  shade.a = chroma * (a * cosine - b * sine);
  shade.b = chroma * (a * sine + b * cosine);
  shade.l = std::clamp(shade.l + (shade.l < 0.5 ? 0.14 : -0.1), 0.25, 0.85);
  return linear_from_rgb(rgb_from_oklab(shade));
}

// Blended yarns have the first two dyes; the partner of a pattern is the third.
Result<void> set_melange_colors(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  const LinearRgb wish = spec.color_target;
  set_melange(spec);
  const PatternRow* order = find_pattern(words, orders);
  const PatternRow* weave = find_pattern(words, weaves);
  if (!order && !(weave && weave->contrast)) return ok();
  const ColorWish& first = words.colors.front();
  const LinearRgb partner =
      order ? linear_from_rgb(partner_rgb(woven, *words.material, luminance(wish), true)) : second_shade(first.rgb);
  TRY_VOID(set_orders(spec, words, order));
  for (DyeOrder* threads : {&spec.warp_order, &spec.weft_order}) {
    std::replace(threads->begin(), threads->end(), std::uint8_t{1}, std::uint8_t{2});
  }
  spec.dyes.push_back(legal_albedo(partner, false));
  spec.target_is_mean = false;
  return ok();
}

// The colours that were asked for take the place of the most seen ones.
template <class Dyes>
void set_own_dyes(FabricSpec& spec, const FabricWords& words, Dyes dyes) {
  std::vector<bool> fluorescent(dyes.rgb.size(), false);
  if (!words.as_drafted) {
    for (std::size_t n = 0; n < std::min(words.colors.size(), dyes.rgb.size()); ++n) {
      dyes.rgb[n] = words.colors[n].rgb;
      fluorescent[n] = words.colors[n].fluorescent;
    }
  }
  spec.dyes.clear();
  for (std::size_t n = 0; n < dyes.rgb.size(); ++n)
    spec.dyes.push_back(legal_albedo(linear_from_rgb(dyes.rgb[n]), fluorescent[n]));
  spec.warp_order = std::move(dyes.warp);
  spec.weft_order = std::move(dyes.weft);
  spec.target_is_mean = spec.dyes.size() == 1;
  if (spec.dyes.size() > 1) calm_sigma(spec);
}

}  // namespace

bool orders_dyes(const FabricWords& words) {
  return words.sett || find_pattern(words, orders);
}

Result<void> check_patterns(const FabricWords& words, const WovenRow& woven) {
  std::vector<std::string_view> of_orders, of_weaves;
  for (const PatternRow& row : pattern_rows()) {
    if (row.orders) of_orders.push_back(row.finish);
    if (!row.weave.empty()) of_weaves.push_back(row.finish);
  }
  TRY_VOID(only_one_finish(words, of_orders));
  TRY_VOID(only_one_finish(words, of_weaves));
  const PatternRow* order = find_pattern(words, orders);
  for (const PatternRow& row : pattern_rows()) {
    if (!words.draft || !words.has(row.finish)) continue;
    return fail_named(ErrorKind::invalid_argument,
                      {"{}: the draft says weave and colours, {} says others",
                       "{}: переплетение и цвета заданы заправкой, а «{}» — другие",
                       "{}: 설계가 조직과 색을 정하므로 {}은(는) 함께 쓸 수 없습니다"},
                      "draft", find_finish(row.finish)->names);
  }
  if (words.sett && order && order->finish != "tartan") {
    return fail_named(ErrorKind::invalid_argument,
                      {"{}: the sett says the order of the colours, {} says another",
                       "{}: порядок цветов задан раппортом, а «{}» — другой порядок",
                       "{}: sett가 색의 순서를 정하므로 {}은(는) 함께 쓸 수 없습니다"},
                      "sett", find_finish(order->finish)->names);
  }
  if (words.has("ripstop") && woven.weave != "plain" && woven.weave != "ripstop") {
    return fail_named(ErrorKind::invalid_argument,
                      {"{}: ripstop needs a plain weave, and {} has another",
                       "{}: рипстоп возможен только на полотняном переплетении, а у материала «{}» другое",
                       "{}: 립스탑은 평직에만 되는데 {}은(는) 평직이 아닙니다"},
                      "finish", words.material->names);
  }
  const bool figured = words.has("jacquard") || words.has("damask");
  if (!figured || woven.ends_per_cm >= figured_ends_per_cm) return ok();
  return fail_named(ErrorKind::invalid_argument,
                    {"{}: {} is too coarse for a woven figure", "{}: «{}» слишком грубая ткань для жаккардового узора",
                     "{}: {}은(는) 너무 성겨서 자카드 무늬를 짤 수 없습니다"},
                    "finish", words.material->names);
}

void set_woven_weave(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  WeaveSpec& weave = spec.weave;
  weave.id = woven.weave;
  weave.a = woven.a;
  weave.b = woven.b;
  weave.block = woven.block;
  weave.relief_mm = woven.relief_mm;
  const PatternRow* order = find_pattern(words, orders);
  if (words.sett || (order && order->square))
    spec.ends_per_cm = spec.picks_per_cm = (spec.ends_per_cm + spec.picks_per_cm) / 2;
  if (const PatternRow* row = find_pattern(words, weaves)) {
    const bool four = weave.id == "twill" && weave.a + weave.b == 4;
    weave = {.id = std::string(row->weave), .a = row->a, .b = row->b, .block = row->block};
    if (row->finish == "broken_twill" && four) weave.a = woven.a;
    if (row->finish == "herringbone" && spec.ends_per_cm < coarse_ends_per_cm) weave.block = 8;
  } else if (is_tartan(words) && needs_twill(weave, woven, *words.material)) {
    weave = {.id = "twill", .a = 2, .b = 2};
  }
  if (weave.id == "jacquard") {
    set_motif(weave, spec.ends_per_cm, spec.picks_per_cm);
  }
  if (weave.id == "ripstop") {
    weave.ripstop_ends = even_threads(ripstop_grid_mm, spec.ends_per_cm);
    weave.ripstop_picks = even_threads(ripstop_grid_mm, spec.picks_per_cm);
  }
}

Result<void> set_woven_colors(FabricSpec& spec, const WovenRow& woven, const FabricWords& words) {
  if (is_tartan(words)) {
    set_own_dyes(spec, words, sett_dyes(words.sett ? *words.sett : usual_sett(words.colors.front().rgb)));
    return ok();
  }
  if (words.draft) {
    if (DraftDyes dyes = draft_dyes(*words.draft); !dyes.rgb.empty()) {
      set_own_dyes(spec, words, std::move(dyes));
      return ok();
    }
  }
  if (words.melange()) return set_melange_colors(spec, woven, words);
  const ColorWish& first = words.colors.front();
  const double y = luminance(spec.color_target);
  const PatternRow* order = find_pattern(words, orders);
  const PatternRow* weave = find_pattern(words, weaves);
  const bool contrast = (weave && weave->contrast) || woven.id == "F37";
  const bool two_yarns = woven.dyed != YarnDyed::piece && y < light_luminance;
  if (spec.dyes.size() == 1 && (order || two_yarns)) {
    spec.dyes.push_back(legal_albedo(linear_from_rgb(partner_rgb(woven, *words.material, y, order)), false));
  }
  if (words.has("iridescent") && !order && spec.dyes.size() == 1)
    spec.dyes.push_back(legal_albedo(shot_partner(first.rgb), false));
  if (contrast && spec.dyes.size() == 1 && !words.has("damask"))
    spec.dyes.push_back(legal_albedo(second_shade(first.rgb), first.fluorescent));
  if (spec.dyes.size() == 2) TRY_VOID(set_orders(spec, words, order));
  const bool flecked = spec.dyes.size() == 2 && !order && woven.dyed == YarnDyed::ecru_weft && words.colors.size() == 1;
  // Of washed denim the worn crowns of the warp show its core, which is as pale as the weft.
  const double worn = words.has("stonewash") ? 0.08 : 0;
  const double pale = woven.weft_share + worn * (1 - woven.weft_share);
  if (flecked) balance_dyes(spec.color_target, pale, spec.dyes[0], spec.dyes[1]);
  spec.target_is_mean = spec.dyes.size() == 1 || flecked;
  if (spec.dyes.size() == 2) calm_sigma(spec);
  return ok();
}

}  // namespace atelier
