#pragma once

#include <cstdint>
#include <vector>

namespace atelier {

/// Soft periodic noise over the tile: uniform values on a lattice of whole cells, smoothed by cubic B-splines, which
/// show no lattice. Mean 0, standard deviation near 1.
class TorusField {
 public:
  /// At least 1 cell each way; a wave is about two cells long.
  TorusField(int columns, int rows, std::uint32_t key);
  /// The field whose waves are about `wave_mm` long on a tile of this size.
  static TorusField with_wave(double width_mm, double height_mm, double wave_mm, std::uint32_t key);
  /// Without what varies over more than five cells, which would show how the tile repeats.
  TorusField evened() const;

  /// At a place on the torus, in tiles; any real numbers.
  float at(double u, double v) const;

 private:
  int columns_, rows_;
  std::vector<float> values_;
};

}  // namespace atelier
