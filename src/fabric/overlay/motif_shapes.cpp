#include "fabric/overlay/motif_shapes.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

using Form = Shape::Form;

double draw(std::uint32_t key, std::uint32_t which) {
  return unit_float(hash32(key, which));
}

// Half the width of a form at t in -1..1 of its length, over the half width of the whole.
double width_at(Form form, double t) {
  const double s = (t + 1) / 2;
  if (form == Form::petal) return std::sqrt(std::max(0.0, 4 * s * (1 - s * s))) * (0.45 + 0.42 * s);
  if (form == Form::leaf) return (1 - t * t) * (1 - 0.28 * t);
  return 1 - 0.45 * t * t;
}

// A flower is turned as a whole and each of its petals a little.
struct Flower {
  double x_mm, y_mm, turn, radius_mm;
  std::uint32_t key;
};

Shape turned(Form form, int ink, double x_mm, double y_mm, double turn, double half_length_mm, double half_width_mm) {
  return {form, ink, x_mm, y_mm, cos_turns(turn), sin_turns(turn), half_length_mm, half_width_mm, 0};
}

// A form whose base lies `from` away from a middle, pointing outwards.
Shape around(const Flower& flower, Form form, int ink, double turn, double from_mm, double half_length_mm,
             double half_width_mm) {
  const double middle = from_mm + half_length_mm;
  return turned(form, ink, flower.x_mm + middle * cos_turns(turn), flower.y_mm + middle * sin_turns(turn), turn,
                half_length_mm, half_width_mm);
}

void add_blossom(const Flower& flower, std::vector<Shape>& shapes) {
  const int petals = 5;
  const double r = flower.radius_mm;
  for (int n = 0; n < petals; ++n) {
    const std::uint32_t key = hash32(flower.key, 10, static_cast<std::uint32_t>(n));
    const double turn = flower.turn + (n + 0.22 * (draw(key, 1) - 0.5)) / petals, size = 0.93 + 0.14 * draw(key, 2);
    shapes.push_back(around(flower, Form::petal, petal_ink, turn, 0.04 * r, 0.48 * r * size, 0.36 * r * size));
    for (int streak = -1; streak <= 1; ++streak) {
      shapes.push_back(around(flower, Form::leaf, accent_ink, turn + 0.028 * streak, 0.12 * r,
                              (streak == 0 ? 0.24 : 0.17) * r, 0.028 * r));
    }
  }
  shapes.push_back(turned(Form::ellipse, centre_ink, flower.x_mm, flower.y_mm, 0, 0.13 * r, 0.13 * r));
  for (int n = 0; n < 7; ++n) {
    const double turn = flower.turn + n / 7.0;
    shapes.push_back(turned(Form::ellipse, centre_ink, flower.x_mm + 0.23 * r * cos_turns(turn),
                            flower.y_mm + 0.23 * r * sin_turns(turn), 0, 0.03 * r, 0.03 * r));
  }
}

void add_daisy(const Flower& flower, std::vector<Shape>& shapes) {
  const int petals = 13;
  const double r = flower.radius_mm;
  for (int n = 0; n < petals; ++n) {
    const std::uint32_t key = hash32(flower.key, 20, static_cast<std::uint32_t>(n));
    const double turn = flower.turn + (n + 0.3 * (draw(key, 1) - 0.5)) / petals, size = 0.9 + 0.18 * draw(key, 2);
    shapes.push_back(around(flower, Form::petal, petal_ink, turn, 0.12 * r, 0.44 * r * size, 0.15 * r));
  }
  shapes.push_back(turned(Form::ellipse, centre_ink, flower.x_mm, flower.y_mm, 0, 0.25 * r, 0.23 * r));
  shapes.push_back(turned(Form::ellipse, accent_ink, flower.x_mm, flower.y_mm, 0, 0.32 * r, 0.3 * r));
}

void add_bud(const Flower& flower, std::vector<Shape>& shapes) {
  const double r = flower.radius_mm;
  for (int n = -1; n <= 1; ++n)
    shapes.push_back(around(flower, Form::petal, petal_ink, flower.turn + 0.07 * n, 0, 0.3 * r, 0.17 * r));
  shapes.push_back(around(flower, Form::leaf, accent_ink, flower.turn, 0.1 * r, 0.2 * r, 0.05 * r));
  shapes.push_back(around(flower, Form::leaf, leaf_ink, flower.turn + 0.11, -0.14 * r, 0.2 * r, 0.07 * r));
  shapes.push_back(around(flower, Form::leaf, leaf_ink, flower.turn - 0.11, -0.14 * r, 0.2 * r, 0.07 * r));
}

// A stem that leaves the flower, with leaves on both sides of it.
void add_stem(const Flower& flower, double length_mm, std::vector<Shape>& shapes) {
  const double turn = flower.turn + 0.13, c = cos_turns(turn), s = sin_turns(turn), r = flower.radius_mm;
  const double bow = 0.16 * length_mm * (draw(flower.key, 40) < 0.5 ? -1 : 1);
  const double middle = 0.3 * r + length_mm / 2;
  Shape stem = turned(Form::stroke, leaf_ink, flower.x_mm + middle * c, flower.y_mm + middle * s, turn, length_mm / 2,
                      std::max(0.22, 0.035 * r));
  stem.bow_mm = bow;
  shapes.push_back(stem);
  for (int n = 0; n < 3; ++n) {
    const double t = -0.25 + 0.5 * n, away = middle + t * length_mm / 2, aside = bow * (1 - t * t);
    const double side = n % 2 == 0 ? 1 : -1, leaf_turn = turn + side * (0.11 + 0.04 * draw(flower.key, 50 + n));
    const double size = r * (0.34 + 0.12 * draw(flower.key, 60 + n));
    const double x = flower.x_mm + away * c - aside * s, y = flower.y_mm + away * s + aside * c;
    shapes.push_back(turned(Form::leaf, leaf_ink, x + size * cos_turns(leaf_turn), y + size * sin_turns(leaf_turn),
                            leaf_turn, size, 0.36 * size));
  }
}

struct Spot {
  double x_mm, y_mm;
};

// The place of a form's partner in the other half of the repeat.
Spot dropped(const Spot& spot, double repeat_mm) {
  return {-spot.x_mm, spot.y_mm + repeat_mm / 2};
}

// Places on the torus that keep a distance from each other, and from each other's partners where they have one.
std::vector<Spot> spread(std::uint32_t key, double side_mm, double apart_mm, std::vector<Spot> taken, bool partners) {
  std::vector<Spot> found;
  const auto clear = [&](const Spot& spot, const Spot& other) {
    const double dx = wrapped_turns((spot.x_mm - other.x_mm) / side_mm) * side_mm;
    const double dy = wrapped_turns((spot.y_mm - other.y_mm) / side_mm) * side_mm;
    return dx * dx + dy * dy > apart_mm * apart_mm;
  };
  for (std::uint32_t n = 0; n < 400; ++n) {
    const Spot spot{draw(hash32(key, n), 1) * side_mm, draw(hash32(key, n), 2) * side_mm};
    const Spot partner = dropped(spot, side_mm);
    if (partners && !clear(spot, partner)) continue;
    if (!std::all_of(taken.begin(), taken.end(), [&](const Spot& other) { return clear(spot, other); })) continue;
    found.push_back(spot);
    taken.push_back(spot);
    if (partners) taken.push_back(partner);
  }
  return found;
}

// The same again, dropped by half and turned.
void drop_half(double repeat_mm, std::vector<Shape>& shapes) {
  const std::size_t count = shapes.size();
  for (std::size_t n = 0; n < count; ++n) {
    Shape copy = shapes[n];
    copy.x_mm = -copy.x_mm;
    copy.y_mm += repeat_mm / 2;
    copy.cosine = -copy.cosine;
    copy.bow_mm = -copy.bow_mm;
    shapes.push_back(copy);
  }
}

}  // namespace

double Shape::inside_mm(double dx_mm, double dy_mm) const {
  const double a = dx_mm * cosine + dy_mm * sine, b = -dx_mm * sine + dy_mm * cosine;
  if (form == Form::ellipse) {
    const double u = a / half_length_mm, v = b / half_width_mm, k = std::sqrt(u * u + v * v);
    if (k < 1e-3) return std::min(half_length_mm, half_width_mm);
    const double gx = u / half_length_mm, gy = v / half_width_mm;
    return (1 - k) * k / std::sqrt(gx * gx + gy * gy);
  }
  if (form == Form::diamond) {
    const double slope = std::sqrt(1 / (half_length_mm * half_length_mm) + 1 / (half_width_mm * half_width_mm));
    return (1 - std::abs(a) / half_length_mm - std::abs(b) / half_width_mm) / slope;
  }
  const double t = a / half_length_mm, inner = std::clamp(t, -1.0, 1.0);
  const double aside = std::abs(b - bow_mm * (1 - inner * inner)), half = half_width_mm * width_at(form, inner);
  const double beyond = std::abs(a) - half_length_mm;
  if (beyond <= 0) return 0.85 * (half - aside);
  const double off = std::max(0.0, aside - half);
  return -std::sqrt(beyond * beyond + off * off);
}

std::vector<Shape> flower_shapes(std::uint32_t key, int sort, double repeat_mm) {
  std::vector<Shape> shapes;
  const double large = (sort == 2 ? 0.12 : 0.17) * repeat_mm;
  std::vector<Spot> taken{{0.24 * repeat_mm, 0.25 * repeat_mm}};
  taken.push_back(dropped(taken[0], repeat_mm));
  const Flower first{taken[0].x_mm, taken[0].y_mm, draw(key, 1), large, hash32(key, 2)};
  sort == 1 ? add_daisy(first, shapes) : add_blossom(first, shapes);
  add_stem(first, 0.24 * repeat_mm, shapes);
  const double apart = (sort == 2 ? 0.2 : 0.25) * repeat_mm;
  std::vector<Spot> spots = spread(hash32(key, 3), repeat_mm, apart, taken, true);
  for (std::size_t n = 0; n < spots.size(); ++n) {
    const std::uint32_t own = hash32(key, 4, static_cast<std::uint32_t>(n));
    const double size = (0.42 + 0.22 * draw(own, 1)) * large;
    const Flower flower{spots[n].x_mm, spots[n].y_mm, draw(own, 2), size, own};
    if (n % 2 == 0) {
      sort == 0 ? add_daisy(flower, shapes) : add_blossom(flower, shapes);
    } else {
      add_bud({flower.x_mm, flower.y_mm, flower.turn, 1.5 * size, own}, shapes);
      add_stem({flower.x_mm, flower.y_mm, flower.turn + 0.37, size, own}, 1.6 * size, shapes);
    }
  }
  drop_half(repeat_mm, shapes);
  return shapes;
}

std::vector<Shape> sprig_shapes(std::uint32_t key, double repeat_mm) {
  std::vector<Shape> shapes;
  const Flower flower{0.25 * repeat_mm, 0.28 * repeat_mm, draw(key, 1), 0.19 * repeat_mm, key};
  const double r = flower.radius_mm;
  for (int n = 0; n < 5; ++n) {
    const double turn = flower.turn + n / 5.0;
    shapes.push_back(around(flower, Form::petal, petal_ink, turn, 0.16 * r, 0.42 * r, 0.33 * r));
  }
  shapes.push_back(turned(Form::ellipse, centre_ink, flower.x_mm, flower.y_mm, 0, 0.19 * r, 0.19 * r));
  add_stem(flower, 1.5 * r, shapes);
  drop_half(repeat_mm, shapes);
  return shapes;
}

std::vector<Shape> rosette_shapes(std::uint32_t key, double repeat_mm) {
  std::vector<Shape> shapes;
  const double size = repeat_mm / 6.2;
  const std::vector<Spot> spots = spread(hash32(key, 1), repeat_mm, size, {}, false);
  for (std::size_t n = 0; n < spots.size(); ++n) {
    const std::uint32_t own = hash32(key, 2, static_cast<std::uint32_t>(n));
    const double turn = draw(own, 1), long_mm = size * (0.3 + 0.12 * draw(own, 2)), wide_mm = long_mm * 0.8;
    const Flower middle{spots[n].x_mm, spots[n].y_mm, turn, long_mm, own};
    shapes.push_back(turned(Form::ellipse, 0, middle.x_mm, middle.y_mm, turn, 0.85 * long_mm, 0.85 * wide_mm));
    const int pieces = 4 + static_cast<int>(3 * draw(own, 3));
    for (int piece = 0; piece < pieces; ++piece) {
      const std::uint32_t its = hash32(own, 5, static_cast<std::uint32_t>(piece));
      if (draw(its, 1) < 0.15) continue;  // rosettes are broken
      const double at = (piece + 0.3 * draw(its, 2)) / pieces;
      const double a = long_mm * cos_turns(at), b = wide_mm * sin_turns(at);
      const double x = middle.x_mm + a * cos_turns(turn) - b * sin_turns(turn);
      const double y = middle.y_mm + a * sin_turns(turn) + b * cos_turns(turn);
      shapes.push_back(turned(Form::ellipse, 1, x, y, turn + at + 0.25 + 0.06 * (draw(its, 3) - 0.5),
                              long_mm * (0.5 + 0.34 * draw(its, 4)) * 4.0 / pieces,
                              long_mm * (0.24 + 0.12 * draw(its, 5))));
    }
  }
  std::vector<Spot> taken = spots;
  for (const Spot& spot : spread(hash32(key, 3), repeat_mm, 0.62 * size, taken, false)) {
    const std::uint32_t own = hash32(key, 4, static_cast<std::uint32_t>(shapes.size()));
    shapes.push_back(
        turned(Form::ellipse, 1, spot.x_mm, spot.y_mm, draw(own, 1), size * (0.08 + 0.06 * draw(own, 2)), size * 0.07));
  }
  return shapes;
}

std::vector<Shape> lozenge_shapes(double repeat_mm) {
  std::vector<Shape> shapes;
  const double r = repeat_mm;
  for (const double drop : {0.0, 0.5}) {
    const double x = (0.25 + drop) * r, y = (0.25 + drop) * r;
    shapes.push_back(turned(Form::diamond, 0, x, y, 0.25, 0.24 * r, 0.24 * r));
    shapes.push_back(turned(Form::diamond, 1, x, y, 0.25, 0.13 * r, 0.13 * r));
    const double other_x = (0.75 - drop) * r;
    shapes.push_back(turned(Form::ellipse, 1, other_x, y, 0, 0.05 * r, 0.05 * r));
    for (const double turn : {0.125, 0.375, 0.625, 0.875}) {
      shapes.push_back(turned(Form::stroke, 1, other_x + 0.13 * r * cos_turns(turn), y + 0.13 * r * sin_turns(turn),
                              turn, 0.06 * r, 0.016 * r));
    }
  }
  return shapes;
}

std::vector<Shape> dot_shapes(double repeat_mm, double share) {
  const double radius = repeat_mm * std::sqrt(share / (2 * 3.141592653589793));
  return {turned(Form::ellipse, 0, 0.25 * repeat_mm, 0.25 * repeat_mm, 0, radius, radius),
          turned(Form::ellipse, 0, 0.75 * repeat_mm, 0.75 * repeat_mm, 0, radius, radius)};
}

}  // namespace atelier
