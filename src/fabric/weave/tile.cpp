#include "fabric/weave/tile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace atelier {
namespace {

constexpr double snap_limit = 0.0148;  // below the 1.5 % promised
constexpr int max_threads = 8192;      // along one side of a tile

// Along a side of the tile, from seam to seam; diagonal seams meet it at 45 degrees.
double line_period_mm(const QuiltSpec& quilt) {
  return quilt.spacing_mm * (quilt.layout == QuiltSpec::Layout::diamond ? 1.4142135623730951 : 1.0);
}

// Counts for a given side; `error` is the larger relative change, of densities and of the quilt's spacing.
struct Candidate {
  Tile tile;
  double error = 1, sum = 2;
};

int nearest_multiple(double count, int period) {
  return std::max(period, static_cast<int>(std::lround(count / period)) * period);
}

Candidate fit(const FabricSpec& spec, const ThreadPeriods& periods, double side_mm) {
  Candidate made;
  Tile& tile = made.tile;
  tile.width_mm = tile.height_mm = side_mm;
  tile.ends = nearest_multiple(side_mm * spec.ends_per_cm / 10, periods.ends);
  tile.picks = nearest_multiple(side_mm * spec.picks_per_cm / 10, periods.picks);
  tile.ends_per_cm = 10 * tile.ends / side_mm;
  tile.picks_per_cm = 10 * tile.picks / side_mm;
  const double ends_error = std::abs(tile.ends_per_cm / spec.ends_per_cm - 1);
  const double picks_error = std::abs(tile.picks_per_cm / spec.picks_per_cm - 1);
  const int lines = quilt_lines(spec, side_mm);
  const double quilt_error = lines > 0 ? std::abs(side_mm / lines / line_period_mm(spec.quilt) - 1) : 0;
  made.error = std::max({ends_error, picks_error, quilt_error * 0.3});
  made.sum = ends_error + picks_error + 0.1 * quilt_error;
  return made;
}

int repeats_wanted(int period) {
  return period <= 48 ? 4 : period <= 120 ? 2 : 1;
}

double smallest_side(const FabricSpec& spec, const ThreadPeriods& periods) {
  const double ends = std::max(40, repeats_wanted(periods.ends) * periods.ends);
  const double picks = std::max(40, repeats_wanted(periods.picks) * periods.picks);
  return std::max(ends * 10 / spec.ends_per_cm, picks * 10 / spec.picks_per_cm);
}

// The best side between `from` and `to`: small changes of density first, then nearness to `wish`.
Candidate search(const FabricSpec& spec, const ThreadPeriods& periods, double from, double to, double wish) {
  Candidate best;
  double best_cost = 1e9;
  const double step = std::max(0.01, wish / 4000);
  for (double side = from; side <= to; side += step) {
    const double rounded = std::round(side * 100) / 100;
    const Candidate made = fit(spec, periods, rounded);
    const double cost = made.sum + 0.03 * std::abs(rounded / wish - 1) + (made.error < snap_limit ? 0 : 100);
    if (cost < best_cost) {
      best_cost = cost;
      best = made;
    }
  }
  return best;
}

Error does_not_fit(const FabricSpec& spec, const ThreadPeriods& periods) {
  const Error error = fail(ErrorKind::invalid_argument,
                           {"tile_mm: {:.2f} mm does not hold whole repeats of this cloth",
                            "tile_mm: в {:.2f} мм не укладывается целое число повторов этой ткани",
                            "tile_mm: {:.2f}mm에는 이 직물의 무늬가 정수로 들어가지 않습니다"},
                           spec.tile_mm);
  const double reach = std::max(spec.tile_mm * 0.5, 2 * smallest_side(spec, periods));
  double nearest = 0;
  for (double off = 0; off <= reach && nearest == 0; off += 0.05) {
    for (const double side : {spec.tile_mm + off, spec.tile_mm - off}) {
      const double rounded = std::round(side * 100) / 100;
      if (rounded >= 4 && fit(spec, periods, rounded).error < snap_limit) nearest = rounded;
    }
  }
  Error copy = error;
  return std::move(copy).with_hint({"the nearest side that does is {:.2f} mm",
                                    "ближайшая подходящая сторона — {:.2f} мм", "가장 가까운 크기는 {:.2f}mm입니다"},
                                   nearest);
}

}  // namespace

ThreadPeriods thread_periods(const FabricSpec& spec, const WeaveMatrix& weave) {
  const auto along = [](int repeat, std::size_t order, int ripstop) {
    return std::lcm(std::lcm(repeat, std::max(1, static_cast<int>(order))), std::max(1, ripstop));
  };
  return {along(weave.ends(), spec.warp_order.size(), spec.weave.ripstop_ends),
          along(weave.picks(), spec.weft_order.size(), spec.weave.ripstop_picks)};
}

int quilt_lines(const FabricSpec& spec, double tile_mm) {
  if (spec.quilt.layout == QuiltSpec::Layout::none || spec.quilt.spacing_mm <= 0) return 0;
  return std::max(1, static_cast<int>(std::lround(tile_mm / line_period_mm(spec.quilt))));
}

double nominal_tile_mm(const FabricSpec& spec) {
  if (quilt_lines(spec, 100) > 0) {
    const double period_mm = line_period_mm(spec.quilt);
    return std::max(period_mm > 65 ? 1.0 : 2.0, std::ceil(60 / period_mm)) * period_mm;
  }
  return std::clamp(1700 / std::max(spec.ends_per_cm, spec.picks_per_cm), 8.0, 240.0);
}

Result<Tile> make_tile(const FabricSpec& spec, const WeaveMatrix& weave) {
  const ThreadPeriods periods = thread_periods(spec, weave);
  if (spec.tile_mm > 0) {
    const Candidate made = fit(spec, periods, spec.tile_mm);
    if (made.error >= snap_limit) return does_not_fit(spec, periods);
    if (std::max(made.tile.ends, made.tile.picks) > max_threads) {
      return fail(ErrorKind::invalid_argument,
                  {"tile_mm: {:.1f} mm of this cloth has {} threads; at most {} are drawn",
                   "tile_mm: в {:.1f} мм этой ткани {} нитей; рисуется не больше {}",
                   "tile_mm: 이 직물 {:.1f}mm에는 실이 {}올 있습니다. 최대 {}올까지 그립니다"},
                  spec.tile_mm, std::max(made.tile.ends, made.tile.picks), max_threads);
    }
    return made.tile;
  }
  const double wish = std::max(nominal_tile_mm(spec), smallest_side(spec, periods));
  Candidate made = search(spec, periods, wish * 0.97, wish * 1.15, wish);
  for (double reach = 1.5; made.error >= snap_limit && reach < 10; reach *= 1.5) {
    made = search(spec, periods, wish * 0.97, wish * reach, wish);
  }
  if (made.error >= snap_limit || std::max(made.tile.ends, made.tile.picks) > max_threads) {
    return fail(ErrorKind::invalid_argument,
                {"this cloth's repeats of {} ends and {} picks fit no tile",
                 "повтор {} × {} нитей не укладывается в образец", "{}올 × {}올 반복은 어떤 타일에도 맞지 않습니다"},
                periods.ends, periods.picks);
  }
  return made.tile;
}

}  // namespace atelier
