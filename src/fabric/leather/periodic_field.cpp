#include "fabric/leather/periodic_field.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr int texels_per_cell = 5, fewest_texels = 64, most_texels = 1024;
constexpr std::uint32_t position_mask = (1u << position_bits) - 1;

int texels_for(int cells, int octaves) {
  const int wished = cells * texels_per_cell << std::max(0, octaves - 1);
  return static_cast<int>(std::bit_ceil(static_cast<unsigned>(std::clamp(wished, fewest_texels, most_texels))));
}

// Where a position lies among texels: the nearest texel's centre, and how far off it is.
struct Texel {
  int index;
  float off;  // -0.5..0.5
};

Texel texel_at(std::uint32_t position, int texels) {
  const std::uint64_t at = static_cast<std::uint64_t>(position) * static_cast<unsigned>(texels);
  const auto fraction = static_cast<float>(at & position_mask) * (1.0F / (1 << position_bits));
  return {static_cast<int>(at >> position_bits), fraction - 0.5F};
}

struct Spline {
  float before, here, after;
};

Spline spline(float off) {
  const float low = 0.5F - off, high = 0.5F + off;
  return {0.5F * low * low, 0.75F - off * off, 0.5F * high * high};
}

struct Gradient {
  float x, y;
};

std::vector<Gradient> lattice_gradients(int cells_x, int cells_y, std::uint32_t key) {
  std::vector<Gradient> gradients(static_cast<std::size_t>(cells_x) * cells_y);
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const double turn = unit_float(hash32(key, static_cast<std::uint32_t>(i)));
    gradients[i] = {static_cast<float>(cos_turns(turn)), static_cast<float>(sin_turns(turn))};
  }
  return gradients;
}

float quintic(float t) {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

}  // namespace

PeriodicField::PeriodicField(const FieldShape& shape, std::uint32_t key)
    : width_(texels_for(shape.cells_x, shape.octaves)),
      height_(texels_for(shape.cells_y, shape.octaves)),
      texels_(static_cast<std::size_t>(width_) * height_) {
  float amplitude = 1;
  for (int octave = 0; octave < shape.octaves; ++octave, amplitude *= shape.gain) {
    const int cells_x = shape.cells_x << octave, cells_y = shape.cells_y << octave;
    if (octave > 0 && (cells_x * 2 > width_ || cells_y * 2 > height_)) break;
    add_octave(cells_x, cells_y, amplitude, hash32(key, octave));
  }
  normalise();
}

void PeriodicField::add_octave(int cells_x, int cells_y, float amplitude, std::uint32_t key) {
  const std::vector<Gradient> gradients = lattice_gradients(cells_x, cells_y, key);
  const float step_x = static_cast<float>(cells_x) / static_cast<float>(width_);
  const float step_y = static_cast<float>(cells_y) / static_cast<float>(height_);
  // Gradient noise is zero at its lattice points: shifted, those of the octaves do not meet.
  const float shift_x = unit_float(hash32(key, 71)), shift_y = unit_float(hash32(key, 72));
  for (int y = 0; y < height_; ++y) {
    const float at_y = (static_cast<float>(y) + 0.5F) * step_y + shift_y;
    const int j = static_cast<int>(at_y);
    const float fy = at_y - static_cast<float>(j), wy = quintic(fy);
    const Gradient* low = gradients.data() + static_cast<std::size_t>(j % cells_y) * cells_x;
    const Gradient* high = gradients.data() + static_cast<std::size_t>((j + 1) % cells_y) * cells_x;
    float* out = texels_.data() + static_cast<std::size_t>(y) * width_;
    for (int x = 0; x < width_; ++x) {
      const float at_x = (static_cast<float>(x) + 0.5F) * step_x + shift_x;
      const int whole = static_cast<int>(at_x), i = whole % cells_x, next = (whole + 1) % cells_x;
      const float fx = at_x - static_cast<float>(whole), wx = quintic(fx);
      const float a = low[i].x * fx + low[i].y * fy, b = low[next].x * (fx - 1) + low[next].y * fy;
      const float c = high[i].x * fx + high[i].y * (fy - 1), d = high[next].x * (fx - 1) + high[next].y * (fy - 1);
      const float bottom = a + (b - a) * wx, top = c + (d - c) * wx;
      out[x] += amplitude * (bottom + (top - bottom) * wy);
    }
  }
}

void PeriodicField::normalise() {
  double sum = 0, squares = 0;
  for (const float value : texels_) {
    sum += value;
    squares += static_cast<double>(value) * value;
  }
  const double mean = sum / static_cast<double>(texels_.size());
  const double variance = std::max(1e-12, squares / static_cast<double>(texels_.size()) - mean * mean);
  const auto scale = static_cast<float>(1 / std::sqrt(variance));
  for (float& value : texels_) value = (value - static_cast<float>(mean)) * scale;
}

void PeriodicField::row(const TorusAxis& columns, std::uint32_t y, std::vector<float>& scratch, float* out) const {
  const Texel line = texel_at(y, height_);
  const Spline across = spline(line.off);
  const auto texel_row = [&](int index) {
    return texels_.data() + static_cast<std::size_t>((index + height_) & (height_ - 1)) * width_;
  };
  const float *before = texel_row(line.index - 1), *here = texel_row(line.index), *after = texel_row(line.index + 1);
  scratch.resize(static_cast<std::size_t>(width_) + 2);
  float* blend = scratch.data() + 1;
  for (int i = 0; i < width_; ++i)
    blend[i] = across.before * before[i] + across.here * here[i] + across.after * after[i];
  blend[-1] = blend[width_ - 1];
  blend[width_] = blend[0];
  for (int x = 0; x < columns.count(); ++x) {
    const Texel at = texel_at(columns[x], width_);
    const Spline along = spline(at.off);
    out[x] = along.before * blend[at.index - 1] + along.here * blend[at.index] + along.after * blend[at.index + 1];
  }
}

}  // namespace atelier
