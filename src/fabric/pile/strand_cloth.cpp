#include "fabric/pile/strand_cloth.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

constexpr double smoothed_above_mm = 0.016;  // pixels larger than that are averages of four samples
constexpr int strip_rows_min = 96, strip_rows_max = 512;

template <class T>
void fill(Plane<T>& plane, T value) {
  std::fill_n(plane.data(), plane.size(), value);
}

void raster_strip(const SampleGrid& grid, const StrandLayers& layers, int first, int last, Surface& surface) {
  {
    StrandCanvas canvas(grid, first, last, layers.low_mm, layers.high_mm, layers.part);
    layers.paint(canvas);
    canvas.lay_over(surface);
  }
  if (!layers.paint_hairs) return;
  StrandCanvas hairs(grid, first, last, layers.low_mm, layers.high_mm, layers.part, true);
  layers.paint_hairs(hairs);
  hairs.lay_fuzz(surface, layers.hair_opacity);
}

}  // namespace

Surface flat_ground(const Window& window, float height_mm, float shade) {
  const int w = window.width_px, h = window.height_px;
  Surface surface;
  surface.window = window;
  surface.height_mm = {w, h};
  surface.part = {w, h};
  surface.dye = {w, h};
  surface.shade = {w, h};
  surface.tangent_x = {w, h};
  surface.tangent_y = {w, h};
  fill(surface.height_mm, height_mm);
  fill(surface.part, static_cast<std::uint8_t>(Part::ground));
  fill(surface.dye, std::uint8_t{0});
  fill(surface.shade, shade);
  fill(surface.tangent_x, std::int8_t{0});
  fill(surface.tangent_y, std::int8_t{-70});  // deep fibres lean, too
  return surface;
}

Result<Surface> raster_strands(const Tile& tile, Surface ground, const StrandLayers& layers, const RunContext& run) {
  Surface surface = std::move(ground);
  const Window window = surface.window;
  surface.fuzz = {};
  surface.fuzz_tangent_x = {};
  surface.fuzz_tangent_y = {};
  if (layers.paint_hairs) {
    surface.fuzz = {window.width_px, window.height_px};
    surface.fuzz_tangent_x = {window.width_px, window.height_px};
    surface.fuzz_tangent_y = {window.width_px, window.height_px};
  }
  const double pixel_mm = window.width_mm / window.width_px;
  const SampleGrid grid(tile, window, pixel_mm > smoothed_above_mm ? 2 : 1);
  const int rows = std::clamp(static_cast<int>(4 * layers.reach_mm / pixel_mm), strip_rows_min, strip_rows_max);
  const int strips = (window.height_px + rows - 1) / rows;
  TRY_VOID(parallel_for(run, strips, [&](int strip) {
    raster_strip(grid, layers, strip * rows, std::min((strip + 1) * rows, window.height_px) - 1, surface);
  }));
  return surface;
}

Direction direction(float turns) {
  constexpr int steps = 1024;
  static const std::array<Direction, steps> table = [] {
    std::array<Direction, steps> all{};
    for (int i = 0; i < steps; ++i) {
      const double at = static_cast<double>(i) / steps;
      all[i] = {static_cast<float>(cos_turns(at)), static_cast<float>(sin_turns(at))};
    }
    return all;
  }();
  return table[static_cast<int>(turns * steps + (0.5F + 64 * steps)) & (steps - 1)];
}

}  // namespace atelier
