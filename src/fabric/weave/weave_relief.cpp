#include "fabric/weave/weave_relief.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"
#include "fabric/weave/drafts/weave.h"

namespace atelier {

namespace {

constexpr double pebble_mm = 0.9;
constexpr double widest_view_mm = 38.4;

// How often the weave repeats along the tile's sides.
struct Repeats {
  double across, up;
  int ends, picks;  // of one repeat
};

// A ridge at 0 turns, flat valleys.
double ridge(double turns) {
  const double half = 0.5 + 0.5 * cos_turns(turns);
  return half * half;
}

// A round cord between two grooves at 0 and 1.
double cord(double t) {
  const double off = 2 * t - 1, square = off * off;
  return std::sqrt(std::max(0.0, 1 - square * square));
}

// The cell's edges rise: warp floats in the middle of the repeat, weft floats at its first pick.
double waffle_height(const Repeats& repeats, double x, double y) {
  const double warp = ridge(x * repeats.across - 0.5 - 0.5 / repeats.ends),
               weft = ridge(y * repeats.up - 0.5 / repeats.picks);
  return 1 - (1 - warp) * (1 - weft);
}

// Two cords a repeat, each after two cutting ends.
double bedford_height(const Repeats& repeats, double x, double) {
  const double at = 2 * x * repeats.across, groove = 2.0 / (repeats.ends / 2);
  const double t = at - std::floor(at) - groove / 2;
  return cord(t < 0 ? t + 1 : t);
}

double ottoman_height(const Repeats& repeats, double, double y) {
  const double at = 2 * y * repeats.up;
  return cord(at - std::floor(at));
}

// The waves of one slack stripe: whole waves along the tile, hurried, slowed, raised and lowered by slower ones.
class Pucker {
 public:
  Pucker(std::uint32_t seed, int stripe, int waves) : waves_(waves) {
    const std::uint32_t key = hash32(seed, 911, static_cast<std::uint32_t>(stripe));
    for (int n = 0; n < slow; ++n) {
      turns_[n] = 1 + static_cast<int>(hash32(key, 1, static_cast<std::uint32_t>(n)) %
                                       static_cast<std::uint32_t>(waves / 2 + 1));
      shift_[n] = unit_float(hash32(key, 2, static_cast<std::uint32_t>(n)));
      swell_[n] = unit_float(hash32(key, 3, static_cast<std::uint32_t>(n)));
      lean_[n] = unit_float(hash32(key, 4, static_cast<std::uint32_t>(n)));
    }
    start_ = unit_float(hash32(key, 5));
  }
  // t: 0..1 across the stripe.
  double height(double t, double y) const {
    double hurry = 0, swell = 1, lean = 0;
    for (int n = 0; n < slow; ++n) {
      hurry += 0.35 / turns_[n] * sin_turns(turns_[n] * y + shift_[n]);
      swell += 0.16 * cos_turns(turns_[n] * y + swell_[n]);
      lean += 0.22 * cos_turns(turns_[n] * y + lean_[n]);
    }
    const double at = waves_ * y + start_ + hurry + lean * (t - 0.5);
    return swell * (cos_turns(at) + 0.18 * cos_turns(2 * at + 0.2));
  }

 private:
  static constexpr int slow = 3;
  int waves_, turns_[slow];
  double shift_[slow], swell_[slow], lean_[slow], start_ = 0;
};

std::vector<float> pucker_heights(const FabricSpec& spec, const Tile& tile, const Repeats& repeats, int side) {
  const int stripes = std::max(1, static_cast<int>(std::lround(repeats.across)));
  const int waves = std::max(2, static_cast<int>(std::lround(tile.height_mm / std::max(1.0, spec.weave.pucker_mm))));
  std::vector<Pucker> puckers;
  for (int n = 0; n < stripes; ++n) puckers.emplace_back(static_cast<std::uint32_t>(spec.seed), n, waves);
  std::vector<float> heights;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double at = static_cast<double>(x) / side * stripes;
      const int stripe = static_cast<int>(at);
      const double t = 2 * (at - stripe);  // 0..1 slack, 1..2 tight
      const double lift = t < 1 ? smooth_step(std::min(t, 1 - t) / 0.34) : 0.0;
      const double held = 0.05 + 0.95 * lift;
      heights.push_back(static_cast<float>(spec.weave.relief_mm * held *
                                           puckers[stripe].height(std::min(t, 1.0), static_cast<double>(y) / side)));
    }
  }
  return heights;
}

std::vector<float> pebble_heights(const FabricSpec& spec, int side) {
  std::vector<float> heights;
  const auto seed = static_cast<std::uint32_t>(spec.seed);
  for (int n = 0; n < side * side; ++n)
    heights.push_back(static_cast<float>(spec.weave.relief_mm) *
                      normal_float(hash32(seed, 913, static_cast<std::uint32_t>(n))));
  return heights;
}

struct Row {
  const char* weave;
  double (*height)(const Repeats&, double x, double y);  // null: seersucker and crêpe, which chance shapes
  double across, up;                                     // of what is raised in one repeat; 0: only the other way
};

constexpr Row rows[] = {
    {"waffle", waffle_height, 1, 1},   {"bedford", bedford_height, 2, 0}, {"pique", bedford_height, 2, 0},
    {"ottoman", ottoman_height, 0, 2}, {"seersucker", nullptr, 1, 0},     {"crepe", nullptr, 0, 0},
};

const Row* find_row(const FabricSpec& spec) {
  for (const Row& row : rows) {
    if (spec.weave.id == row.weave) return &row;
  }
  return nullptr;
}

ReliefGrid make_relief(const FabricSpec& spec, const Row& row, const Tile& tile, const Repeats& repeats) {
  if (spec.weave.id == "crepe") {
    const int side = relief_cells(tile, pebble_mm);
    return {side, pebble_heights(spec, side)};
  }
  const double raised = std::max(repeats.across * row.across, repeats.up * row.up);
  const int side = relief_cells(tile, std::max(0.06, tile.width_mm / std::max(1.0, 24 * raised)));
  if (!row.height) return {side, pucker_heights(spec, tile, repeats, side)};
  std::vector<float> heights;
  heights.reserve(static_cast<std::size_t>(side) * side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double height = row.height(repeats, static_cast<double>(x) / side, static_cast<double>(y) / side);
      heights.push_back(static_cast<float>(spec.weave.relief_mm * height));
    }
  }
  return {side, std::move(heights)};
}

}  // namespace

WeaveRelief::WeaveRelief(const FabricSpec& spec, const Tile& tile, ReliefGrid relief)
    : tile_(tile), relief_(std::move(relief)), relief_mm_(relief_.most_mm() - relief_.least_mm()), detail_mm_(0) {
  const Result<WeaveMatrix> weave = make_weave(spec.weave);
  if (weave.ok() && spec.weave.id != "crepe")
    detail_mm_ = std::max(weave->ends() * tile.width_mm / std::max(1, tile.ends),
                          weave->picks() * tile.height_mm / std::max(1, tile.picks));
}

bool WeaveRelief::wanted(const FabricSpec& spec) {
  return spec.structure == "woven" && spec.weave.relief_mm > 0 && find_row(spec);
}

OverlayNeeds WeaveRelief::needs(const FabricSpec&) {
  return {};
}

Result<std::unique_ptr<Overlay>> WeaveRelief::create(const FabricSpec& spec, const Tile& tile) {
  TRY(const WeaveMatrix weave, make_weave(spec.weave));
  const Repeats repeats{static_cast<double>(tile.ends) / weave.ends(), static_cast<double>(tile.picks) / weave.picks(),
                        weave.ends(), weave.picks()};
  return std::unique_ptr<Overlay>(new WeaveRelief(spec, tile, make_relief(spec, *find_row(spec), tile, repeats)));
}

void WeaveRelief::describe(Tile& tile) const {
  tile.relief_mm += relief_mm_;
  tile.view_mm = std::clamp(3 * detail_mm_, tile.view_mm, std::max(tile.view_mm, widest_view_mm));
}

}  // namespace atelier
