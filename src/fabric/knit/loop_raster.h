#pragma once

#include <cstdint>
#include <vector>

#include "fabric/knit/loop_field.h"
#include "fabric/structure.h"

namespace atelier {

/// Where the pixels of a window lie on the torus of the tile, in whole 2^-24 of its sides (Y up, first row on top).
struct PixelLattice {
  std::vector<std::int32_t> x, y;
  double tile_width_mm = 1, tile_height_mm = 1, pixel_x_mm = 1, pixel_y_mm = 1;
};
PixelLattice make_lattice(const Window& window, const Tile& tile, int finer);

/// The uppermost yarn at each pixel of a strip of rows.
struct YarnHits {
  static constexpr std::uint32_t nothing = 0xFFFFFFFFu;
  int first = 0, last = -1, width = 0;
  std::vector<float> z, across, part;  ///< height, -1..1 across the yarn, 0..1 from its node to the next
  std::vector<std::uint32_t> node;     ///< course slot × nodes of a course + node; `nothing`
  std::vector<std::uint8_t> layers;    ///< how many yarns lie there

  void begin(int first_row, int last_row, int columns);
  std::size_t index(int row, int column) const {
    return static_cast<std::size_t>(row - first) * static_cast<std::size_t>(width) + column;
  }
};

/// Draws a course as a tube into the rows of `hits`. `slot` is its place among the courses of the strip.
void draw_course(const CourseYarn& yarn, std::uint32_t slot, const PixelLattice& pixels, YarnHits& hits);

}  // namespace atelier
