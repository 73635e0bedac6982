#pragma once

#include "fabric/net/lace_design.h"
#include "fabric/net/net.h"

namespace atelier {

/// Which parts of a tile the shapes of a lace cover, on a fine grid that wraps.
class LaceMask {
 public:
  LaceMask(const LaceDesign& design, int repeats, double side_mm, double tile_mm);
  bool covers(double x_mm, double y_mm) const;
  /// Whether there is anything else within `reach_mm` of a place.
  bool is_deep(double x_mm, double y_mm, double reach_mm) const;

 private:
  void fill(const LaceShape& shape, double shift_x, double shift_y);
  int size_;
  double per_mm_;
  std::vector<std::uint8_t> covered_;
};

/// Lace over the whole tile: motifs with their cords and loops, `repeats` of them along a side, and what holds them.
void draw_lace_strands(const NetSpec& spec, const NetCells& cells, int repeats, std::uint32_t key, Strands& strands);

}  // namespace atelier
