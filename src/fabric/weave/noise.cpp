#include "fabric/weave/noise.h"

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
    const auto draw = [&](int at) {
      return signed_unit_float(hash32(key, octave, static_cast<std::uint32_t>((at + cells) % cells)));
    };
    // Lattice values without the mean of their neighbours have no long waves.
    const auto lattice = [&](int at) {
      return shape.even ? 0.8164966F * (draw(at) - 0.5F * (draw(at - 1) + draw(at + 1))) : draw(at);
    };
    float low = lattice(0);
    for (int cell = 0, i = 0; cell < cells; ++cell) {
      const float high = lattice(cell + 1);
      const int end = static_cast<int>((static_cast<std::int64_t>(cell + 1) * count + cells - 1) / cells);
      for (; i < end; ++i) {
        const float t = static_cast<float>(i) * step - static_cast<float>(cell);
        samples[i] += amplitude * (low + (high - low) * (t * t * (3 - 2 * t)));
      }
      low = high;
    }
  }
  // Value noise of lattice values of variance 1/3 has variance 0.26 of its amplitude squared.
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

struct StrandStyle {
  float wander;     // across, lanes
  float depth;      // how far strands dive
  float own_level;  // of that, constant along a strand
  float half_width;
  float round;  // height of a strand's section
};
constexpr StrandStyle spun{1.3F, 0.85F, 0.5F, 0.85F, 0.9F}, filaments{0.35F, 0.3F, 0.9F, 0.6F, 0.9F};
constexpr StrandStyle tufts{2.0F, 1.0F, 0.2F, 2.2F, 0.1F};

// Fibres as rounded strands that wander across their lanes, surface and dive: the uppermost is seen.
class Strands {
 public:
  Strands(std::uint32_t key, const StrandStyle& style) : style_(style), level_(size()), shift_(size()) {
    for (int lane = 0; lane < FibreTexture::phase_cells; ++lane) {
      for (int y = 0; y < FibreTexture::length_texels; ++y) {
        const float along = static_cast<float>(y) / FibreTexture::texels_per_length;
        level_[index(lane, y)] = lane_value(key, lane, FibreTexture::phase_cells, along, FibreTexture::length_cells) +
                                 style.own_level * signed_unit_float(hash32(key, lane, 991));
        shift_[index(lane, y)] =
            lane_value(key + 1, lane, FibreTexture::phase_cells, along, FibreTexture::length_cells);
      }
    }
  }

  float value(int x, int y) const {
    const int reach = static_cast<int>(style_.wander + style_.half_width + 0.5F);
    const float across = static_cast<float>(x) / FibreTexture::texels_per_fibre;
    const int middle = static_cast<int>(across);
    float best = -4;
    for (int lane = middle - reach; lane <= middle + reach; ++lane) {
      const int own = (lane + FibreTexture::phase_cells) % FibreTexture::phase_cells;
      const float middle_of = static_cast<float>(lane) + 0.5F + style_.wander * shift_[index(own, y)];
      const float off = (across - middle_of) / style_.half_width;
      if (off * off >= 1) continue;
      best = std::max(best, style_.depth * level_[index(own, y)] + style_.round * std::sqrt(1 - off * off));
    }
    return std::max(best, -1.2F);
  }

 private:
  static std::size_t size() {
    return static_cast<std::size_t>(FibreTexture::phase_cells) * FibreTexture::length_texels;
  }
  static std::size_t index(int lane, int y) { return static_cast<std::size_t>(lane) * FibreTexture::length_texels + y; }
  StrandStyle style_;
  std::vector<float> level_, shift_;
};

void fill_face(const Strands& strands, std::int32_t* face) {
  constexpr int width = FibreTexture::phase_texels;
  std::vector<float> values(static_cast<std::size_t>(width) * FibreTexture::length_texels);
  double sum = 0;
  for (int y = 0; y < FibreTexture::length_texels; ++y) {
    for (int x = 0; x < width; ++x) {
      const float value = strands.value(x, y);
      values[static_cast<std::size_t>(y) * width + x] = value;
      sum += value;
    }
  }
  const auto mean = static_cast<float>(sum / static_cast<double>(values.size()));
  const auto quantised = [&](std::size_t row, int x) {
    const float value = std::clamp(values[row + x % width] - mean, -1.0F, 1.0F);
    return static_cast<std::int32_t>(std::floor(value * 32767.0F + 0.5F));
  };
  for (std::size_t row = 0; row < values.size(); row += width) {
    for (int x = 0; x < width; ++x) {
      const auto low = static_cast<std::uint32_t>(quantised(row, x)) & 0xFFFFu;
      const auto high = static_cast<std::uint32_t>(quantised(row, x + 1)) << 16;
      face[row + x] = static_cast<std::int32_t>(high | low);
    }
  }
}

}  // namespace

FibreTexture::FibreTexture(std::uint32_t key) : texels_(3 * static_cast<std::size_t>(filament_face)) {
  fill_face(Strands(key, spun), texels_.data());
  fill_face(Strands(hash32(key, 2), filaments), texels_.data() + filament_face);
  fill_face(Strands(hash32(key, 3), tufts), texels_.data() + tone_face);
}

}  // namespace atelier
