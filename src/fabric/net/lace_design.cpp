#include "fabric/net/lace_design.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

LacePoint turned(const LacePoint& p, double turn) {
  const double c = cos_turns(turn), s = sin_turns(turn);
  return {c * p.x - s * p.y, s * p.x + c * p.y};
}

// A drawing of one motif, to be placed: sizes in repeats.
struct Pen {
  LaceDesign* design;
  LacePoint at;
  double turn;
  std::uint32_t key;

  LacePoint place(const LacePoint& p) const {
    const LacePoint q = turned(p, turn);
    return {at.x + q.x, at.y + q.y};
  }
  std::vector<LacePoint> placed(const std::vector<LacePoint>& way) const {
    std::vector<LacePoint> there;
    for (const LacePoint& p : way) there.push_back(place(p));
    return there;
  }
};

void add_disc(const Pen& pen, const LacePoint& middle, double radius, LaceFill fill, double fill_turn) {
  std::vector<LacePoint> way;
  for (int i = 0; i < 24; ++i) {
    way.push_back({middle.x + radius * cos_turns(i / 24.0), middle.y + radius * sin_turns(i / 24.0)});
  }
  pen.design->shapes.push_back({pen.placed(way), fill, turned({1, 0}, fill_turn + pen.turn), false});
}

// A petal from the middle outwards along X: an oval that narrows to its foot, notched or round at its end.
std::vector<LacePoint> petal(double foot, double length, double half_width, double notch) {
  std::vector<LacePoint> way;
  constexpr int parts = 26;
  const double middle = 0.5 * (foot + length), reach = 0.5 * (length - foot);
  for (int i = 0; i < parts; ++i) {
    const double turn = static_cast<double>(i) / parts - 0.5, c = cos_turns(turn), s = sin_turns(turn);
    const double end = notch * length * smooth_step(1 - std::abs(turn) * 9);
    way.push_back({middle + reach * c - end, half_width * s * (0.82 + 0.26 * c - 0.08 * c * c)});
  }
  return way;
}

struct Flower {
  int petals;
  double radius;
  double notch;
  LaceFill fill, inner;
};

void add_flower(const Pen& pen, Flower flower) {
  flower.radius *= 1 + 0.07 * signed_unit_float(hash32(pen.key, static_cast<std::uint32_t>(flower.petals)));
  // Petals touch their neighbours a little beyond their middles.
  const double half_turn = 0.5 / flower.petals, touch = sin_turns(half_turn) / cos_turns(half_turn);
  const double foot = 0.2 * flower.radius, width = flower.radius * std::min(0.46, 0.66 * touch);
  const std::vector<LacePoint> outer = petal(foot, flower.radius, width, flower.notch);
  const std::vector<LacePoint> small = petal(foot * 1.2, flower.radius * 0.66, width * 0.45, 0);
  for (int k = 0; k < flower.petals; ++k) {
    const double turn = static_cast<double>(k) / flower.petals;
    std::vector<LacePoint> way, heart;
    for (const LacePoint& p : outer) way.push_back(turned(p, turn));
    for (const LacePoint& p : small) heart.push_back(turned(p, turn));
    pen.design->shapes.push_back({pen.placed(way), flower.fill, turned({1, 0}, turn + pen.turn + 0.25), true});
    if (flower.inner != flower.fill) {
      pen.design->shapes.push_back({pen.placed(heart), flower.inner, turned({1, 0}, turn + pen.turn), false});
    }
  }
  add_disc(pen, {0, 0}, 0.2 * flower.radius, LaceFill::half, 0);
}

// A leaf along X from its foot at 0: two halves about a bent vein.
void add_leaf(const Pen& pen, double length, double width, double bend, LaceFill upper, LaceFill lower) {
  constexpr int parts = 14;
  const auto vein = [&](double t) { return LacePoint{length * t, bend * length * t * (1 - t) * 4}; };
  const auto half = [&](double t) { return width * pow_poly(sin_turns(0.5 * t), 0.8) * (1.12 - 0.5 * t); };
  std::vector<LacePoint> stem;
  for (int i = 0; i <= parts; ++i) stem.push_back(vein(static_cast<double>(i) / parts));
  for (const int side : {1, -1}) {
    std::vector<LacePoint> way = stem;
    for (int i = parts - 1; i > 0; --i) {
      const double t = static_cast<double>(i) / parts;
      const double tooth = 1 + 0.07 * cos_turns(5 * t);
      way.push_back({vein(t).x + 0.1 * width * t, vein(t).y + side * half(t) * tooth});
    }
    pen.design->shapes.push_back(
        {pen.placed(way), side > 0 ? upper : lower, turned({1, 0}, pen.turn + side * 0.11), true});
  }
  pen.design->stems.push_back({pen.placed(stem), 0.8});
}

std::vector<LacePoint> bent(const LacePoint& a, const LacePoint& b, const LacePoint& c, const LacePoint& d) {
  std::vector<LacePoint> way;
  constexpr int parts = 28;
  for (int i = 0; i <= parts; ++i) {
    const double t = static_cast<double>(i) / parts, u = 1 - t;
    const double wa = u * u * u, wb = 3 * u * u * t, wc = 3 * u * t * t, wd = t * t * t;
    way.push_back({wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y});
  }
  return way;
}

std::vector<LacePoint> tendril(double size, double turns) {
  std::vector<LacePoint> way;
  constexpr int parts = 40;
  for (int i = 0; i <= parts; ++i) {
    const double t = static_cast<double>(i) / parts, radius = size * (1 - 0.85 * t);
    way.push_back({size - radius * cos_turns(turns * t), radius * sin_turns(turns * t)});
  }
  return way;
}

// A garland to one side of the mirror at x 0 of a repeat with side 1.
LaceDesign garland_side(std::uint32_t key) {
  LaceDesign design;
  const auto pen = [&](double x, double y, double turn) { return Pen{&design, {x, y}, turn, key}; };
  design.stems.push_back({bent({0.03, 0.30}, {0.20, 0.52}, {0.36, 0.52}, {0.33, 0.72}), 1});
  design.stems.push_back({bent({0.02, 0.14}, {0.10, 0.02}, {0.30, -0.02}, {0.42, 0.10}), 1});
  design.stems.push_back({bent({0.26, 0.50}, {0.36, 0.46}, {0.42, 0.40}, {0.43, 0.34}), 0.8});
  add_flower(pen(0.325, 0.785, 0.03), {5, 0.105, 0.16, LaceFill::cloth, LaceFill::net});
  add_leaf(pen(0.15, 0.445, 0.24), 0.17, 0.042, 0.10, LaceFill::cloth, LaceFill::half);
  add_leaf(pen(0.24, 0.515, -0.03), 0.13, 0.034, -0.12, LaceFill::half, LaceFill::cloth);
  add_leaf(pen(0.33, 0.60, 0.36), 0.12, 0.032, 0.12, LaceFill::cloth, LaceFill::cloth);
  add_leaf(pen(0.14, 0.045, -0.17), 0.14, 0.036, -0.10, LaceFill::half, LaceFill::cloth);
  add_leaf(pen(0.25, 0.015, 0.16), 0.15, 0.038, 0.12, LaceFill::cloth, LaceFill::half);
  add_flower(pen(0.435, 0.145, 0.12), {6, 0.062, 0, LaceFill::cloth, LaceFill::cloth});
  add_flower(pen(0.435, 0.30, 0.3), {4, 0.046, 0.1, LaceFill::cloth, LaceFill::cloth});
  design.stems.push_back({pen(0.20, 0.60, 0.16).placed(tendril(0.034, -1.4)), 0.7});
  design.stems.push_back({pen(0.36, 0.48, -0.05).placed(tendril(0.026, 1.3)), 0.7});
  return design;
}

// What stands on the mirror itself, alike on both sides.
LaceDesign garland_middle(std::uint32_t key) {
  LaceDesign design;
  const auto pen = [&](double y, double turn) { return Pen{&design, {0, y}, turn, key}; };
  add_flower(pen(0.22, 0.25), {8, 0.155, 0.1, LaceFill::cloth, LaceFill::half});
  add_leaf(pen(0.40, 0.25), 0.16, 0.045, 0, LaceFill::half, LaceFill::half);
  design.stems.push_back({{{0, 0.37}, {0, 0.385}, {0, 0.40}}, 1});
  add_flower(pen(0.66, 0.25), {6, 0.07, 0, LaceFill::cloth, LaceFill::half});
  for (int i = 0; i < 3; ++i) add_disc(pen(0.78 + 0.06 * i, 0), {0, 0}, 0.017 - 0.003 * i, LaceFill::cloth, 0);
  return design;
}

// A garland that winds and does not mirror.
LaceDesign vine(std::uint32_t key) {
  LaceDesign design;
  const auto pen = [&](double x, double y, double turn) { return Pen{&design, {x, y}, turn, key}; };
  std::vector<LacePoint> stem;
  for (int i = 0; i <= 60; ++i) stem.push_back({0.25 + 0.12 * sin_turns(i / 60.0), i / 60.0});
  design.stems.push_back({stem, 1.1});
  add_flower(pen(0.27, 0.26, 0.07), {8, 0.135, 0.12, LaceFill::cloth, LaceFill::half});
  add_flower(pen(0.24, 0.74, 0.11), {6, 0.105, 0.1, LaceFill::cloth, LaceFill::net});
  add_leaf(pen(0.37, 0.40, 0.07), 0.16, 0.042, 0.1, LaceFill::cloth, LaceFill::half);
  add_leaf(pen(0.30, 0.47, 0.40), 0.17, 0.040, -0.1, LaceFill::half, LaceFill::cloth);
  add_leaf(pen(0.17, 0.58, 0.60), 0.13, 0.036, 0.1, LaceFill::cloth, LaceFill::cloth);
  add_leaf(pen(0.14, 0.86, 0.42), 0.14, 0.038, -0.12, LaceFill::cloth, LaceFill::half);
  add_leaf(pen(0.20, 0.93, 0.05), 0.15, 0.040, 0.1, LaceFill::half, LaceFill::cloth);
  add_leaf(pen(0.33, 0.08, 0.92), 0.12, 0.034, 0.1, LaceFill::cloth, LaceFill::cloth);
  design.stems.push_back({pen(0.36, 0.56, 0.05).placed(tendril(0.03, 1.4)), 0.7});
  design.stems.push_back({pen(0.12, 0.42, 0.45).placed(tendril(0.028, -1.3)), 0.7});
  return design;
}

// An eighth of a square rosette pattern, and what lies on its mirrors.
LaceDesign rosettes(std::uint32_t key) {
  LaceDesign design;
  const auto pen = [&](double x, double y, double turn) { return Pen{&design, {x, y}, turn, key}; };
  add_leaf(pen(0.245, 0.075, 0.085), 0.16, 0.040, 0.09, LaceFill::cloth, LaceFill::half);
  design.stems.push_back({bent({0.2, 0.02}, {0.23, 0.05}, {0.24, 0.06}, {0.25, 0.08}), 1});
  add_disc(pen(0.40, 0.035, 0), {0, 0}, 0.022, LaceFill::cloth, 0);
  return design;
}

LaceDesign rosette_middles(std::uint32_t key) {
  LaceDesign design;
  const auto pen = [&](double x, double y) { return Pen{&design, {x, y}, 0, key}; };
  add_flower(pen(0, 0), {8, 0.235, 0.12, LaceFill::cloth, LaceFill::half});
  add_flower(pen(0.5, 0.5), {8, 0.175, 0, LaceFill::cloth, LaceFill::net});
  return design;
}

// A copy; `size` is how large a repeat's drawing is made within it.
LaceDesign moved(const LaceDesign& design, const LaceMove& move, double side_mm, double size) {
  LaceDesign there = design;
  const auto go = [&](std::vector<LacePoint>& way) {
    for (LacePoint& p : way) {
      const LacePoint q = move.of({p.x * size, p.y * size});
      p = {q.x * side_mm, q.y * side_mm};
    }
  };
  for (LaceShape& shape : there.shapes) {
    go(shape.outline);
    const LacePoint way = shape.fill_way;
    shape.fill_way = {move.xx * way.x + move.xy * way.y, move.yx * way.x + move.yy * way.y};
  }
  for (LaceStem& stem : there.stems) go(stem.way);
  return there;
}

void append(LaceDesign& all, const LaceDesign& more) {
  all.shapes.insert(all.shapes.end(), more.shapes.begin(), more.shapes.end());
  all.stems.insert(all.stems.end(), more.stems.begin(), more.stems.end());
}

}  // namespace

std::vector<LaceMove> lace_moves(WallpaperGroup group) {
  switch (group) {
    case WallpaperGroup::p1:
      return {{}};
    case WallpaperGroup::pm:
      return {{}, {-1, 0, 0, 1, 0, 0}};
    case WallpaperGroup::pg:
      return {{}, {-1, 0, 0, 1, 0, 0.5}};
    case WallpaperGroup::cm:
      return {{}, {-1, 0, 0, 1, 0, 0}, {1, 0, 0, 1, 0.5, 0.5}, {-1, 0, 0, 1, 0.5, 0.5}};
    case WallpaperGroup::p4m:
      return {{},
              {0, -1, 1, 0, 0, 0},
              {-1, 0, 0, -1, 0, 0},
              {0, 1, -1, 0, 0, 0},
              {-1, 0, 0, 1, 0, 0},
              {0, 1, 1, 0, 0, 0},
              {1, 0, 0, -1, 0, 0},
              {0, -1, -1, 0, 0, 0}};
  }
  return {{}};
}

LaceDesign draw_lace(const NetSpec& spec, double side_mm, std::uint32_t key) {
  LaceDesign all;
  const std::vector<LaceMove> moves = lace_moves(spec.symmetry);
  const double size = spec.symmetry == WallpaperGroup::cm ? 0.62 : 1;  // two drawings a repeat
  const auto add_all = [&](const LaceDesign& part) {
    for (const LaceMove& move : moves) append(all, moved(part, move, side_mm, size));
  };
  // What lies on a mirror is its own copy.
  const auto add_middle = [&](const LaceDesign& part) {
    append(all, moved(part, moves.front(), side_mm, size));
    if (spec.symmetry == WallpaperGroup::cm) append(all, moved(part, moves[2], side_mm, size));
  };
  switch (spec.symmetry) {
    case WallpaperGroup::p4m:
      add_all(rosettes(key));
      add_middle(rosette_middles(key));
      break;
    case WallpaperGroup::p1:
      append(all, moved(vine(hash32(key, 2)), {1, 0, 0, 1, 0.5, 0.37}, side_mm, size));
      add_all(vine(key));
      break;
    case WallpaperGroup::pg:
      add_all(vine(key));
      break;
    default:
      add_all(garland_side(key));
      add_middle(garland_middle(key));
  }
  return all;
}

}  // namespace atelier
