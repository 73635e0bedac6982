#pragma once

#include <cstdint>
#include <vector>

#include "fabric/leather/leather_spec.h"

namespace atelier {

/// Points scattered on the torus, one in each square of a lattice: the middles of Worley's cells (Worley 1996).
/// Coordinates are squares of that lattice.
class CellPoints {
 public:
  CellPoints(CellLattice lattice, int cells_x, int cells_y, double jitter, std::uint32_t key);

  /// Length of a row's step in the distance: overlapping scales are taller than wide, diamonds where this is a half.
  float row_step() const { return row_step_; }
  int cells_x() const { return cells_x_; }
  int cells_y() const { return cells_y_; }
  /// Index of the square that holds column i and row j, any of its names modulo the lattice.
  int index(int i, int j) const { return column_[i + margin] + row_[j + margin]; }
  /// Offset of a cell's point from its square's lower left corner.
  float offset_x(int index) const { return offset_x_[index]; }
  float offset_y(int index) const { return offset_y_[index]; }

  /// How far outside of the lattice places may lie that are asked for.
  static constexpr int margin = 16;

 private:
  int cells_x_, cells_y_;
  float row_step_;
  std::vector<std::int32_t> column_, row_;  // wrapped, rows times cells_x
  std::vector<float> offset_x_, offset_y_;
};

/// Places behind a row's last that kernels may read and write.
inline constexpr int cell_padding = 64;

/// What a row of places has: squares of the distances to the nearest and second nearest points, the nearest one's
/// index, and the way to it along Y.
struct CellRow {
  std::vector<float> nearest, second, along_y;
  std::vector<std::int32_t> cell;
  void resize(int width);
};

/// Finds them for `width` places (u, v), within CellPoints::margin - 4 squares of the lattice. Exact: the same place
/// gives the same values whatever its neighbours. u and v hold cell_padding more values, near the last.
void find_cells(const CellPoints& points, const float* u, const float* v, int width, CellRow& row);

}  // namespace atelier
