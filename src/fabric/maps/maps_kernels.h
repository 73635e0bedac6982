#pragma once

#include <cstddef>
#include <cstdint>

namespace atelier {

// Row kernels of the maps. Each gives the same bits on every Highway target: only + - * / sqrt and comparisons, lane by
// lane. Inputs and outputs may be read and written up to maps_kernel_slack samples past `count`.

inline constexpr int maps_kernel_slack = 64;

/// One place where the horizon is looked up.
struct OcclusionTap {
  std::ptrdiff_t offset = 0;  ///< samples from the pixel
  float inverse_mm = 0;       ///< 1 / distance
};

/// Taps grouped by azimuth: those of direction d are taps[begin[d]] .. taps[begin[d + 1]].
struct OcclusionTapView {
  static constexpr int directions = 8;
  const OcclusionTap* taps = nullptr;
  const int* begin = nullptr;
};

/// How roughness comes from what is seen at a pixel (13.4, section 9.5); perceptual roughness 0..1.
struct RoughnessRule {
  float base = 0.75F;
  float disorder_gain = 0.10F;  ///< added where fibres are loose
  float plateau_gain = 0;       ///< taken away where the cloth is pressed flat
};

struct MinMax {
  float min = 0, max = 0;
};

/// Copies heights and finds their range over `count` samples.
MinMax copy_heights_row(const float* heights, float* copy, int count);

/// Shade to steps of 1/1024, 0..4095.
void quantise_shade_row(const float* shade, std::uint16_t* steps, int count);

/// Horizon-based ambient occlusion: mean over azimuths of 1 - sin²(horizon), 0..255.
void occlusion_row(const float* heights, const OcclusionTapView& taps, std::uint8_t* occlusion, int count);

/// Tangent-space normals, +Y up, 8 bit; central differences. scale_x = 1 / (2 · pixel width in mm), scale_y likewise.
/// Row above is heights - stride. Blue stays ≥ 0.525.
void normal_row(const float* heights, std::ptrdiff_t stride, float scale_x, float scale_y, std::uint8_t* x,
                std::uint8_t* y, std::uint8_t* z, int count);

/// Heights to 0..65535.
void displacement_row(const float* heights, float min, float scale, std::uint16_t* out, int count);

/// Roughness 0..255. fuzz (0..255) and slope_variance may be null.
void roughness_row(const std::uint8_t* occlusion, const std::uint8_t* fuzz, const float* slope_variance,
                   const RoughnessRule& rule, std::uint8_t* out, int count);

/// Three planes to interleaved samples; writes exactly 3 · count bytes.
void interleave_row(const std::uint8_t* r, const std::uint8_t* g, const std::uint8_t* b, std::uint8_t* rgb, int count);

}  // namespace atelier
