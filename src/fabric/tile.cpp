#include "fabric/tile.h"

#include <algorithm>
#include <cmath>

namespace atelier {
namespace {

struct Candidate {
  SnappedSide made;
  bool fits = false;
  double change = 0;  // weighted
};

Candidate fit(std::span<const Repeat> repeats, double side_mm) {
  Candidate candidate{{side_mm, {}}, true, 0};
  for (const Repeat& repeat : repeats) {
    const int count = std::max(1, static_cast<int>(std::lround(side_mm / repeat.mm)));
    // Of the density, as people state it.
    const double change = std::abs(count * repeat.mm / side_mm - 1);
    candidate.fits = candidate.fits && change < repeat.tolerance;
    candidate.change += repeat.weight * change;
    candidate.made.counts.push_back(count);
  }
  return candidate;
}

double rounded_mm(double side_mm) {
  return std::round(side_mm * 100) / 100;
}

double smallest_side(std::span<const Repeat> repeats) {
  double side = 4;
  for (const Repeat& repeat : repeats) side = std::max(side, repeat.fewest * repeat.mm);
  return side;
}

Candidate search(std::span<const Repeat> repeats, double from_mm, double to_mm, double wish_mm) {
  Candidate best;
  double best_cost = 1e9;
  const double step = std::max(0.01, wish_mm / 4000);
  for (double side = from_mm; side <= to_mm; side += step) {
    const Candidate candidate = fit(repeats, rounded_mm(side));
    const double cost =
        candidate.change + 0.03 * std::abs(candidate.made.side_mm / wish_mm - 1) + (candidate.fits ? 0 : 100);
    if (cost >= best_cost) continue;
    best_cost = cost;
    best = candidate;
  }
  return best;
}

Error does_not_fit(std::span<const Repeat> repeats, double asked_mm) {
  Error error = fail(ErrorKind::invalid_argument,
                     {"tile_mm: {:.2f} mm does not hold whole repeats of this cloth",
                      "tile_mm: в {:.2f} мм не укладывается целое число повторов этой ткани",
                      "tile_mm: {:.2f}mm에는 이 직물의 무늬가 정수로 들어가지 않습니다"},
                     asked_mm);
  const double reach = std::max(asked_mm * 0.5, 2 * smallest_side(repeats));
  for (double off = 0; off <= reach; off += 0.05) {
    for (const double side : {rounded_mm(asked_mm + off), rounded_mm(asked_mm - off)}) {
      if (side < 4 || !fit(repeats, side).fits) continue;
      return std::move(error).with_hint(
          {"the nearest side that does is {:.2f} mm", "ближайшая подходящая сторона — {:.2f} мм",
           "가장 가까운 크기는 {:.2f}mm입니다"},
          side);
    }
  }
  return error;
}

}  // namespace

Result<SnappedSide> snap_side(std::span<const Repeat> repeats, double wish_mm, double asked_mm) {
  if (asked_mm > 0) {
    const Candidate candidate = fit(repeats, asked_mm);
    if (!candidate.fits) return does_not_fit(repeats, asked_mm);
    return candidate.made;
  }
  const double wish = std::max(wish_mm, smallest_side(repeats));
  Candidate candidate = search(repeats, wish * 0.97, wish * 1.15, wish);
  for (double reach = 1.5; !candidate.fits && reach < 10; reach *= 1.5) {
    candidate = search(repeats, wish * 0.97, wish * reach, wish);
  }
  if (candidate.fits) return candidate.made;
  return fail(ErrorKind::invalid_argument,
              {"this cloth's repeats fit no tile", "повторы этой ткани не укладываются ни в один образец",
               "이 직물의 반복은 어떤 타일에도 맞지 않습니다"});
}

}  // namespace atelier
