#pragma once

#include "fabric/knit/loop_field.h"
#include "fabric/structure.h"

namespace atelier {

/// Fly-away fibres of a knit (3.1): opacity and direction only, never height. Strips can be drawn alone; the sums are
/// of whole numbers, so their order does not matter.
class Halo {
 public:
  /// The field must outlive it.
  Halo(const FabricSpec& spec, const LoopField& field, const Tile& tile, const Window& window);

  bool empty() const { return per_cell_ <= 0; }
  /// Fills rows first..last of surface.fuzz and its tangents.
  void draw(int first, int last, Surface& surface) const;

 private:
  struct Hair {
    double x_mm, y_mm, cosine, sine, length_mm, curvature, drift;
  };
  struct Sums;
  Hair hair(int column, int row, int index) const;
  void draw_hair(const Hair& one, Sums& sums) const;
  void trace(const Hair& one, double x_px, double y_px, Sums& sums) const;

  const Tile& tile_;
  Window window_;
  double pixel_x_mm_, pixel_y_mm_, column_mm_, row_mm_;
  int columns_, rows_;
  std::uint32_t seed_;
  double mean_mm_, longest_mm_, loose_, comb_;
  double per_cell_ = 0, alpha_ = 0;
};

}  // namespace atelier
