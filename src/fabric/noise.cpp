#include "fabric/noise.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {

void fill_periodic_noise(const OctaveNoise& shape, std::uint32_t key, float* samples, int count) {
  std::fill(samples, samples + count, 0.0F);
  float amplitude = 1, power = 0;
  int cells = shape.first_cells;
  for (int octave = 0; octave < shape.octaves && cells * 2 <= count; ++octave, cells *= 2, amplitude *= shape.gain) {
    power += amplitude * amplitude;
    const float step = static_cast<float>(cells) / static_cast<float>(count);
    const float first = signed_unit_float(hash32(key, octave, 0));
    float low = first;
    for (int cell = 0, i = 0; cell < cells; ++cell) {
      const float high = cell + 1 == cells ? first : signed_unit_float(hash32(key, octave, cell + 1));
      const int end = static_cast<int>((static_cast<std::int64_t>(cell + 1) * count + cells - 1) / cells);
      for (; i < end; ++i) {
        const float t = static_cast<float>(i) * step - static_cast<float>(cell);
        samples[i] += amplitude * (low + (high - low) * (t * t * (3 - 2 * t)));
      }
      low = high;
    }
  }
  // Value noise of uniform lattice values has variance 0.26 of its amplitude squared.
  const float scale = power > 0 ? 1.0F / std::sqrt(0.26F * power) : 0.0F;
  for (int i = 0; i < count; ++i) samples[i] *= scale;
}

namespace {

// One lane of value noise along the length: each lane is shifted, so that no row of lattice points shows.
float lane_value(std::uint32_t key, int lane, int lanes, float along, int cells) {
  const std::uint32_t lane_key = hash32(key, static_cast<std::uint32_t>((lane % lanes + lanes) % lanes));
  float at = along + unit_float(hash32(lane_key, 77)) * static_cast<float>(cells);
  if (at >= static_cast<float>(cells)) at -= static_cast<float>(cells);
  const int cell = std::min(static_cast<int>(at), cells - 1);
  const float t = smooth_step(at - static_cast<float>(cell));
  const float low = signed_unit_float(hash32(lane_key, cell, 5));
  const float high = signed_unit_float(hash32(lane_key, cell + 1 == cells ? 0 : cell + 1, 5));
  return low + (high - low) * t;
}

// A rounded fibre across its lane, taller or flatter as it comes to the surface or dives.
float fibre_value(std::uint32_t key, int phase, int length) {
  const float along = static_cast<float>(length) / FibreTexture::texels_per_length;
  const float across = static_cast<float>(phase) / FibreTexture::texels_per_fibre;
  const int lane = static_cast<int>(across);
  const float f = across - static_cast<float>(lane);
  const float own = lane_value(key, lane, FibreTexture::phase_cells, along, FibreTexture::length_cells);
  const float round = 1 - (2 * f - 1) * (2 * f - 1);
  const float wide = across * 0.5F;
  const int wide_lane = static_cast<int>(wide);
  const float t = smooth_step(wide - static_cast<float>(wide_lane));
  const float soft_low = lane_value(key + 1, wide_lane, FibreTexture::phase_cells / 2, along, FibreTexture::length_cells);
  const float soft_high =
      lane_value(key + 1, wide_lane + 1, FibreTexture::phase_cells / 2, along, FibreTexture::length_cells);
  return 0.75F * (soft_low + (soft_high - soft_low) * t) + 0.55F * (round - 0.6F) + 0.5F * own * round;
}

}  // namespace

FibreTexture::FibreTexture(std::uint32_t key) : texels_(static_cast<std::size_t>(phase_texels) * length_texels) {
  std::vector<std::int32_t> row(phase_texels);
  for (int y = 0; y < length_texels; ++y) {
    for (int x = 0; x < phase_texels; ++x) {
      const float value = std::clamp(fibre_value(key, x, y), -1.0F, 1.0F);
      row[x] = static_cast<std::int32_t>(std::lround(value * 32767.0F));
    }
    for (int x = 0; x < phase_texels; ++x) {
      const auto low = static_cast<std::uint32_t>(row[x]) & 0xFFFFu;
      const auto high = static_cast<std::uint32_t>(row[(x + 1) % phase_texels]) << 16;
      texels_[static_cast<std::size_t>(y) * phase_texels + x] = static_cast<std::int32_t>(high | low);
    }
  }
}

}  // namespace atelier
