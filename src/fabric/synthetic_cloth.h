#pragma once

#include <cmath>
#include <numbers>

#include "fabric/structure.h"

namespace atelier {

/// For tests and benchmarks: a tile whose surface is known by formula. A plain weave of rounded yarns; with
/// `relief_mm` 0 it is flat.
class SyntheticCloth : public Structure {
 public:
  struct Options {
    int ends = 8, picks = 8;
    double relief_mm = 0.2;
    bool fuzz = false, holes = false, unseen_slopes = false;
    bool two_dyes = false;
    double shade_amplitude = 0.3;
  };

  SyntheticCloth(double tile_mm, const Options& options) : options_(options) {
    tile_ = {tile_mm, tile_mm, options.ends, options.picks, 10 * options.ends / tile_mm, 10 * options.picks / tile_mm};
  }

  const Tile& tile() const override { return tile_; }

  double height_mm(double x_mm, double y_mm) const {
    const double u = std::numbers::pi * options_.ends * x_mm / tile_.width_mm;
    const double v = std::numbers::pi * options_.picks * y_mm / tile_.height_mm;
    return options_.relief_mm * std::sin(u) * std::sin(v);
  }

  Result<Surface> raster(const Window& window, const RunContext&) const override {
    Surface surface = empty_surface(window);
    for (int y = 0; y < window.height_px; ++y) {
      for (int x = 0; x < window.width_px; ++x) write_pixel(surface, x, y);
    }
    return surface;
  }

 private:
  Surface empty_surface(const Window& window) const {
    const int w = window.width_px, h = window.height_px;
    Surface surface;
    surface.window = window;
    surface.height_mm = {w, h};
    surface.part = {w, h};
    surface.dye = {w, h};
    surface.shade = {w, h};
    surface.tangent_x = {w, h};
    surface.tangent_y = {w, h};
    if (options_.fuzz) surface.fuzz = {w, h};
    if (options_.holes) surface.coverage = {w, h};
    if (options_.unseen_slopes) surface.slope_variance = {w, h};
    return surface;
  }

  void write_pixel(Surface& surface, int x, int y) const {
    const Window& window = surface.window;
    const double x_mm = window.x_mm + (x + 0.5) * window.width_mm / window.width_px;
    const double y_mm = window.y_mm + (window.height_px - y - 0.5) * window.height_mm / window.height_px;
    // Rounded, so that a shifted window sees the same numbers.
    const double across = std::round((x_mm / tile_.width_mm - std::floor(x_mm / tile_.width_mm)) * 65536) / 65536;
    const double along = std::round((y_mm / tile_.height_mm - std::floor(y_mm / tile_.height_mm)) * 65536) / 65536;
    const int end = static_cast<int>(across * options_.ends), pick = static_cast<int>(along * options_.picks);
    const bool warp_up = (end + pick) % 2 == 0;
    const double ripple = std::sin(2 * std::numbers::pi * (3 * across + 5 * along));
    surface.height_mm.row(y)[x] = static_cast<float>(height_mm(across * tile_.width_mm, along * tile_.height_mm));
    surface.part.row(y)[x] = static_cast<std::uint8_t>(warp_up ? Part::warp : Part::weft);
    surface.dye.row(y)[x] = options_.two_dyes && !warp_up ? 1 : 0;
    surface.shade.row(y)[x] = static_cast<float>(0.8 + options_.shade_amplitude * ripple);
    surface.tangent_x.row(y)[x] = warp_up ? 20 : 125;
    surface.tangent_y.row(y)[x] = warp_up ? 125 : -20;
    if (options_.fuzz) surface.fuzz.row(y)[x] = static_cast<std::uint8_t>(100 + 100 * ripple);
    if (options_.unseen_slopes) surface.slope_variance.row(y)[x] = static_cast<float>(0.05 + 0.05 * ripple);
    if (options_.holes) {
      const double fx = across * options_.ends - end - 0.5, fy = along * options_.picks - pick - 0.5;
      surface.coverage.row(y)[x] = fx * fx + fy * fy < 0.09 ? 0 : fx * fx + fy * fy < 0.12 ? 128 : 255;
    }
  }

  Options options_;
  Tile tile_;
};

/// A surface moved by whole pixels; what leaves on one side comes in on the other.
template <class T>
Plane<T> rolled(const Plane<T>& plane, int dx, int dy) {
  if (plane.empty()) return {};
  Plane<T> moved(plane.width(), plane.height());
  for (int y = 0; y < plane.height(); ++y) {
    for (int x = 0; x < plane.width(); ++x) {
      moved.row((y + dy) % plane.height())[(x + dx) % plane.width()] = plane.row(y)[x];
    }
  }
  return moved;
}

inline Surface rolled(const Surface& surface, int dx, int dy) {
  return {surface.window,
          rolled(surface.height_mm, dx, dy),
          rolled(surface.part, dx, dy),
          rolled(surface.dye, dx, dy),
          rolled(surface.other_dye, dx, dy),
          rolled(surface.dye_share, dx, dy),
          rolled(surface.shade, dx, dy),
          rolled(surface.tangent_x, dx, dy),
          rolled(surface.tangent_y, dx, dy),
          rolled(surface.coverage, dx, dy),
          rolled(surface.slope_variance, dx, dy),
          rolled(surface.fuzz, dx, dy),
          rolled(surface.fuzz_tangent_x, dx, dy),
          rolled(surface.fuzz_tangent_y, dx, dy)};
}

}  // namespace atelier
