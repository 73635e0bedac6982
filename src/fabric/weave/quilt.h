#pragma once

#include <cstdint>
#include <vector>

#include "fabric/structure.h"
#include "fabric/weave/raster.h"

namespace atelier {

/// Pillows between stitch lines, laid over a cloth (Cloth reference 8.1, 8.2): a height in millimetres, and the thread.
class Quilt {
 public:
  Quilt(const FabricSpec& spec, const Tile& tile);

  bool empty() const { return side_ == 0; }

  /// Where the columns of a window lie in the height grid: spline weights.
  struct Columns {
    std::vector<std::int32_t> cell;
    std::vector<float> weights;  ///< four per column
  };
  Columns columns(const PixelAxis& axis, int width) const;

  /// Adds the pillows to a row. `blend` is scratch.
  void raise(const Columns& columns, float row_position, std::vector<float>& blend, SurfaceRow& row) const;

  /// Draws thread and needle holes over rows first..last of a finished surface.
  void stitch(const Tile& tile, const PixelAxis& columns, const PixelAxis& rows, int first, int last,
              Surface& surface) const;

 private:
  struct Stitch {
    double x, y;  ///< middle, 0..1 on the torus
    double cosine, sine;
    double half_length_mm, radius_mm, turn;
  };
  void sew(const FabricSpec& spec, const Tile& tile);
  float height_at(float x, float y) const;
  void draw(const Stitch& one, double dx_mm, double dy_mm, float base_mm, std::size_t at, Surface& surface) const;

  int side_ = 0;                  // cells of the grid along one side
  std::vector<float> height_mm_;  // side_ rows from the bottom
  std::vector<Stitch> stitches_;
};

}  // namespace atelier
