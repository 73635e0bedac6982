#include "fabric/knit/loop_field.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/knit/loop_parts.h"

namespace atelier {
namespace {

constexpr double loft = 0.74;  // height of spun yarn, share of its width

}  // namespace

LoopField::LoopField(const FabricSpec& spec, const Tile& tile, Chart chart, Motif motif)
    : spec_(spec),
      tile_(tile),
      chart_(std::move(chart)),
      motif_(std::move(motif)),
      seed_(hash32(static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32)), 61)) {
  columns_ = tile.wales * chart_.wales / chart_.face_wales;
  rows_ = tile.courses * chart_.courses / chart_.face_courses;
  row_mm_ = tile.height_mm / rows_;
  mean_column_mm_ = tile.width_mm / columns_;
  const double root = std::sqrt(spec.warp.flattening);
  half_width_ = spec.warp.diameter_mm * root / 2;
  // Spun yarn is lofty: pressed between its neighbours it grows wide, and hardly lower.
  half_height_ = spec.warp.mass_cv_percent < 6 ? spec.warp.diameter_mm / root / 2 : loft * half_width_;
  if (chart_.wales == 1 && motif_.wales == 1) {
    const double lean = sin_turns(spec.knit.spirality_deg / 360) / cos_turns(spec.knit.spirality_deg / 360);
    spirality_ = static_cast<int>(std::floor(lean * tile.height_mm / mean_column_mm_ + 0.5));
  }
  depth_mm_ = 0.58 * spec.warp.diameter_mm;
  loop_mm_ = spec.knit.loop_mm;
  set_columns();
  for (int row = 0; row < chart_.courses; ++row) {
    for (int column = 0; column < chart_.wales; ++column) {
      reach_rows_ = std::max(reach_rows_, held_until(column, row) - row + 1);
      if (chart_.at(column, row) == Stitch::over) eyelets_.emplace_back(column, row);
    }
  }
  crossings_ = chart_.crossings;
  const double layers = depth_mm_ * 1.6 + half_height_ + spec.knit.purl_depth * spec.warp.diameter_mm / 2;
  lowest_ = -layers - (spec.knit.backed ? back_mm() : 0);
  highest_ = layers + (crossings_.empty() ? 0 : front_of_cable * spec.warp.diameter_mm);
}

// Columns of purl stitches between knit ones draw together and sink.
void LoopField::set_columns() {
  std::vector<double> knit(static_cast<std::size_t>(chart_.wales));
  for (int column = 0; column < chart_.wales; ++column) {
    int knits = 0;
    for (int row = 0; row < chart_.courses; ++row) knits += chart_.at(column, row) != Stitch::purl ? 1 : 0;
    knit[column] = static_cast<double>(knits) / chart_.courses;
  }
  const bool mixed = *std::max_element(knit.begin(), knit.end()) > *std::min_element(knit.begin(), knit.end());
  double sum = 0;
  for (const double share : knit) {
    width_mm_.push_back(mixed && share == 0 ? spec_.knit.purl_width : 1);
    base_mm_.push_back(mixed ? (share - 0.5) * spec_.knit.purl_depth * spec_.warp.diameter_mm : 0);
    sum += width_mm_.back();
  }
  double left = 0;
  for (double& width : width_mm_) {
    width *= mean_column_mm_ * chart_.wales / sum;
    left_mm_.push_back(left);
    left += width;
  }
}

Stitch LoopField::stitch(int column, int row) const {
  return chart_.at(wrapped(column, chart_.wales), wrapped(row, chart_.courses));
}

// Held loops keep the face that they had.
double LoopField::face(int column, int row) const {
  for (int back = 0; back < chart_.courses; ++back) {
    const Stitch one = stitch(column, row - back);
    if (one == Stitch::purl) return -1;
    if (one != Stitch::tuck && one != Stitch::miss) return 1;
  }
  return 1;
}

int LoopField::held_until(int column, int row) const {
  int until = row + 1;
  while (until < row + chart_.courses) {
    const Stitch above = stitch(column, until);
    if (above != Stitch::tuck && above != Stitch::miss) break;
    ++until;
  }
  return until;
}

std::uint8_t LoopField::dye(int column, int row) const {
  if (!motif_.dyes.empty()) {
    const int wale = wrapped(column, motif_.wales), course = wrapped(row, motif_.courses);
    const std::uint8_t shown = motif_.dyes[static_cast<std::size_t>(course) * motif_.wales + wale];
    return shown > 0 ? static_cast<std::uint8_t>(shown + spec_.knit.figure_dye - 1) : shown;
  }
  const auto& order = spec_.knit.course_order;
  if (order.empty()) return 0;
  const int course = wrapped(row, rows_) * chart_.face_courses / chart_.courses;
  return order[static_cast<std::size_t>(course) % order.size()];
}

float LoopField::row_noise(int row, std::uint32_t channel) const {
  return normal_float(hash32(seed_, channel, wrapped(row, rows_)));
}

// Where the knot of a stitch with the one below it has moved: what lies in it moves with it.
LoopField::Place LoopField::node_jitter(int column, int row) const {
  if (row >= rows_) column += spirality_;
  if (row < 0) column -= spirality_;
  const std::uint32_t key = hash32(seed_, 3, wrapped(column, columns_), wrapped(row, rows_));
  const double much = spec_.knit.irregularity;
  return {0.028 * much * mean_column_mm_ * normal_float(key),
          0.03 * much * row_mm_ * normal_float(hash32(key, 5)) + 0.012 * much * row_mm_ * row_noise(row, 7),
          0.09 * much * spec_.warp.diameter_mm * normal_float(hash32(key, 9))};
}

LoopField::Loop LoopField::make_loop(int column, int row) const {
  Loop loop;
  loop.column = column;
  loop.row = row;
  loop.stitch = stitch(column, row);
  loop.until = held_until(column, row);
  loop.face = face(column, row);
  loop.face_above = face(column, loop.until);
  loop.face_left = face(column - 1, row);
  loop.face_right = face(column + 1, row);
  const int chart_column = wrapped(column, chart_.wales);
  const int repeat = (column - chart_column) / chart_.wales;
  loop.half = width_mm_[chart_column] / 2;
  loop.x = repeat * mean_column_mm_ * chart_.wales + left_mm_[chart_column] + loop.half;
  loop.base = base_mm_[chart_column];
  loop.base_left = base_mm_[wrapped(column - 1, chart_.wales)];
  loop.base_right = base_mm_[wrapped(column + 1, chart_.wales)];
  loop.low = node_jitter(column, row);
  loop.high = node_jitter(column, loop.until);
  const std::uint32_t key = hash32(seed_, 13, wrapped(column, columns_), wrapped(row, rows_));
  const std::uint32_t next = hash32(seed_, 13, wrapped(column + 1, columns_), wrapped(row, rows_));
  const double much = spec_.knit.irregularity;
  const auto arc = [&](std::uint32_t from) {
    return Place{0.03 * much * mean_column_mm_ * normal_float(hash32(from, 1)),
                 0.04 * much * row_mm_ * normal_float(hash32(from, 2)), 0};
  };
  loop.left = arc(key);
  loop.right = arc(next);
  loop.size = 1 + 0.025 * much * normal_float(hash32(key, 3)) + 0.008 * much * row_noise(row, 11);
  loop.lean = 0.03 * much * normal_float(hash32(key, 4));
  const double warp_lean = sin_turns(spec_.knit.lean_deg / 360) / cos_turns(spec_.knit.lean_deg / 360);
  loop.lean += (wrapped(row, rows_) % 2 == 0 ? 1 : -1) * warp_lean;
  loop.leg_left = 0.03 * much * mean_column_mm_ * normal_float(hash32(key, 5));
  loop.leg_right = 0.03 * much * mean_column_mm_ * normal_float(hash32(key, 6));
  if (stitch(column, row + 1) == Stitch::over) loop.head_shift = 0.95 * mean_column_mm_;
  return loop;
}

}  // namespace atelier
