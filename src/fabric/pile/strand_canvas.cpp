#include "fabric/pile/strand_canvas.h"

#include <algorithm>
#include <cmath>

#include "fabric/pile/strand_sample.h"

namespace atelier {
namespace {

constexpr int fraction_bits = SampleGrid::bits;
constexpr std::int64_t one = std::int64_t{1} << fraction_bits;

// Whole pixels stay whole; other places are rounded once.
double snapped(double samples) {
  const double whole = std::floor(samples + 0.5);
  return std::abs(samples - whole) < 1e-4 ? whole : samples;
}

// Rounded down; quicker than std::floor, which is a call.
std::int64_t fixed(double samples) {
  constexpr std::int64_t far_below = std::int64_t{1} << 40;
  return static_cast<std::int64_t>(samples * static_cast<double>(one) + (0.5 + static_cast<double>(far_below))) -
         far_below;
}

}  // namespace

SampleGrid::SampleGrid(const Tile& tile, const Window& window, int samples)
    : scale(samples),
      width(window.width_px * samples),
      height(window.height_px * samples),
      per_mm(0.5 * (width / window.width_mm + height / window.height_mm)),
      period_x(snapped(tile.width_mm * width / window.width_mm)),
      period_y(snapped(tile.height_mm * height / window.height_mm)),
      left(fixed(snapped(window.x_mm * width / window.width_mm))),
      bottom(fixed(snapped(window.y_mm * height / window.height_mm))) {}

double SampleGrid::bundled_share(double radius_mm) const {
  return std::min(1.0, radius_mm / (0.5 * sample_mm()));
}

StrandCanvas::StrandCanvas(const SampleGrid& grid, int first_row, int last_row, float low_mm, float high_mm, Part part,
                           bool hairs)
    : grid_(grid),
      first_(first_row * grid.scale),
      rows_((last_row - first_row + 1) * grid.scale),
      low_mm_(low_mm),
      levels_per_mm_(static_cast<float>(strand_levels) / (high_mm - low_mm)),
      mm_per_level_((high_mm - low_mm) / static_cast<float>(strand_levels)),
      part_(part),
      hairs_(hairs),
      samples_(static_cast<std::size_t>(rows_) * grid.width / (hairs ? grid.scale * grid.scale : 1)) {}

StrandCanvas::Span StrandCanvas::cells_of(std::int64_t corner, int from, int count, double cell, double before_mm,
                                          double after_mm) const {
  const double low = static_cast<double>(corner) / static_cast<double>(one) + from;
  return {static_cast<std::int64_t>(std::floor((low - before_mm * grid_.per_mm - 1) / cell)),
          static_cast<std::int64_t>(std::floor((low + count + after_mm * grid_.per_mm + 1) / cell))};
}

LatticeCell StrandCanvas::cell(std::int64_t column, int columns, std::int64_t row, int rows) {
  const auto copies = [](std::int64_t index, int count) {
    return static_cast<int>(index >= 0 ? index / count : -((count - 1 - index) / count));
  };
  const int copy_x = copies(column, columns), copy_y = copies(row, rows);
  return {static_cast<int>(column - static_cast<std::int64_t>(copy_x) * columns),
          static_cast<int>(row - static_cast<std::int64_t>(copy_y) * rows), copy_x, copy_y};
}

StrandCanvas::Point StrandCanvas::place(double u, double v, const LatticeCell& cell, float reach_samples) const {
  const std::int64_t x = fixed(u * grid_.period_x) + fixed(cell.copy_x * grid_.period_x) - grid_.left;
  const std::int64_t up = fixed(v * grid_.period_y) + fixed(cell.copy_y * grid_.period_y) - grid_.bottom;
  const std::int64_t y = (static_cast<std::int64_t>(grid_.height - first_) << fraction_bits) - up;
  const std::int64_t reach = static_cast<std::int64_t>(reach_samples) << fraction_bits;
  const bool far = x < -reach || x > (static_cast<std::int64_t>(grid_.width) << fraction_bits) + reach || y < -reach ||
                   y > (static_cast<std::int64_t>(rows_) << fraction_bits) + reach;
  return {static_cast<std::int32_t>(x), static_cast<std::int32_t>(y), far};
}

bool StrandCanvas::meets(const LatticeCell& cell, double u, double v, const Reach& reach) const {
  const double x = (u + cell.copy_x) * grid_.period_x - static_cast<double>(grid_.left) / one;
  const double y = grid_.height - first_ - (v + cell.copy_y) * grid_.period_y + static_cast<double>(grid_.bottom) / one;
  return x + reach.right * grid_.per_mm >= -1 && x - reach.left * grid_.per_mm <= grid_.width + 1 &&
         y + reach.down * grid_.per_mm >= -1 && y - reach.up * grid_.per_mm <= rows_ + 1;
}

template <bool inside>
void StrandCanvas::fill_thin(const StrandPiece& piece, int first, int last) {
  const std::ptrdiff_t width = grid_.width, line_stride = piece.steep ? width : 1, stride = piece.steep ? 1 : width;
  const std::int32_t limit = piece.steep ? grid_.width : rows_;
  const std::int32_t begin = (piece.steep ? piece.y : piece.x) >> fraction_bits;
  std::int32_t minor = (piece.steep ? piece.x : piece.y) + first * piece.aside;
  std::uint64_t sample = piece.sample + static_cast<std::uint64_t>(first) * piece.change;
  std::uint64_t* line = samples_.data() + (begin + piece.ahead * first) * line_stride;
  for (int step = first; step <= last; ++step) {
    const std::int32_t at = minor >> fraction_bits;
    if (inside || (at >= 0 && at < limit)) {
      std::uint64_t& here = line[at * stride];
      here = std::max(here, sample);
    }
    minor += piece.aside;
    sample += piece.change;
    line += piece.ahead * line_stride;
  }
}

template <bool inside>
void StrandCanvas::fill_round(const StrandPiece& piece, int first, int last) {
  const std::ptrdiff_t width = grid_.width, line_stride = piece.steep ? width : 1, stride = piece.steep ? 1 : width;
  const std::int32_t limit = piece.steep ? grid_.width : rows_;
  const std::int32_t begin = (piece.steep ? piece.y : piece.x) >> fraction_bits;
  std::int32_t minor = (piece.steep ? piece.x : piece.y) + first * piece.aside;
  std::uint64_t sample = piece.sample + static_cast<std::uint64_t>(first) * piece.change;
  std::uint64_t* line = samples_.data() + (begin + piece.ahead * first) * line_stride;
  constexpr std::int32_t middle = one / 2;
  for (int step = first; step <= last; ++step) {
    std::int32_t low = (minor - piece.half + middle - 1) >> fraction_bits,
                 high = (minor + piece.half - middle) >> fraction_bits;
    if (!inside) low = std::max(low, 0), high = std::min(high, limit - 1);
    for (std::int32_t at = low; at <= high; ++at) {
      const std::int64_t off = (at << fraction_bits) + middle - minor;
      std::uint64_t& here = line[at * stride];
      here = std::max(here, sample - (static_cast<std::uint64_t>(off * off * piece.round >> 24) << level_shift));
    }
    minor += piece.aside;
    sample += piece.change;
    line += piece.ahead * line_stride;
  }
}

// Counts are sums: their order is of no account.
void StrandCanvas::fill_hair(const StrandPiece& piece, int first, int last) {
  const int limit = piece.steep ? grid_.width : rows_, shift = grid_.scale / 2;  // scales are 1 and 2
  const std::int32_t begin = (piece.steep ? piece.y : piece.x) >> fraction_bits;
  const std::uint64_t hair = std::uint64_t{1} << hair_count_shift |
                             (piece.sample >> direction_shift & 255) << hair_shift | (piece.sample & 255);
  for (int step = first; step <= last; ++step) {
    const std::int32_t at = ((piece.steep ? piece.x : piece.y) + step * piece.aside) >> fraction_bits;
    if (at < 0 || at >= limit) continue;
    const int line = begin + piece.ahead * step, x = piece.steep ? at : line, y = piece.steep ? line : at;
    samples_[static_cast<std::size_t>(y >> shift) * (grid_.width >> shift) + (x >> shift)] += hair;
  }
}

void StrandCanvas::fill(const StrandPiece& piece) {
  const int begin = (piece.steep ? piece.y : piece.x) >> fraction_bits, lines = piece.steep ? rows_ : grid_.width;
  const int first = std::max(0, piece.ahead > 0 ? -begin : begin - lines + 1);
  const int last = std::min(piece.steps - 1, piece.ahead > 0 ? lines - 1 - begin : begin);
  if (first > last) return;
  const std::int32_t minor = piece.steep ? piece.x : piece.y;
  const std::int32_t from = minor + first * piece.aside, to = minor + last * piece.aside;
  const std::int32_t low = std::min(from, to) - piece.half, high = std::max(from, to) + piece.half;
  const std::int64_t limit = static_cast<std::int64_t>(piece.steep ? grid_.width : rows_) << fraction_bits;
  if (high < 0 || low >= limit) return;
  const bool inside = low >= one && high + one < limit;
  if (hairs_) return fill_hair(piece, first, last);
  if (piece.round == 0) return inside ? fill_thin<true>(piece, first, last) : fill_thin<false>(piece, first, last);
  return inside ? fill_round<true>(piece, first, last) : fill_round<false>(piece, first, last);
}

}  // namespace atelier
