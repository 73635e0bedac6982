#pragma once

#include <cstdint>

#include "fabric/tile.h"
#include "imaging/plane.h"

namespace atelier {

/// A cloth that hangs or lies is never quite flat: heights of a cubic surface over the picture, u and v in -1..1, and
/// cockles a few threads wide, which the tensions of threads leave in any cloth.
struct Undulation {
  float uu = 0, uv = 0, vv = 0, uuu = 0, vvv = 0;  ///< slopes at the edge of the picture, about 0.05
  float lens_x = 0, lens_y = 0;                    ///< slopes of the cloth against the plane that is in focus
  /// Slopes of the cockles on a grid of points `cockle_step` raster pixels apart, the first in the picture's upper left
  /// corner. Empty: none.
  Plane<float> cockle_x, cockle_y;
  int cockle_step = 0;

  /// Slopes of the cockles along row y of the picture.
  void add_cockles(int y, int width, float* slope_x, float* slope_y) const;
};

/// Cockles of 6, 14 and 32 threads whose slopes have this deviation each, for a picture of width × height raster
/// pixels.
void make_cockles(Undulation& undulation, double pitch_mm, double px_mm, int width, int height, double slope,
                  std::uint32_t seed);

}  // namespace atelier
