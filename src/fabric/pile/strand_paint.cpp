#include <algorithm>
#include <cmath>

#include "fabric/pile/strand_canvas.h"
#include "fabric/pile/strand_sample.h"

namespace atelier {
namespace {

std::int8_t direction_of(float component) {
  return static_cast<std::int8_t>(std::clamp(component, -127.0F, 127.0F));
}

/// Sums over the samples of a pixel.
struct Sum {
  std::int64_t height = 0;
  int shade = 0, along_x = 0, along_y = 0, count = 0;
  float length = 0;

  void add(std::uint64_t sample) {
    if (sample == 0) return;
    const int dx = static_cast<int>(sample >> direction_shift & 255) - 128, dy = static_cast<int>(sample & 255) - 128;
    height += static_cast<std::int64_t>(sample >> level_shift);
    shade += static_cast<int>(sample >> shade_shift & 0xFFFFFF);
    along_x += dx;
    along_y += dy;
    length += std::sqrt(static_cast<float>(dx * dx + dy * dy));
    ++count;
  }
};

}  // namespace

void StrandCanvas::lay_over(Surface& surface) const {
  const int scale = grid_.scale, all = scale * scale;
  for (int y = 0; y < rows_ / scale; ++y) {
    const int row = first_ / scale + y;
    float *heights = surface.height_mm.row(row), *shades = surface.shade.row(row);
    const std::uint64_t* upper = samples_.data() + static_cast<std::size_t>(y * scale) * grid_.width;
    const std::uint64_t* lower = upper + static_cast<std::size_t>(scale - 1) * grid_.width;
    for (int x = 0; x < grid_.width / scale; ++x) {
      Sum sum;
      sum.add(upper[x * scale]);
      if (scale == 2) sum.add(upper[2 * x + 1]), sum.add(lower[2 * x]), sum.add(lower[2 * x + 1]);
      if (sum.count == 0) continue;
      const float share = 1 / static_cast<float>(sum.count),
                  cover = static_cast<float>(sum.count) / static_cast<float>(all);
      heights[x] += (low_mm_ + mm_per_level_ * static_cast<float>(sum.height) * share - heights[x]) * cover;
      shades[x] += (static_cast<float>(sum.shade) * share / shade_steps - shades[x]) * cover;
      if (2 * sum.count < all) continue;
      // Fibres of a pixel that go several ways do not rise for that: the mean length is kept.
      const float mean = std::sqrt(static_cast<float>(sum.along_x * sum.along_x + sum.along_y * sum.along_y));
      const float unit = mean > 0 ? sum.length * share / mean : 0;
      surface.part.row(row)[x] = static_cast<std::uint8_t>(part_);
      surface.dye.row(row)[x] = 0;
      surface.tangent_x.row(row)[x] = direction_of(static_cast<float>(sum.along_x) * unit);
      surface.tangent_y.row(row)[x] = direction_of(static_cast<float>(sum.along_y) * unit);
    }
  }
}

void StrandCanvas::lay_fuzz(Surface& surface, double opacity) const {
  constexpr std::uint64_t direction_bits = (std::uint64_t{1} << hair_shift) - 1;
  const int scale = grid_.scale, all = scale * scale, width = grid_.width / scale;
  const float full = static_cast<float>(255 * opacity) / static_cast<float>(all);
  for (int y = 0; y < rows_ / scale; ++y) {
    const int row = first_ / scale + y;
    const std::uint64_t* hairs = samples_.data() + static_cast<std::size_t>(y) * width;
    for (int x = 0; x < width; ++x) {
      const int count = static_cast<int>(hairs[x] >> hair_count_shift);
      const auto dx = static_cast<float>(static_cast<int>(hairs[x] >> hair_shift & direction_bits) - 128 * count);
      const auto dy = static_cast<float>(static_cast<int>(hairs[x] & direction_bits) - 128 * count);
      const float length = std::sqrt(dx * dx + dy * dy), unit = length > 0 ? 127 / length : 0;
      surface.fuzz.row(row)[x] = static_cast<std::uint8_t>(static_cast<float>(std::min(count, all)) * full + 0.5F);
      surface.fuzz_tangent_x.row(row)[x] = static_cast<std::int8_t>(dx * unit);
      surface.fuzz_tangent_y.row(row)[x] = static_cast<std::int8_t>(dy * unit);
    }
  }
}

}  // namespace atelier
