#include "fabric/photo/photo_relief.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fabric/photo/photo_relief.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/highway.h>

#ifndef ATELIER_PHOTO_RELIEF_TYPES
#define ATELIER_PHOTO_RELIEF_TYPES
namespace atelier {
namespace {

constexpr int azimuths = 8, taps = 7;

/// The tap of one direction and distance: its row, shifted, and 1 / distance.
struct Tap {
  const float* row;
  float inv_distance;
};
using Horizon = std::array<std::array<Tap, taps>, azimuths>;

}  // namespace
}  // namespace atelier
#endif

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

void ambient_row(const Horizon& horizon, const float* z, int width, float* out) {
  const hn::ScalableTag<float> d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const auto one = hn::Set(d, 1.0f), zero = hn::Zero(d);
  for (int i = 0; i < width; i += lanes) {
    const int x = std::max(0, std::min(i, width - lanes));
    const auto z0 = hn::LoadU(d, z + x);
    auto open = zero;
    for (const auto& direction : horizon) {
      auto slope = zero;
      for (const Tap& tap : direction) {
        slope = hn::Max(slope, hn::Mul(hn::Sub(hn::LoadU(d, tap.row + x), z0), hn::Set(d, tap.inv_distance)));
      }
      open = hn::Add(open, hn::Div(one, hn::Add(one, hn::Mul(slope, slope))));
    }
    hn::StoreU(hn::Mul(open, hn::Set(d, 1.0f / azimuths)), d, out + x);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace atelier
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {
HWY_EXPORT(ambient_row);

namespace {

constexpr int strip_rows = 32;
constexpr double diagonal = 0.70710678118654752;
constexpr double directions[azimuths][2] = {{1, 0},  {diagonal, diagonal},   {0, 1},  {-diagonal, diagonal},
                                            {-1, 0}, {-diagonal, -diagonal}, {0, -1}, {diagonal, -diagonal}};

int round_px(double value) {
  return static_cast<int>(value < 0 ? value - 0.5 : value + 0.5);
}

struct TapOffset {
  int dx, dy;
  float inv_distance;
};
using TapOffsets = std::array<std::array<TapOffset, taps>, azimuths>;

// Distances grow by a constant ratio from 1 px to the radius.
TapOffsets tap_offsets(double radius_px, double px_mm, int pad) {
  TapOffsets offsets;
  for (int a = 0; a < azimuths; ++a) {
    for (int k = 0; k < taps; ++k) {
      const double share = (k + 1.0) / taps, distance = 1 + (radius_px - 1) * share * share;
      const int dx = std::clamp(round_px(directions[a][0] * distance), -pad, pad);
      const int dy = round_px(directions[a][1] * distance);
      const double length = std::sqrt(static_cast<double>(dx) * dx + static_cast<double>(dy) * dy);
      offsets[a][k] = {dx, dy, static_cast<float>(length > 0 ? 1 / (length * px_mm) : 0)};
    }
  }
  return offsets;
}

}  // namespace

Relief::Relief(int width, int height, int pad, double px_mm)
    : width_(width), pad_(pad), px_mm_(static_cast<float>(px_mm)), z_(width + 2 * pad, height) {}

Relief::Relief(const Plane<float>& height_mm, int pad, double px_mm)
    : Relief(height_mm.width(), height_mm.height(), pad, px_mm) {
  for (int y = 0; y < height(); ++y) std::memcpy(z_.row(y) + pad_, height_mm.row(y), sizeof(float) * width_);
  extend_rows();
}

void Relief::extend_rows() {
  for (int y = 0; y < height(); ++y) {
    float* row = z_.row(y);
    std::fill(row, row + pad_, row[pad_]);
    std::fill(row + pad_ + width_, row + pad_ + width_ + pad_, row[pad_ + width_ - 1]);
  }
}

Relief Relief::half(int pad) const {
  Relief half((width_ + 1) / 2, (height() + 1) / 2, pad, 2.0 * px_mm_);
  for (int y = 0; y < half.height(); ++y) {
    const float *a = row(2 * y), *b = row(2 * y + 1);
    float* out = half.z_.row(y) + pad;
    for (int x = 0; x < half.width_; ++x) out[x] = ((a[2 * x] + a[2 * x + 1]) + (b[2 * x] + b[2 * x + 1])) * 0.25f;
  }
  half.extend_rows();
  return half;
}

std::vector<MarchStep> shadow_march(const LightRig& light, double px_mm, double reach_mm, int pad) {
  // A far reach in few steps would step over thin threads.
  const int steps = std::clamp(static_cast<int>(3.2 * std::sqrt(reach_mm / px_mm)), 18, 40);
  std::vector<MarchStep> march;
  for (int k = 1; k <= steps; ++k) {
    const double share = static_cast<double>(k) / steps, distance = 1 + (reach_mm / px_mm - 1) * share * share;
    const MarchStep step{std::clamp(round_px(light.tilt_x * distance), -pad, pad), round_px(-light.tilt_y * distance),
                         0, 0};
    if (!march.empty() && march.back().dx == step.dx && march.back().dy == step.dy) continue;
    const double mm =
        std::sqrt(static_cast<double>(step.dx) * step.dx + static_cast<double>(step.dy) * step.dy) * px_mm;
    march.push_back(
        {step.dx, step.dy, static_cast<float>(mm * light.key_tan), static_cast<float>(1 / (0.25 * mm + 0.004))});
  }
  return march;
}

Result<Plane<float>> ambient_visibility(const Relief& relief, double radius_mm, const RunContext& run) {
  const TapOffsets offsets = tap_offsets(std::max(2.0, radius_mm / relief.px_mm()), relief.px_mm(), relief.pad());
  Plane<float> visibility(relief.width(), relief.height());
  const auto strip = [&](int s) {
    for (int y = s * strip_rows; y < std::min((s + 1) * strip_rows, relief.height()); ++y) {
      Horizon horizon;
      for (int a = 0; a < azimuths; ++a) {
        for (int k = 0; k < taps; ++k) {
          const TapOffset& o = offsets[a][k];
          horizon[a][k] = {relief.row(y + o.dy) + o.dx, o.inv_distance};
        }
      }
      HWY_DYNAMIC_DISPATCH(ambient_row)(horizon, relief.row(y), relief.width(), visibility.row(y));
    }
  };
  TRY_VOID(parallel_for(run, (relief.height() + strip_rows - 1) / strip_rows, strip));
  return visibility;
}

}  // namespace atelier
#endif
