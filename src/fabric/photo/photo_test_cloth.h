#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>

#include "fabric/fabric_spec.h"
#include "fabric/photo/photo.h"
#include "fabric/structure.h"
#include "fabric/words/color_codes.h"
#include "imaging/color.h"

namespace atelier {

/// What a test cloth has at one point.
struct ClothPoint {
  double height_mm = 0;
  std::uint8_t dye = 0;
  double shade = 1;
  double tangent_x = 1, tangent_y = 0;
  double fuzz = 0;
  Part part = Part::warp;
  std::uint8_t other_dye = 0;
  double dye_share = 1;
};

/// A cloth that is a formula of the place in millimetres: known answers need no weaving.
class FormulaCloth : public Structure {
 public:
  using Formula = std::function<ClothPoint(double x_mm, double y_mm)>;
  explicit FormulaCloth(Formula formula, double relief_mm = 0.3) : formula_(std::move(formula)) {
    tile_.pitch_mm = 0.3;
    tile_.relief_mm = relief_mm;
    tile_.view_mm = 12;
  }

  const Tile& tile() const override { return tile_; }

  Result<Surface> raster(const Window& window, const RunContext& run) const override {
    const int w = window.width_px, h = window.height_px;
    Surface s;
    s.window = window;
    s.height_mm = Plane<float>(w, h);
    s.part = Plane<std::uint8_t>(w, h);
    s.dye = Plane<std::uint8_t>(w, h);
    s.other_dye = Plane<std::uint8_t>(w, h);
    s.dye_share = Plane<std::uint8_t>(w, h);
    s.shade = Plane<float>(w, h);
    s.tangent_x = Plane<std::int8_t>(w, h);
    s.tangent_y = Plane<std::int8_t>(w, h);
    s.fuzz = Plane<std::uint8_t>(w, h);
    s.fuzz_tangent_x = Plane<std::int8_t>(w, h);
    s.fuzz_tangent_y = Plane<std::int8_t>(w, h);
    TRY_VOID(parallel_for(run, h, [&](int y) { fill_row(s, y); }));
    return s;
  }

 private:
  void fill_row(Surface& s, int y) const {
    const Window& w = s.window;
    for (int x = 0; x < w.width_px; ++x) {
      const ClothPoint p = formula_(w.x_mm + (x + 0.5) * w.width_mm / w.width_px,
                                    w.y_mm + (w.height_px - y - 0.5) * w.height_mm / w.height_px);
      s.height_mm.row(y)[x] = static_cast<float>(p.height_mm);
      s.part.row(y)[x] = static_cast<std::uint8_t>(p.part);
      s.other_dye.row(y)[x] = p.other_dye;
      s.dye_share.row(y)[x] = static_cast<std::uint8_t>(std::lround(255 * p.dye_share));
      s.dye.row(y)[x] = p.dye;
      s.shade.row(y)[x] = static_cast<float>(p.shade);
      s.tangent_x.row(y)[x] = s.fuzz_tangent_x.row(y)[x] = static_cast<std::int8_t>(std::lround(127 * p.tangent_x));
      s.tangent_y.row(y)[x] = s.fuzz_tangent_y.row(y)[x] = static_cast<std::int8_t>(std::lround(127 * p.tangent_y));
      s.fuzz.row(y)[x] = static_cast<std::uint8_t>(255 * p.fuzz);
    }
  }

  Formula formula_;
  Tile tile_{10, 10, 10, 10, 10, 10};
};

inline ClothPoint flat_point(double, double) {
  return {};
}

/// Plain weave of round threads with a twisted grain, `pitch` mm apart.
inline ClothPoint plain_weave_point(double pitch, double x, double y) {
  const double u = x / pitch, v = y / pitch;
  const int i = static_cast<int>(std::floor(u)), j = static_cast<int>(std::floor(v));
  const double a = u - i - 0.5, b = v - j - 0.5;
  const double wave_a = std::cos(3.14159265 * a), wave_b = std::cos(3.14159265 * b), sign = (i + j) % 2 == 0 ? 1 : -1;
  const double warp = 0.25 * sign * wave_b + 0.35 * std::sqrt(std::max(0.0, 1 - 4.4 * a * a));
  const double weft = -0.25 * sign * wave_a + 0.35 * std::sqrt(std::max(0.0, 1 - 4.4 * b * b));
  const bool top = warp >= weft;
  const double grain = std::sin(6.2831853 * (top ? a * 12 + v * 5 : b * 12 + u * 5));
  return {pitch * std::max(warp, weft) + 0.002 * grain, 0, 1 + 0.2 * grain, top ? 0.4 : 0.92, top ? 0.92 : 0.4, 0};
}

inline FabricSpec test_spec(const LinearRgb& color) {
  FabricSpec spec;
  spec.dyes = {color};
  spec.color_target = color;
  spec.color_requested = color;
  return spec;
}

inline constexpr int small_px = 320;

inline PhotoFrame small_frame(const FabricSpec& spec) {
  return frame_of(spec, {.relief_mm = 0.3}, 3.2, small_px);
}

inline LinearRgb hex(const char* text) {
  return linear_from_rgb(read_color_code("color", text)->rgb);
}

inline LinearRgb mean_color(const Image& image) {
  const float* decode = srgb_decode_table();
  double sum[3] = {0, 0, 0};
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* row = image.row<std::uint8_t>(y);
    for (int x = 0; x < 3 * image.width(); ++x) sum[x % 3] += decode[row[x]];
  }
  const double count = static_cast<double>(image.width()) * image.height();
  return {static_cast<float>(sum[0] / count), static_cast<float>(sum[1] / count), static_cast<float>(sum[2] / count)};
}

inline PhotoScene scene_of(const FabricSpec& spec, const Structure& cloth, const LightRig& light) {
  const RunContext run(1);
  PhotoScene scene = prepare_scene(spec, cloth, small_frame(spec), light, run).value();
  scene.undulation = {};
  return scene;
}

}  // namespace atelier
