#pragma once

#include <cstdint>
#include <vector>

#include "fabric/torus_axis.h"

namespace atelier {

/// How a field's gradient noise is made: lattice cells across the tile, octaves of half the wavelength each.
struct FieldShape {
  int cells_x = 4, cells_y = 4;
  int octaves = 2;
  float gain = 0.5F;  ///< amplitude of an octave against the one before
};

/// A smooth periodic noise over the tile, mean 0 and standard deviation 1, kept as a table and read by quadratic
/// B-splines. Equal places give equal values, whatever the window.
class PeriodicField {
 public:
  PeriodicField(const FieldShape& shape, std::uint32_t key);
  /// Its values at the columns of one row.
  void row(const TorusAxis& columns, std::uint32_t y, std::vector<float>& scratch, float* out) const;

 private:
  void add_octave(int cells_x, int cells_y, float amplitude, std::uint32_t key);
  void normalise();

  int width_, height_;  // powers of two
  std::vector<float> texels_;
};

}  // namespace atelier
