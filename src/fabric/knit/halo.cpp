#include "fabric/knit/halo.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double step_px = 0.8;
constexpr double splats_per_pixel = 0.45;  // most that is drawn; more hairs become fewer and denser
constexpr int weight_one = 256;

}  // namespace

// Opacity, and opacity times direction, in 1/255 of 16 levels.
struct Halo::Sums {
  int first, last, width;
  std::vector<std::int32_t> opacity, along_x, along_y;

  Sums(int first_row, int last_row, int columns) : first(first_row), last(last_row), width(columns) {
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

Halo::Halo(const FabricSpec& spec, const LoopField& field, const Tile& tile, const Window& window)
    : tile_(tile),
      window_(window),
      pixel_x_mm_(window.width_mm / window.width_px),
      pixel_y_mm_(window.height_mm / window.height_px),
      column_mm_(field.column_mm()),
      row_mm_(field.row_mm()),
      columns_(field.columns()),
      rows_(field.rows()),
      seed_(hash32(static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32)), 71)),
      mean_mm_(spec.warp.hair_mm),
      longest_mm_(spec.warp.hair_mm * 2.4),
      loose_(std::clamp((spec.warp.hair_mm - 0.4) / 0.5, 0.0, 1.0)),
      comb_(std::clamp(spec.finish.brushed, 0.0, 1.0)) {
  if (spec.warp.hair_per_mm <= 0 || spec.warp.hair_mm <= 0) return;
  const double pixel_mm = std::min(pixel_x_mm_, pixel_y_mm_);
  const double fibre_mm = std::clamp(spec.warp.fibre_pitch_um, 10.0, 30.0) / 1000;
  const double wished = spec.warp.hair_per_mm * field.loop_mm();
  const double splats = wished / (column_mm_ * row_mm_) * std::max(1.0, mean_mm_ / (step_px * pixel_mm));
  const double allowed = splats_per_pixel * (1 + comb_) / (pixel_x_mm_ * pixel_y_mm_);
  const double share = std::min(1.0, allowed / splats);
  per_cell_ = wished * share;
  alpha_ = (0.45 + 0.15 * std::max(comb_, loose_)) * std::min(1.0, fibre_mm / pixel_mm) * std::min(2.5, 1 / share);
}

Halo::Hair Halo::hair(int column, int row, int index) const {
  const std::uint32_t key = hash32(seed_, column, row, index);
  Hair made;
  made.x_mm = (column + unit_float(hash32(key, 1))) * column_mm_;
  made.y_mm = (row + unit_float(hash32(key, 2))) * row_mm_;
  // Most leave a leg and follow it for a while; those of wool go any way.
  const double spread = 0.6 + 0.6 * loose_ * (1 - 0.5 * comb_);
  double turns = spread * normal_float(hash32(key, 3)) / 6.283185307179586 + 0.25 + (key & 1 ? 0.5 : 0.0);
  turns += (key & 2 ? 0.07 : -0.07);
  made.cosine = cos_turns(turns);
  made.sine = sin_turns(turns);
  const double draw = unit_float(hash32(key, 5));
  made.length_mm = mean_mm_ * (0.3 + 2.1 * draw * draw);
  made.curvature =
      (0.8 + loose_) * signed_unit_float(hash32(key, 6)) / std::sqrt(std::max(0.3, mean_mm_) * made.length_mm);
  made.drift = 0.5 * signed_unit_float(hash32(key, 7)) / (made.length_mm * made.length_mm) -
               2 * made.curvature * unit_float(hash32(key, 8)) / made.length_mm;
  return made;
}

void Halo::draw(int first, int last, Surface& surface) const {
  if (empty()) return;
  Sums sums(first, last, window_.width_px);
  const double top = window_.y_mm + window_.height_mm - first * pixel_y_mm_ + longest_mm_ + pixel_y_mm_;
  const double bottom = window_.y_mm + window_.height_mm - (last + 1) * pixel_y_mm_ - longest_mm_ - pixel_y_mm_;
  const int low = static_cast<int>(std::floor(bottom / row_mm_)) - 1;
  const int high = std::min(low + rows_ - 1, static_cast<int>(std::floor(top / row_mm_)) + 1);
  for (int at = low; at <= high; ++at) {
    const int row = (at % rows_ + rows_) % rows_;
    for (int column = 0; column < columns_; ++column) {
      const double wished = per_cell_ + unit_float(hash32(seed_, 83, column, row));
      const int count = static_cast<int>(wished);
      for (int index = 0; index < count; ++index) draw_hair(hair(column, row, index), sums);
    }
  }
  for (int y = first; y <= last; ++y) {
    std::uint8_t* fuzz = surface.fuzz.row(y);
    std::int8_t *x_row = surface.fuzz_tangent_x.row(y), *y_row = surface.fuzz_tangent_y.row(y);
    for (int x = 0; x < sums.width; ++x) {
      const std::size_t at = static_cast<std::size_t>(y - first) * sums.width + x;
      const auto along_x = static_cast<float>(sums.along_x[at]), along_y = static_cast<float>(sums.along_y[at]);
      const float length = std::sqrt(along_x * along_x + along_y * along_y);
      fuzz[x] = static_cast<std::uint8_t>(std::min(255, (sums.opacity[at] + 8) / 16));
      x_row[x] = static_cast<std::int8_t>(length > 0 ? 127 * along_x / length : 0);
      y_row[x] = static_cast<std::int8_t>(length > 0 ? 127 * along_y / length : 0);
    }
  }
}

// Every copy of a hair on the torus that meets the strip.
void Halo::draw_hair(const Hair& one, Sums& sums) const {
  const double margin = one.length_mm + 2 * std::max(pixel_x_mm_, pixel_y_mm_);
  const double strip_low = window_.height_mm - (sums.last + 1) * pixel_y_mm_,
               strip_high = window_.height_mm - sums.first * pixel_y_mm_;
  const double x = one.x_mm - window_.x_mm, y = one.y_mm - window_.y_mm;
  const double first_x = x + std::ceil((-margin - x) / tile_.width_mm) * tile_.width_mm;
  const double first_y = y + std::ceil((strip_low - margin - y) / tile_.height_mm) * tile_.height_mm;
  for (double copy_y = first_y; copy_y <= strip_high + margin; copy_y += tile_.height_mm) {
    for (double copy_x = first_x; copy_x <= window_.width_mm + margin; copy_x += tile_.width_mm) {
      trace(one, copy_x / pixel_x_mm_, window_.height_px - copy_y / pixel_y_mm_, sums);
    }
  }
}

// Walks along a hair and adds it to the four pixels around each step. Positions in pixels, y down.
void Halo::trace(const Hair& one, double x_px, double y_px, Sums& sums) const {
  const double step_mm = step_px * std::min(pixel_x_mm_, pixel_y_mm_);
  const int steps = std::clamp(static_cast<int>(one.length_mm / step_mm), 1, 2000);
  double cosine = one.cosine, sine = one.sine, bend = one.curvature, x = 0, y = 0;
  const double alpha = alpha_ * step_px * 255 * 16, fade = 2.2 / steps;
  for (int step = 0; step < steps; ++step) {
    const auto fixed_x = static_cast<std::int64_t>(std::floor((x_px + x / pixel_x_mm_ - 0.5) * weight_one + 0.377));
    const auto fixed_y = static_cast<std::int64_t>(std::floor((y_px - y / pixel_y_mm_ - 0.5) * weight_one + 0.377));
    const int left = static_cast<int>(fixed_x >> 8), up = static_cast<int>(fixed_y >> 8);
    if (up + 1 >= sums.first && up <= sums.last) {
      const int right_part = static_cast<int>(fixed_x & 255), down_part = static_cast<int>(fixed_y & 255);
      const auto strength = static_cast<int>(alpha * std::min(1.0, fade * (steps - step)));
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
