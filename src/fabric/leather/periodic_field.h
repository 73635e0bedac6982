#pragma once

#include <cstdint>
#include <vector>

namespace atelier {

/// Where the pixels of one axis of a window lie on the torus of a tile: whole numbers of 2^-24 of its side.
class TorusAxis {
 public:
  TorusAxis(double start_mm, double size_mm, int count, double side_mm, bool from_top);
  int count() const { return static_cast<int>(at_.size()); }
  std::uint32_t operator[](int pixel) const { return at_[pixel]; }
  /// The same axis on a torus whose side is `times` smaller.
  TorusAxis repeated(int times) const;

 private:
  std::vector<std::uint32_t> at_;
};

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
