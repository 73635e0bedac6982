#pragma once

#include <cstdint>
#include <vector>

#include "fabric/structure.h"
#include "fabric/weave/raster.h"

namespace atelier {

/// Shares of dyes where yarns of different dyes meet within a pixel: the edge lies where their heights are equal,
/// between the middles of neighbouring pixels. Rows come one after the other, from the one above the first that is
/// wanted to the one below the last.
class DyeEdges {
 public:
  /// Rows have `width` entries, then the pixel after the last and the one before the first (PixelAxis).
  explicit DyeEdges(int width) : width_(width) {}

  /// Takes dye and gap of a row. With it the row before is known: as row `complete` of the surface, if that is `first`
  /// or later, its dye shares are written where yarns of two dyes meet.
  void next(const SurfaceRow& row, int complete, int first, Surface& surface);

 private:
  struct Row {
    std::vector<std::uint8_t> dye;
    std::vector<float> gap;
  };
  void write(std::uint8_t* other, std::uint8_t* share) const;

  int width_;
  Row above_, here_, below_;
};

}  // namespace atelier
