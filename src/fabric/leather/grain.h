#pragma once

#include <cstdint>
#include <vector>

#include "fabric/leather/cells.h"
#include "fabric/leather/leather_spec.h"
#include "fabric/leather/periodic_field.h"

namespace atelier {

/// Height and shade of the grain at the places of one row.
struct GrainRow {
  std::vector<float> height_mm, shade;
  std::vector<float> crease;  ///< 0 on plates, 1 in deep creases
};

/// Cells, creases and wrinkles of a leather over a torus: the plate of an embossed one, else the whole tile.
class Grain {
 public:
  Grain(const LeatherSpec& spec, double width_mm, double height_mm, std::uint32_t key);

  /// How the pixels of a window see it.
  struct View {
    float cell_soft = 0, fine_soft = 0;  ///< share of a pixel in a cell: widens creases
    float cell_seen = 1, fine_seen = 1;  ///< 0: cells too small to see
    float slope_variance = 0;            ///< of what is not seen
  };
  View view(double pixel_mm) const;

  /// Working memory of one strip of rows.
  struct Scratch {
    std::vector<float> texels, bend_x, bend_y, uneven, wrinkle, micro, u, v;
    CellRow cells, fine;
    void resize(int width);
  };
  /// The grain at the columns of the row at `y` (2^-24 of the torus).
  void row(const View& view, const TorusAxis& columns, std::uint32_t y, Scratch& scratch, GrainRow& out) const;

  int cells_x() const { return points_.cells_x(); }
  int cells_y() const { return points_.cells_y(); }

 private:
  struct Level;
  void bend(const CellPoints& points, float wander, const TorusAxis& columns, std::uint32_t y, Scratch& scratch) const;
  void compose(const View& view, const TorusAxis& columns, const Scratch& scratch, GrainRow& out) const;

  LeatherSpec spec_;
  CellPoints points_, fine_;
  PeriodicField bend_x_, bend_y_, uneven_, wrinkle_, micro_;
  int micro_times_;
  std::uint32_t key_;
};

}  // namespace atelier
