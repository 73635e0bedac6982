#pragma once

#include <functional>
#include <vector>

#include "fabric/structure.h"

namespace atelier {

/// A smooth height over a whole tile: a square grid on the torus, read through cubic B-splines.
class ReliefGrid {
 public:
  ReliefGrid() = default;
  /// `side` × `side` heights in millimetres, rows from the bottom; their mean is taken off.
  ReliefGrid(int side, std::vector<float> height_mm);

  int side() const { return side_; }
  double least_mm() const { return least_mm_; }
  double most_mm() const { return most_mm_; }
  /// Height at (x, y), each 0..1 of the tile.
  float at(float x, float y) const;
  /// Adds it to a plane of a window, the surface's height as a rule. Only cancelled can fail.
  Result<void> add_to(const Tile& tile, const Window& window, Plane<float>& plane, const RunContext& run) const;

 private:
  int side_ = 0;
  double least_mm_ = 0, most_mm_ = 0;
  std::vector<float> height_mm_;
};

/// Cells along a side for a tile so that `detail_mm` is seen, 64..600.
int relief_cells(const Tile& tile, double detail_mm);

/// Calls `strip(first, last)` for strips of a window's rows in parallel. Only cancelled can fail.
Result<void> for_strips(const Window& window, const RunContext& run, const std::function<void(int, int)>& strip);

}  // namespace atelier
