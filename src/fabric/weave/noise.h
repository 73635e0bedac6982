#pragma once

#include <cstdint>
#include <vector>

namespace atelier {

/// How a periodic 1-D noise is made of octaves of value noise; each octave halves the wavelength.
struct OctaveNoise {
  int first_cells = 2;  ///< lattice cells in the period, coarsest octave
  int octaves = 7;
  float gain = 0.707F;  ///< amplitude of an octave against the one before
  bool even = false;    ///< waves longer than three cells of the coarsest octave are weak
};

/// Fills `count` samples of one period with noise of mean near 0 and standard deviation near 1. Deterministic in `key`.
void fill_periodic_noise(const OctaveNoise& shape, std::uint32_t key, float* samples, int count);

/// The surface of a yarn unrolled: fibres side by side (phase) and along their length; periodic both ways.
/// A texel holds the values of two neighbours in phase, low and high half, each -32767..32767. Three faces follow
/// each other: spun fibres that surface and dive, endless filaments side by side, tones of tufts of blended fibres.
class FibreTexture {
 public:
  static constexpr int phase_cells = 64;  ///< fibres in one period
  static constexpr int texels_per_fibre = 4;
  static constexpr int length_cells = 16;  ///< correlation lengths in one period
  static constexpr int texels_per_length = 8;
  static constexpr int phase_texels = phase_cells * texels_per_fibre;
  static constexpr int length_texels = length_cells * texels_per_length;
  static constexpr int filament_face = phase_texels * length_texels;  ///< its first texel
  static constexpr int tone_face = 2 * filament_face;

  explicit FibreTexture(std::uint32_t key);
  const std::int32_t* texels() const { return texels_.data(); }

 private:
  std::vector<std::int32_t> texels_;  // three faces of length_texels rows of phase_texels
};

}  // namespace atelier
