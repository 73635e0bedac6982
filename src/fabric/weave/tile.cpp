#include "fabric/weave/tile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fabric/overlay.h"

namespace atelier {
namespace {

constexpr int pattern_threads = 32;
constexpr int max_threads = 8192;  // along one side of a tile
constexpr double widest_photo_mm = 38.4;

// Long periods are repeated less often: a tile of many checks would be a bed sheet.
Repeat threads_repeat(int period, double per_cm) {
  const int wanted = period <= 48 ? 4 : period <= 120 ? 2 : 1;
  return {period * 10 / per_cm, std::max((40 + period - 1) / period, wanted)};
}

Tile tile_of(const FabricSpec& spec, const WeaveMatrix& weave, double side_mm, int ends, int picks) {
  Tile tile;
  tile.width_mm = tile.height_mm = side_mm;
  tile.ends = ends;
  tile.picks = picks;
  tile.ends_per_cm = 10 * ends / side_mm;
  tile.picks_per_cm = 10 * picks / side_mm;
  tile.pitch_mm = 10 / std::max({spec.ends_per_cm, spec.picks_per_cm, 1.0});
  tile.relief_mm = std::max(0.05, spec.warp.diameter_mm + spec.weft.diameter_mm);
  tile.view_mm = std::clamp(std::max(36 * tile.pitch_mm, std::min(52 * tile.pitch_mm, 11.0)), 8.0, widest_photo_mm);
  // A pattern of many threads is seen whole where a photograph can.
  const ThreadPeriods periods = thread_periods(spec, weave);
  const double pattern_mm = std::max(periods.ends * side_mm / ends, periods.picks * side_mm / picks);
  if (std::max(periods.ends, periods.picks) >= pattern_threads)
    tile.view_mm = std::clamp(1.1 * pattern_mm, tile.view_mm, std::max(tile.view_mm, widest_photo_mm));
  return tile;
}

}  // namespace

ThreadPeriods thread_periods(const FabricSpec& spec, const WeaveMatrix& weave) {
  const auto along = [](int repeat, std::size_t order, int ripstop) {
    return std::lcm(std::lcm(repeat, std::max(1, static_cast<int>(order))), std::max(1, ripstop));
  };
  return {along(weave.ends(), spec.warp_order.size(), spec.weave.ripstop_ends),
          along(weave.picks(), spec.weft_order.size(), spec.weave.ripstop_picks)};
}

double nominal_tile_mm(const FabricSpec& spec) {
  return std::clamp(1700 / std::max(spec.ends_per_cm, spec.picks_per_cm), 8.0, 240.0);
}

Result<Tile> make_tile(const FabricSpec& spec, const WeaveMatrix& weave) {
  const ThreadPeriods periods = thread_periods(spec, weave);
  OverlayNeeds needs = overlay_needs(spec);
  std::vector<Repeat> repeats = std::move(needs.repeats);
  repeats.insert(repeats.begin(),
                 {threads_repeat(periods.ends, spec.ends_per_cm), threads_repeat(periods.picks, spec.picks_per_cm)});
  TRY(const SnappedSide snapped, snap_side(repeats, std::max(nominal_tile_mm(spec), needs.wish_mm), spec.tile_mm));
  const int ends = snapped.counts[0] * periods.ends, picks = snapped.counts[1] * periods.picks;
  if (std::max(ends, picks) > max_threads) {
    return fail(ErrorKind::invalid_argument,
                {"tile_mm: {:.1f} mm of this cloth has {} threads; at most {} are drawn",
                 "tile_mm: в {:.1f} мм этой ткани {} нитей; рисуется не больше {}",
                 "tile_mm: 이 직물 {:.1f}mm에는 실이 {}올 있습니다. 최대 {}올까지 그립니다"},
                snapped.side_mm, std::max(ends, picks), max_threads);
  }
  return tile_of(spec, weave, snapped.side_mm, ends, picks);
}

}  // namespace atelier
