#include "fabric/weave/fuzz.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

constexpr double step_px = 0.8;
constexpr double splats_per_pixel = 0.35;     // most that is drawn; more hairs become fewer and denser
constexpr double nap_splats_per_pixel = 1.2;  // the same for brushed cloth, whose hairs are its face
constexpr int weight_one = 256;

}  // namespace

// Sums over a strip: opacity and opacity times direction, in 1/255.
struct Fuzz::Accumulator {
  int first, last, width;
  std::vector<std::int32_t> opacity, along_x, along_y;

  Accumulator(int first_row, int last_row, int columns) : first(first_row), last(last_row), width(columns) {
    const std::size_t size = static_cast<std::size_t>(last - first + 1) * width;
    opacity.resize(size);
    along_x.resize(size);
    along_y.resize(size);
  }

  void add(int x, int y, std::int32_t amount, std::int32_t cosine, std::int32_t sine) {
    if (x < 0 || x >= width || y < first || y > last || amount == 0) return;
    const std::size_t at = static_cast<std::size_t>(y - first) * width + x;
    opacity[at] += amount;
    along_x[at] += amount * cosine;
    along_y[at] += amount * sine;
  }
};

Fuzz::Fuzz(const FabricSpec& spec, const WovenYarns& yarns, const Tile& tile, const Window& window)
    : tile_(tile),
      window_(window),
      pixel_x_mm_(window.width_mm / window.width_px),
      pixel_y_mm_(window.height_mm / window.height_px),
      seed_(static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32))),
      comb_(std::clamp(spec.finish.brushed, 0.0, 1.0)) {
  warp_ = make_hairs(spec.warp, yarns.warp, true);
  weft_ = make_hairs(spec.weft, yarns.weft, false);
}

Fuzz::Hairs Fuzz::make_hairs(const YarnSpec& spec, const YarnSystem& yarns, bool warp) const {
  Hairs hairs{&yarns, warp, 0, spec.hair_mm, spec.hair_mm * 2.4, 0, 0.8, 0.3};
  // Long hairs of wool and of raised cloth curl and go any way; short ones of spun yarn follow it.
  const double loose = std::clamp((spec.hair_mm - 0.5) / 0.4, 0.0, 1.0);
  hairs.curl += loose;
  hairs.spread_rad += 0.3 * loose * (1 - 0.5 * comb_);
  const double per_mm = spec.hair_per_mm;
  if (per_mm <= 0 || spec.hair_mm <= 0) return hairs;
  const double pixel_mm = std::min(pixel_x_mm_, pixel_y_mm_);
  const double fibre_mm = std::clamp(spec.fibre_pitch_um, 10.0, 30.0) / 1000;
  const double splats_per_mm2 = per_mm / yarns.pitch_mm * std::max(1.0, hairs.mean_mm / (step_px * pixel_mm));
  const double allowed_per_mm2 =
      0.5 * (splats_per_pixel + comb_ * (nap_splats_per_pixel - splats_per_pixel)) / (pixel_x_mm_ * pixel_y_mm_);
  const double share = std::min(1.0, allowed_per_mm2 / splats_per_mm2);
  hairs.per_yarn = std::max(1, static_cast<int>(std::lround(per_mm * share * yarns.length_mm)));
  hairs.alpha = (0.5 + 0.25 * std::max(comb_, loose)) * std::min(1.0, fibre_mm / pixel_mm) * std::min(2.5, 1 / share);
  return hairs;
}

Fuzz::Hair Fuzz::hair(const Hairs& hairs, int yarn, int index) const {
  const std::uint32_t key = hash32(seed_, hairs.warp ? 51u : 52u, static_cast<std::uint32_t>(yarn), index);
  const YarnSystem& yarns = *hairs.yarns;
  const double along = (index + unit_float(hash32(key, 1))) / hairs.per_yarn;
  const double across = (yarn + 0.5 + 0.95 * yarns.half_width * signed_unit_float(hash32(key, 2))) / yarns.count;
  // Three uniforms of 0.9/3 rad each way; half of the hairs leave backwards.
  double turns = hairs.spread_rad * normal_float(hash32(key, 3)) / 6.283185307179586 + (key & 1 ? 0.5 : 0.0);
  if (hairs.warp || (comb_ > 0 && unit_float(hash32(key, 4)) < comb_)) turns += 0.25;
  Hair made;
  made.x = hairs.warp ? across : along;
  made.y = hairs.warp ? along : across;
  made.cosine = cos_turns(turns);
  made.sine = sin_turns(turns);
  // Many short hairs and a few long ones. Each bends its own way, and many bend back.
  const double draw = unit_float(hash32(key, 5));
  made.length_mm = hairs.mean_mm * (0.3 + 2.1 * draw * draw);
  made.curvature =
      hairs.curl * signed_unit_float(hash32(key, 6)) / std::sqrt(std::max(0.3, hairs.mean_mm) * made.length_mm);
  made.drift = 0.5 * signed_unit_float(hash32(key, 7)) / (made.length_mm * made.length_mm) -
               2 * made.curvature * unit_float(hash32(key, 8)) / made.length_mm;
  return made;
}

void Fuzz::draw(int first, int last, Surface& surface) const {
  if (empty()) return;
  Accumulator sums(first, last, window_.width_px);
  draw_system(warp_, sums);
  draw_system(weft_, sums);
  for (int y = first; y <= last; ++y) {
    for (int x = 0; x < sums.width; ++x) {
      const std::size_t at = static_cast<std::size_t>(y - first) * sums.width + x;
      if (sums.opacity[at] == 0) {
        surface.fuzz.row(y)[x] = 0;
        surface.fuzz_tangent_x.row(y)[x] = surface.fuzz_tangent_y.row(y)[x] = 0;
        continue;
      }
      const auto along_x = static_cast<float>(sums.along_x[at]), along_y = static_cast<float>(sums.along_y[at]);
      const float length = std::sqrt(along_x * along_x + along_y * along_y);
      surface.fuzz.row(y)[x] = static_cast<std::uint8_t>(std::min(255, (sums.opacity[at] + 8) / 16));
      surface.fuzz_tangent_x.row(y)[x] = static_cast<std::int8_t>(length > 0 ? 127 * along_x / length : 0);
      surface.fuzz_tangent_y.row(y)[x] = static_cast<std::int8_t>(length > 0 ? 127 * along_y / length : 0);
    }
  }
}

// Only hairs that can reach the strip: picks near it, and of each end the stretch near it.
void Fuzz::draw_system(const Hairs& hairs, Accumulator& sums) const {
  if (hairs.per_yarn == 0) return;
  const double top = window_.y_mm + window_.height_mm - sums.first * pixel_y_mm_ + hairs.longest_mm + pixel_y_mm_;
  const double bottom =
      window_.y_mm + window_.height_mm - (sums.last + 1) * pixel_y_mm_ - hairs.longest_mm - pixel_y_mm_;
  const int across_count = hairs.yarns->count, steps = hairs.warp ? hairs.per_yarn : across_count;
  const double per_mm = steps / tile_.height_mm;
  const auto low = static_cast<std::int64_t>(std::floor(bottom * per_mm)) - 1;
  const auto high = std::min(low + steps - 1, static_cast<std::int64_t>(std::floor(top * per_mm)) + 1);
  for (std::int64_t at = low; at <= high; ++at) {
    const int wrapped = static_cast<int>((at % steps + steps) % steps);
    if (hairs.warp) {
      for (int yarn = 0; yarn < across_count; ++yarn) draw_hair(hairs, hair(hairs, yarn, wrapped), sums);
    } else {
      for (int index = 0; index < hairs.per_yarn; ++index) draw_hair(hairs, hair(hairs, wrapped, index), sums);
    }
  }
}

// Every copy of a hair on the torus that meets the strip.
void Fuzz::draw_hair(const Hairs& hairs, const Hair& one, Accumulator& sums) const {
  const double margin = one.length_mm + 2 * std::max(pixel_x_mm_, pixel_y_mm_);
  const double strip_low = window_.height_mm - (sums.last + 1) * pixel_y_mm_,
               strip_high = window_.height_mm - sums.first * pixel_y_mm_;
  const double x = one.x * tile_.width_mm - window_.x_mm, y = one.y * tile_.height_mm - window_.y_mm;
  const double first_x = x + std::ceil((-margin - x) / tile_.width_mm) * tile_.width_mm;
  const double first_y = y + std::ceil((strip_low - margin - y) / tile_.height_mm) * tile_.height_mm;
  for (double copy_y = first_y; copy_y <= strip_high + margin; copy_y += tile_.height_mm) {
    for (double copy_x = first_x; copy_x <= window_.width_mm + margin; copy_x += tile_.width_mm) {
      trace(hairs, one, copy_x / pixel_x_mm_, window_.height_px - copy_y / pixel_y_mm_, sums);
    }
  }
}

// Walks along a hair and adds it to the four pixels around each step. Positions in pixels, y down.
void Fuzz::trace(const Hairs& hairs, const Hair& one, double start_x, double start_y, Accumulator& sums) const {
  const double step_mm = step_px * std::min(pixel_x_mm_, pixel_y_mm_);
  const int steps = std::clamp(static_cast<int>(one.length_mm / step_mm), 1, 2000);
  double cosine = one.cosine, sine = one.sine, bend = one.curvature;
  const double alpha = hairs.alpha * step_px * 255 * 16, pixels_x = 1 / pixel_x_mm_, pixels_y = 1 / pixel_y_mm_;
  const double fade = 2.2 / steps;
  double x = 0, y = 0;
  for (int step = 0; step < steps; ++step) {
    const double taper = std::min(1.0, fade * (steps - step));
    const auto fixed_x = static_cast<std::int64_t>(std::floor((start_x + x * pixels_x - 0.5) * weight_one + 0.377));
    const auto fixed_y = static_cast<std::int64_t>(std::floor((start_y - y * pixels_y - 0.5) * weight_one + 0.377));
    const int left = static_cast<int>(fixed_x >> 8), up = static_cast<int>(fixed_y >> 8);
    const int right_part = static_cast<int>(fixed_x & 255), down_part = static_cast<int>(fixed_y & 255);
    if (up + 1 >= sums.first && up <= sums.last) {
      const auto strength = static_cast<int>(alpha * taper);
      const auto c = static_cast<int>(cosine * 64), s = static_cast<int>(sine * 64);
      const int right = strength * right_part >> 8, here = strength - right;
      const int right_down = right * down_part >> 8, here_down = here * down_part >> 8;
      sums.add(left, up, here - here_down, c, s);
      sums.add(left + 1, up, right - right_down, c, s);
      sums.add(left, up + 1, here_down, c, s);
      sums.add(left + 1, up + 1, right_down, c, s);
    }
    x += cosine * step_mm;
    y += sine * step_mm;
    const double turn = bend * step_mm, old = cosine;
    cosine -= sine * turn;
    sine += old * turn;
    // One Newton step keeps the direction a unit vector.
    const double unit = 1.5 - 0.5 * (cosine * cosine + sine * sine);
    cosine *= unit;
    sine *= unit;
    bend += one.drift * step_mm;
  }
}

}  // namespace atelier
