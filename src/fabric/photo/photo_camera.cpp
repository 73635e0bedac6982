#include "fabric/photo/photo_camera.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <vector>

#include "imaging/color.h"
#include "imaging/portable_math.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fabric/photo/photo_camera.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/highway.h>

#ifndef ATELIER_PHOTO_CAMERA_TYPES
#define ATELIER_PHOTO_CAMERA_TYPES
namespace atelier {
namespace {

constexpr int levels = 4;
constexpr std::array<float, levels> level_sigma{0.62f, 1.25f, 2.5f, 5.0f};  // the first is the lens in focus
constexpr int radius_max = 14;

/// Half of a symmetric Gaussian: weight[0] is the middle.
struct Kernel {
  int radius = 0;
  std::array<float, radius_max + 1> weight{};
};

/// One row before the film: the blurred versions of each channel.
struct DevelopRow {
  const float* level[3][levels];
  int levels_used;
  const float *blur, *u2;  // u2: squared distance from the middle column, 1 at the edge
  float v2;
  int width;
  std::uint32_t row_seed;
};

constexpr float shoulder = 0.71f, shoulder_room = 1.1f;

}  // namespace
}  // namespace atelier
#endif

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

/// out[x] = sum of weight[k] · (rows[radius - k][x] + rows[radius + k][x]).
void blur_rows(const float* const* rows, const Kernel& kernel, int width, float* out) {
  const hn::ScalableTag<float> d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  for (int i = 0; i < width; i += lanes) {
    const int x = std::min(i, width - lanes);
    auto sum = hn::Mul(hn::LoadU(d, rows[kernel.radius] + x), hn::Set(d, kernel.weight[0]));
    for (int k = 1; k <= kernel.radius; ++k) {
      const auto pair = hn::Add(hn::LoadU(d, rows[kernel.radius - k] + x), hn::LoadU(d, rows[kernel.radius + k] + x));
      sum = hn::Add(sum, hn::Mul(pair, hn::Set(d, kernel.weight[k])));
    }
    hn::StoreU(sum, d, out + x);
  }
}

template <class V>
HWY_INLINE V film_response(V x) {
  const hn::DFromV<V> d;
  const V t = hn::Mul(hn::Sub(x, hn::Set(d, shoulder)), hn::Set(d, 1 / (1 - shoulder)));
  const V bent = hn::Div(t, hn::Add(hn::Set(d, 1.0f), hn::Mul(t, hn::Set(d, 1 / shoulder_room))));
  const V high = hn::Add(hn::Set(d, shoulder), hn::Mul(bent, hn::Set(d, 1 - shoulder)));
  return hn::IfThenElse(hn::Gt(t, hn::Zero(d)), high, x);
}

/// Four bytes of a hash, summed: nearly normal, variance 1.
template <class VU>
HWY_INLINE auto grain_noise(VU hash) {
  const hn::DFromV<VU> du;
  const hn::RebindToFloat<decltype(du)> d;
  const hn::RebindToSigned<decltype(du)> di;
  const auto mask = hn::Set(du, 0xffu);
  const auto low = hn::Add(hn::And(hash, mask), hn::And(hn::ShiftRight<8>(hash), mask));
  const auto high = hn::Add(hn::And(hn::ShiftRight<16>(hash), mask), hn::ShiftRight<24>(hash));
  const auto sum = hn::ConvertTo(d, hn::BitCast(di, hn::Add(low, high)));
  return hn::Mul(hn::Sub(sum, hn::Set(d, 510.0f)), hn::Set(d, 1 / 147.8f));
}

template <class VU>
HWY_INLINE VU scrambled(VU h) {
  const hn::DFromV<VU> du;
  h = hn::Mul(hn::Xor(h, hn::ShiftRight<16>(h)), hn::Set(du, 0x7feb352du));
  h = hn::Mul(hn::Xor(h, hn::ShiftRight<15>(h)), hn::Set(du, 0x846ca68bu));
  return hn::Xor(h, hn::ShiftRight<16>(h));
}

void develop_pixels(const DevelopRow& row, const Camera& camera, float* const* out) {
  const hn::ScalableTag<float> d;
  const hn::RebindToUnsigned<decltype(d)> du;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const float gains[3] = {camera.gain_r, camera.gain_g, camera.gain_b};
  const auto zero = hn::Zero(d), one = hn::Set(d, 1.0f);
  for (int i = 0; i < row.width; i += lanes) {
    const int x = std::min(i, row.width - lanes);
    const auto blur = hn::LoadU(d, row.blur + x);
    const auto r2 = hn::Add(hn::LoadU(d, row.u2 + x), hn::Set(d, row.v2));
    const auto vignette = hn::Sub(one, hn::Mul(r2, hn::Set(d, camera.vignette)));
    auto hash = hn::Xor(hn::Iota(du, static_cast<std::uint32_t>(x)), hn::Set(du, row.row_seed));
    for (int c = 0; c < 3; ++c) {
      auto light = hn::LoadU(d, row.level[c][0] + x);
      for (int l = 1; l < row.levels_used; ++l) {
        const float from = level_sigma[l - 1], step = level_sigma[l] - level_sigma[l - 1];
        const auto share = hn::Min(hn::Max(hn::Mul(hn::Sub(blur, hn::Set(d, from)), hn::Set(d, 1 / step)), zero), one);
        light = hn::Add(light, hn::Mul(hn::Sub(hn::LoadU(d, row.level[c][l] + x), light), share));
      }
      light = hn::Mul(hn::Mul(light, vignette), hn::Set(d, gains[c]));
      hash = scrambled(hn::Add(hash, hn::Set(du, 0x9e3779b9u)));
      const auto variance = hn::Add(hn::Mul(hn::Max(light, zero), hn::Set(d, 1 / 40000.0f)), hn::Set(d, 3.9e-9f));
      const auto grain = hn::Mul(hn::Mul(grain_noise(hash), hn::Sqrt(variance)), hn::Set(d, camera.noise));
      hn::StoreU(film_response(hn::Add(light, grain)), d, out[c] + x);
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace atelier
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {
HWY_EXPORT(blur_rows);
HWY_EXPORT(develop_pixels);

namespace {

constexpr int strip_rows = 16;
constexpr double sensor_mm = 36;

Kernel gaussian(float sigma) {
  Kernel kernel;
  kernel.radius = std::min(radius_max, static_cast<int>(2.7f * sigma + 0.999f));
  double sum = 0;
  std::array<double, radius_max + 1> weight{};
  for (int k = 0; k <= kernel.radius; ++k) {
    weight[k] = portable_exp_negative(-0.5 * k * k / (static_cast<double>(sigma) * sigma));
    sum += k == 0 ? weight[k] : 2 * weight[k];
  }
  for (int k = 0; k <= kernel.radius; ++k) kernel.weight[k] = static_cast<float>(weight[k] / sum);
  return kernel;
}

/// Row buffers of one thread's strip.
struct Darkroom {
  explicit Darkroom(int width)
      : padded(width + 2 * radius_max),
        blur(width),
        level(3 * levels, std::vector<float>(width)),
        film(3, std::vector<float>(width)),
        interleaved(3 * static_cast<std::size_t>(width)) {}
  std::vector<float> padded, blur;
  std::vector<std::vector<float>> level, film;
  std::vector<float> interleaved;
};

void blur_row(const Plane<float>& plane, int y, const Kernel& kernel, std::vector<float>& padded, float* out) {
  const int width = plane.width();
  std::array<const float*, 2 * radius_max + 1> rows;
  for (int k = -kernel.radius; k <= kernel.radius; ++k) {
    rows[k + kernel.radius] = plane.row(std::clamp(y + k, 0, plane.height() - 1));
  }
  float* middle = padded.data() + radius_max;
  HWY_DYNAMIC_DISPATCH(blur_rows)(rows.data(), kernel, width, middle);
  std::fill(padded.data(), middle, middle[0]);
  std::fill(middle + width, middle + width + radius_max, middle[width - 1]);
  for (int k = -kernel.radius; k <= kernel.radius; ++k) rows[k + kernel.radius] = middle + k;
  HWY_DYNAMIC_DISPATCH(blur_rows)(rows.data(), kernel, width, out);
}

/// The lens in focus and depth of field together; returns how many levels the row needs.
int total_blur(const float* depth_blur, std::vector<float>& blur) {
  float most = 0;
  for (std::size_t x = 0; x < blur.size(); ++x) {
    blur[x] = std::sqrt(depth_blur[x] * depth_blur[x] + level_sigma[0] * level_sigma[0]);
    most = std::max(most, blur[x]);
  }
  int used = 1;
  while (used < levels && most > level_sigma[used - 1] * 1.02f) ++used;
  return used;
}

}  // namespace

double blur_per_mm(double field_mm, int width_px, double f_number) {
  const double magnification = sensor_mm / field_mm;
  return magnification / (f_number * (1 + magnification)) / 4 * (width_px / field_mm);
}

float film_curve(float light) {
  const float t = (light - shoulder) / (1 - shoulder);
  return t > 0 ? std::min(1.0f, shoulder + (1 - shoulder) * t / (1 + t / shoulder_room)) : light;
}

Result<Image> develop(const LinearPhoto& light, const Camera& camera, const RunContext& run) {
  const int width = light.r.width(), height = light.r.height();
  Image image(width, height, 3, SampleType::u8, ColorMeaning::srgb);
  std::array<Kernel, levels> kernels;
  for (int l = 0; l < levels; ++l) kernels[l] = gaussian(level_sigma[l]);
  std::vector<float> u2(width);
  for (int x = 0; x < width; ++x) {
    const float u = (2 * static_cast<float>(x) + 1) / static_cast<float>(width) - 1;
    u2[x] = u * u;
  }
  const Plane<float>* planes[3] = {&light.r, &light.g, &light.b};
  const auto strip = [&](int s) {
    Darkroom room(width);
    for (int y = s * strip_rows; y < std::min((s + 1) * strip_rows, height); ++y) {
      DevelopRow row{};
      row.levels_used = total_blur(light.blur.row(y), room.blur);
      row.blur = room.blur.data();
      row.u2 = u2.data();
      const float v = (2 * static_cast<float>(y) + 1 - static_cast<float>(height)) / static_cast<float>(width);
      row.v2 = v * v;
      row.width = width;
      row.row_seed = camera.seed * 0x85ebca6bu + static_cast<std::uint32_t>(y) * 0xc2b2ae35u;
      float* film[3];
      for (int c = 0; c < 3; ++c) {
        for (int l = 0; l < row.levels_used; ++l) {
          blur_row(*planes[c], y, kernels[l], room.padded, room.level[c * levels + l].data());
          row.level[c][l] = room.level[c * levels + l].data();
        }
        film[c] = room.film[c].data();
      }
      HWY_DYNAMIC_DISPATCH(develop_pixels)(row, camera, film);
      for (int x = 0; x < width; ++x) {
        for (int c = 0; c < 3; ++c) room.interleaved[3 * x + c] = film[c][x];
      }
      encode_srgb(std::span<const float>(room.interleaved), std::span(image.row<std::uint8_t>(y), 3 * width));
    }
  };
  TRY_VOID(parallel_for(run, (height + strip_rows - 1) / strip_rows, strip));
  return image;
}

}  // namespace atelier
#endif
