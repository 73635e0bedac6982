#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fabric/maps/maps_kernels.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

#include "fabric/maps/maps_kernels.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using F = hn::ScalableTag<float>;
using I = hn::RebindToSigned<F>;
using U8 = hn::Rebind<std::uint8_t, F>;
using U16 = hn::Rebind<std::uint16_t, F>;
using V = hn::Vec<F>;

/// The steepest slope shown, squared: n_z stays at or above 0.05.
constexpr float slope_squared_max = 1.0F / (0.05F * 0.05F) - 1.0F;

MinMax copy_heights_row(const float* heights, float* copy, int count) {
  const F d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  V low = hn::Set(d, heights[0]), high = low;
  int x = 0;
  for (; x + lanes <= count; x += lanes) {
    const V z = hn::LoadU(d, heights + x);
    hn::StoreU(z, d, copy + x);
    low = hn::Min(low, z);
    high = hn::Max(high, z);
  }
  MinMax range{hn::GetLane(hn::MinOfLanes(d, low)), hn::GetLane(hn::MaxOfLanes(d, high))};
  for (; x < count; ++x) {
    copy[x] = heights[x];
    range.min = heights[x] < range.min ? heights[x] : range.min;
    range.max = heights[x] > range.max ? heights[x] : range.max;
  }
  return range;
}

void quantise_shade_row(const float* shade, std::uint16_t* steps, int count) {
  const F d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const auto quantise = [](float s) {
    const float step = s * 1024.0F + 0.5F;
    return static_cast<std::uint16_t>(step > 0 ? (step < 4095.0F ? step : 4095.0F) : 0.0F);
  };
  int x = 0;
  for (; x + lanes <= count; x += lanes) {
    const V step = hn::Add(hn::Mul(hn::LoadU(d, shade + x), hn::Set(d, 1024.0F)), hn::Set(d, 0.5F));
    const V inside = hn::Min(hn::Max(step, hn::Zero(d)), hn::Set(d, 4095.0F));
    hn::StoreU(hn::DemoteTo(U16(), hn::ConvertTo(I(), inside)), U16(), steps + x);
  }
  for (; x < count; ++x) steps[x] = quantise(shade[x]);
}

HWY_INLINE void store_u8(V value, std::uint8_t* out) {
  hn::StoreU(hn::DemoteTo(U8(), hn::ConvertTo(I(), value)), U8(), out);
}

/// 1 - sin²(h) = 1 / (1 + tan²(h)), for two vectors of pixels at once.
void occlusion_row(const float* heights, const OcclusionTapView& view, std::uint8_t* occlusion, int count) {
  const F d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const V one = hn::Set(d, 1.0F);
  for (int x = 0; x < count; x += 2 * lanes) {
    const float* here = heights + x;
    const V z0 = hn::LoadU(d, here), z1 = hn::LoadU(d, here + lanes);
    V open0 = hn::Zero(d), open1 = open0;
    for (int direction = 0; direction < OcclusionTapView::directions; ++direction) {
      V tan0 = hn::Zero(d), tan1 = tan0;
      for (int k = view.begin[direction]; k < view.begin[direction + 1]; ++k) {
        const float* there = here + view.taps[k].offset;
        const V inverse = hn::Set(d, view.taps[k].inverse_mm);
        tan0 = hn::Max(tan0, hn::Mul(hn::Sub(hn::LoadU(d, there), z0), inverse));
        tan1 = hn::Max(tan1, hn::Mul(hn::Sub(hn::LoadU(d, there + lanes), z1), inverse));
      }
      open0 = hn::Add(open0, hn::Div(one, hn::Add(one, hn::Mul(tan0, tan0))));
      open1 = hn::Add(open1, hn::Div(one, hn::Add(one, hn::Mul(tan1, tan1))));
    }
    const V scale = hn::Set(d, 255.0F / OcclusionTapView::directions), half = hn::Set(d, 0.5F);
    store_u8(hn::Add(hn::Mul(open0, scale), half), occlusion + x);
    store_u8(hn::Add(hn::Mul(open1, scale), half), occlusion + x + lanes);
  }
}

void normal_row(const float* heights, std::ptrdiff_t stride, float scale_x, float scale_y, std::uint8_t* x_out,
                std::uint8_t* y_out, std::uint8_t* z_out, int count) {
  const F d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const V one = hn::Set(d, 1.0F), limit = hn::Set(d, slope_squared_max);
  const V half_range = hn::Set(d, 127.5F), middle = hn::Set(d, 128.0F);
  for (int x = 0; x < count; x += lanes) {
    const float* z = heights + x;
    V slope_x = hn::Mul(hn::Sub(hn::LoadU(d, z + 1), hn::LoadU(d, z - 1)), hn::Set(d, scale_x));
    V slope_y = hn::Mul(hn::Sub(hn::LoadU(d, z - stride), hn::LoadU(d, z + stride)), hn::Set(d, scale_y));
    const V squared = hn::Add(hn::Mul(slope_x, slope_x), hn::Mul(slope_y, slope_y));
    const V gentle = hn::IfThenElse(hn::Gt(squared, limit), hn::Sqrt(hn::Div(limit, squared)), one);
    const V inverse = hn::Div(one, hn::Sqrt(hn::Add(one, hn::Min(squared, limit))));
    const V factor = hn::Mul(hn::Mul(gentle, inverse), half_range);
    store_u8(hn::Sub(middle, hn::Mul(slope_x, factor)), x_out + x);
    store_u8(hn::Sub(middle, hn::Mul(slope_y, factor)), y_out + x);
    store_u8(hn::Add(middle, hn::Mul(inverse, half_range)), z_out + x);
  }
}

void displacement_row(const float* heights, float min, float scale, std::uint16_t* out, int count) {
  const F d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  int x = 0;
  for (; x + lanes <= count; x += lanes) {
    const V above = hn::Sub(hn::LoadU(d, heights + x), hn::Set(d, min));
    const V level = hn::Add(hn::Mul(above, hn::Set(d, scale)), hn::Set(d, 0.5F));
    hn::StoreU(hn::DemoteTo(U16(), hn::ConvertTo(I(), hn::Min(level, hn::Set(d, 65535.0F)))), U16(), out + x);
  }
  for (; x < count; ++x) {
    const float level = (heights[x] - min) * scale + 0.5F;
    out[x] = static_cast<std::uint16_t>(level < 65535.0F ? level : 65535.0F);
  }
}

HWY_INLINE V load_u8(const std::uint8_t* from) {
  return hn::ConvertTo(F(), hn::PromoteTo(I(), hn::LoadU(U8(), from)));
}

void roughness_row(const std::uint8_t* occlusion, const std::uint8_t* fuzz, const float* slope_variance,
                   const RoughnessRule& rule, std::uint8_t* out, int count) {
  const F d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const V zero = hn::Zero(d), one = hn::Set(d, 1.0F);
  const V unit = hn::Set(d, 1.0F / 255.0F);
  for (int x = 0; x < count; x += lanes) {
    const V open = hn::Mul(load_u8(occlusion + x), unit);
    V disorder = hn::Mul(hn::Sub(one, open), hn::Set(d, 0.5F));
    if (fuzz) disorder = hn::Min(one, hn::Add(disorder, hn::Mul(load_u8(fuzz + x), unit)));
    const V flat = hn::Max(zero, hn::Mul(hn::Sub(open, hn::Set(d, 0.75F)), hn::Set(d, 4.0F)));
    V rough = hn::Add(hn::Set(d, rule.base), hn::Mul(disorder, hn::Set(d, rule.disorder_gain)));
    rough = hn::Sub(rough, hn::Mul(hn::Mul(flat, flat), hn::Set(d, rule.plateau_gain)));
    rough = hn::Min(one, hn::Max(rough, hn::Set(d, 0.04F)));
    if (slope_variance) {
      // Roughness is the square root of the lobe's width α; unseen slopes widen it: α'² = α² + 2σ².
      const V alpha = hn::Mul(rough, rough);
      const V variance = hn::Max(zero, hn::LoadU(d, slope_variance + x));
      const V wide = hn::Add(hn::Mul(alpha, alpha), hn::Add(variance, variance));
      rough = hn::Sqrt(hn::Sqrt(hn::Min(one, wide)));
    }
    store_u8(hn::Add(hn::Mul(rough, hn::Set(d, 255.0F)), hn::Set(d, 0.5F)), out + x);
  }
}

void interleave_row(const std::uint8_t* r, const std::uint8_t* g, const std::uint8_t* b, std::uint8_t* rgb, int count) {
  const hn::ScalableTag<std::uint8_t> d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  int x = 0;
  for (; x + lanes <= count; x += lanes) {
    hn::StoreInterleaved3(hn::LoadU(d, r + x), hn::LoadU(d, g + x), hn::LoadU(d, b + x), d, rgb + 3 * x);
  }
  for (; x < count; ++x) {
    rgb[3 * x] = r[x];
    rgb[3 * x + 1] = g[x];
    rgb[3 * x + 2] = b[x];
  }
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {

HWY_EXPORT(copy_heights_row);
HWY_EXPORT(quantise_shade_row);
HWY_EXPORT(occlusion_row);
HWY_EXPORT(normal_row);
HWY_EXPORT(displacement_row);
HWY_EXPORT(roughness_row);
HWY_EXPORT(interleave_row);

MinMax copy_heights_row(const float* heights, float* copy, int count) {
  return HWY_DYNAMIC_DISPATCH(copy_heights_row)(heights, copy, count);
}

void quantise_shade_row(const float* shade, std::uint16_t* steps, int count) {
  HWY_DYNAMIC_DISPATCH(quantise_shade_row)(shade, steps, count);
}

void occlusion_row(const float* heights, const OcclusionTapView& taps, std::uint8_t* occlusion, int count) {
  HWY_DYNAMIC_DISPATCH(occlusion_row)(heights, taps, occlusion, count);
}

void normal_row(const float* heights, std::ptrdiff_t stride, float scale_x, float scale_y, std::uint8_t* x,
                std::uint8_t* y, std::uint8_t* z, int count) {
  HWY_DYNAMIC_DISPATCH(normal_row)(heights, stride, scale_x, scale_y, x, y, z, count);
}

void displacement_row(const float* heights, float min, float scale, std::uint16_t* out, int count) {
  HWY_DYNAMIC_DISPATCH(displacement_row)(heights, min, scale, out, count);
}

void roughness_row(const std::uint8_t* occlusion, const std::uint8_t* fuzz, const float* slope_variance,
                   const RoughnessRule& rule, std::uint8_t* out, int count) {
  HWY_DYNAMIC_DISPATCH(roughness_row)(occlusion, fuzz, slope_variance, rule, out, count);
}

void interleave_row(const std::uint8_t* r, const std::uint8_t* g, const std::uint8_t* b, std::uint8_t* rgb, int count) {
  HWY_DYNAMIC_DISPATCH(interleave_row)(r, g, b, rgb, count);
}

}  // namespace atelier
#endif
