#include "fabric/maps/maps_paint.h"

#include <algorithm>
#include <mutex>

namespace atelier {

namespace {

constexpr int rows_per_strip = 32;
constexpr int hole_reach_px = 2;

std::uint32_t color_at(const Paint& paint, const ColorTable& colors, int x, int y) {
  const DyeMix at = paint.mix(x, y);
  const int step = paint.steps.row(y)[x];
  return at.share == ShadeHistogram::whole ? colors.colors(at.dye)[step] : colors.mixed(at, step);
}

std::uint32_t color_under_hole(const Paint& paint, const ColorTable& colors, int x, int y, std::uint32_t far_color) {
  const int width = paint.steps.width(), height = paint.steps.height();
  std::uint32_t sum[3] = {0, 0, 0}, count = 0;
  for (int dy = -hole_reach_px; dy <= hole_reach_px; ++dy) {
    for (int dx = -hole_reach_px; dx <= hole_reach_px; ++dx) {
      const int near_x = (x + dx + hole_reach_px * width) % width;
      const int near_y = (y + dy + hole_reach_px * height) % height;
      if (!paint.covered(near_x, near_y)) continue;
      const std::uint32_t color = color_at(paint, colors, near_x, near_y);
      for (int channel = 0; channel < 3; ++channel) sum[channel] += color >> 8 * channel & 255;
      ++count;
    }
  }
  if (count == 0) return far_color;
  return sum[0] / count | sum[1] / count << 8 | sum[2] / count << 16;
}

/// Counts one row; whether it has holes.
bool count_row(const Paint& paint, int y, ShadeHistogram& shades) {
  const std::uint16_t* steps = paint.steps.row(y);
  const std::uint8_t* coverage = paint.surface.coverage.empty() ? nullptr : paint.surface.coverage.row(y);
  bool holes = false;
  for (int x = 0; x < paint.steps.width(); ++x) {
    if (coverage && coverage[x] < 255) holes = true;
    if (coverage && coverage[x] == 0) continue;
    const DyeMix mix = paint.mix(x, y);
    shades.counts(mix.dye)[steps[x]] += static_cast<std::uint64_t>(mix.share);
    shades.counts(mix.other)[steps[x]] += static_cast<std::uint64_t>(ShadeHistogram::whole - mix.share);
  }
  return holes;
}

}  // namespace

Result<ShadeHistogram> count_shades(Paint& paint, const RunContext& run) {
  const int height = paint.steps.height();
  ShadeHistogram all(paint.dyes);
  std::mutex mutex;
  bool any_holes = false;
  TRY_VOID(parallel_for(run, (height + rows_per_strip - 1) / rows_per_strip, [&](int strip) {
    ShadeHistogram here(paint.dyes);
    bool holes = false;
    const int end = std::min((strip + 1) * rows_per_strip, height);
    for (int y = strip * rows_per_strip; y < end; ++y) holes |= count_row(paint, y, here);
    const std::lock_guard lock(mutex);
    all.add(here);
    any_holes = any_holes || holes;
  }));
  paint.holes = any_holes;
  return all;
}

ColorTable make_color_table(const FabricSpec& spec, const ShadeHistogram& shades) {
  return spec.target_is_mean ? ColorTable(spec.dyes, shades, spec.color_target) : ColorTable(spec.dyes, shades);
}

void paint_row(const Paint& paint, const ColorTable& colors, int y, std::uint8_t* rgb) {
  const std::uint16_t* steps = paint.steps.row(y);
  const std::uint32_t far_color = paint.holes ? pack_srgb(colors.mean()) : 0;
  for (int x = 0; x < paint.steps.width(); ++x, rgb += 3) {
    std::uint32_t color = paint.dyes == 1 ? colors.colors(0)[steps[x]] : color_at(paint, colors, x, y);
    if (paint.holes && !paint.covered(x, y)) color = color_under_hole(paint, colors, x, y, far_color);
    rgb[0] = static_cast<std::uint8_t>(color);
    rgb[1] = static_cast<std::uint8_t>(color >> 8);
    rgb[2] = static_cast<std::uint8_t>(color >> 16);
  }
}

}  // namespace atelier
