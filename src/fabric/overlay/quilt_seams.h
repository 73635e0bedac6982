#pragma once

#include <cstdint>
#include <vector>

#include "fabric/fabric_spec.h"
#include "fabric/overlay.h"

namespace atelier {

/// A place on a seam and the way it runs there.
struct SeamPlace {
  double x_mm, y_mm;
  double cosine, sine;
};

/// A line of stitches: a path of straight pieces, in millimetres of the tile; it may run on beyond the tile's edges.
class Seam {
 public:
  struct Point {
    double x_mm, y_mm;
  };
  explicit Seam(std::vector<Point> points);
  double length_mm() const { return along_mm_.back(); }
  SeamPlace at(double along_mm) const;

 private:
  std::vector<Point> points_;
  std::vector<double> along_mm_;
};

/// What a quilt needs of the tile (Cloth reference 12).
OverlayNeeds quilt_needs(const QuiltSpec& quilt);

/// The seams of a layout in a square tile; together they repeat with the tile.
std::vector<Seam> quilt_seams(const QuiltSpec& quilt, double tile_mm);

/// Stitch lines across the tile of a quilted spec; 0 without a quilt.
int quilt_lines(const FabricSpec& spec, double tile_mm);

}  // namespace atelier
