#pragma once

#include <cstdint>
#include <vector>

#include "fabric/leather/cells.h"
#include "fabric/tile.h"
#include "fabric/torus_axis.h"

namespace atelier {

/// Folds of a foil that was crumpled and smoothed out: flat facets that meet in sharp edges, in three sizes. The
/// difference of the squares of two distances is a plane, so that each pair of neighbouring cells gives a facet.
class Crumple {
 public:
  Crumple(double depth_mm, double facet_mm, const Tile& tile, std::uint32_t key);

  /// Working memory of one strip of rows.
  struct Scratch {
    std::vector<float> u, v;
    CellRow cells;
  };
  /// Heights in mm at the columns of the row at `y` (2^-24 of the tile); `bend` moves facets a little, as noise.
  void row(const TorusAxis& columns, std::uint32_t y, const float* bend, Scratch& scratch, float* out) const;

 private:
  struct Level {
    CellPoints points;
    float depth_mm;
  };
  std::vector<Level> levels_;
};

}  // namespace atelier
