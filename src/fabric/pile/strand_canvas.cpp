#include "fabric/pile/strand_canvas.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

constexpr int fraction_bits = SampleGrid::bits;
constexpr std::int64_t one = std::int64_t{1} << fraction_bits;
constexpr int level_shift = 40, shade_shift = 16, direction_shift = 8;
constexpr float levels = 16777214.0F;
constexpr float shade_steps = 8192;
constexpr int steps_max = 16384;
constexpr float sharpest_turn = 0.5F;  // radians a step: a tighter curl has no shape at this size of sample

// Whole pixels stay whole; other places are rounded once.
double snapped(double samples) {
  const double whole = std::floor(samples + 0.5);
  return std::abs(samples - whole) < 1e-4 ? whole : samples;
}

std::int64_t fixed(double samples) {
  return static_cast<std::int64_t>(std::floor(samples * static_cast<double>(one) + 0.5));
}

std::uint64_t direction_byte(float component) {
  const float bounded = std::clamp(component, -1.0F, 1.0F);
  return static_cast<std::uint64_t>(static_cast<int>(std::floor(bounded * 127 + 0.5F)) + 128);
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

StrandCanvas::StrandCanvas(const SampleGrid& grid, int first_row, int last_row, float low_mm, float high_mm, Part part)
    : grid_(grid),
      first_(first_row * grid.scale),
      rows_((last_row - first_row + 1) * grid.scale),
      low_mm_(low_mm),
      levels_per_mm_(levels / (high_mm - low_mm)),
      mm_per_level_((high_mm - low_mm) / levels),
      part_(part),
      samples_(static_cast<std::size_t>(rows_) * grid.width) {}

StrandCanvas::Span StrandCanvas::cells_of(std::int64_t corner, int from, int count, double cell,
                                          double reach_mm) const {
  const double low = static_cast<double>(corner) / static_cast<double>(one) + from, reach = reach_mm * grid_.per_mm + 1;
  return {static_cast<std::int64_t>(std::floor((low - reach) / cell)),
          static_cast<std::int64_t>(std::floor((low + count + reach) / cell))};
}

LatticeCell StrandCanvas::cell(std::int64_t column, int columns, std::int64_t row, int rows) {
  const auto copies = [](std::int64_t index, int count) {
    return static_cast<int>(index >= 0 ? index / count : -((count - 1 - index) / count));
  };
  const int copy_x = copies(column, columns), copy_y = copies(row, rows);
  return {static_cast<int>(column - static_cast<std::int64_t>(copy_x) * columns),
          static_cast<int>(row - static_cast<std::int64_t>(copy_y) * rows), copy_x, copy_y};
}

StrandCanvas::Point StrandCanvas::place(double u, double v, const LatticeCell& cell) const {
  const std::int64_t x = fixed(u * grid_.period_x) + fixed(cell.copy_x * grid_.period_x) - grid_.left;
  const std::int64_t y = fixed(v * grid_.period_y) + fixed(cell.copy_y * grid_.period_y) - grid_.bottom;
  return {x, (static_cast<std::int64_t>(grid_.height - first_) << fraction_bits) - y};
}

std::uint64_t StrandCanvas::level(float z_mm) const {
  return static_cast<std::uint64_t>(std::clamp((z_mm - low_mm_) * levels_per_mm_, 0.0F, levels)) + 1;
}

std::uint64_t StrandCanvas::payload(float shade, float along_x, float along_y) {
  const auto steps = static_cast<std::uint64_t>(std::clamp(shade, 0.0F, 7.9F) * shade_steps);
  return steps << shade_shift | direction_byte(along_x) << direction_shift | direction_byte(along_y);
}

// One step goes one sample along the axis that the strand is nearer to, and fills a run across it: no gaps, and no
// sample twice.
void StrandCanvas::draw(const LatticeCell& cell, const Strand& strand) {
  Point at = place(strand.u, strand.v, cell);
  const float length = strand.length_mm * static_cast<float>(grid_.per_mm);
  const auto reach = static_cast<std::int64_t>(length + strand.radius_mm * static_cast<float>(grid_.per_mm) + 2)
                     << fraction_bits;
  const std::int64_t width = static_cast<std::int64_t>(grid_.width) << fraction_bits,
                     height = static_cast<std::int64_t>(rows_) << fraction_bits;
  if (at.x < -reach || at.x > width + reach || at.y < -reach || at.y > height + reach) return;
  const auto sample_mm = static_cast<float>(grid_.sample_mm());
  const float half = std::max(0.5F, strand.radius_mm * static_cast<float>(grid_.per_mm));
  const bool round = half > 0.9F;
  const float inverse_length = 1 / std::max(length, 1e-3F);
  float dx = strand.along_x, dy = -strand.along_y, bend = strand.bend * sample_mm, done = 0;
  const float drift = strand.drift * sample_mm * sample_mm;
  for (int step = 0; step < steps_max; ++step) {
    const float across_x = std::abs(dx), across_y = std::abs(dy);
    const bool steep = across_y > across_x;
    const float stride = 1 / std::max(across_x, across_y), t = std::min(1.0F, done * inverse_length);
    const std::int64_t major = steep ? at.y : at.x, minor = steep ? at.x : at.y;
    const int line = static_cast<int>(major >> fraction_bits);
    const float run = std::max(0.5F, half * (1 - strand.taper * t)) * stride;
    const int limit = steep ? grid_.width : rows_;
    if (line >= 0 && line < (steep ? rows_ : grid_.width) && minor > -(one << 10) && minor < ((limit + 1024) * one)) {
      const float z = strand.root_mm + (strand.tip_mm - strand.root_mm) * t + 4 * strand.arch_mm * t * (1 - t);
      const float shade = strand.root_shade + (strand.tip_shade - strand.root_shade) * t;
      const float flat = strand.root_flat + (strand.tip_flat - strand.root_flat) * t;
      const std::uint64_t paint = payload(shade, flat * dx, -flat * dy);
      const auto centre = static_cast<int>(minor >> fraction_bits);
      const float rest = static_cast<float>(minor & (one - 1)) / static_cast<float>(one) - 0.5F;
      const int back = static_cast<int>(std::floor(run - rest)),
                ahead = static_cast<int>(std::floor(run + rest - 1e-4F));
      const int first = std::max(centre - back, 0), last = std::min(centre + ahead, limit - 1);
      const float inverse = 1 / run;
      for (int i = first; i <= last; ++i) {
        const float q = round ? (static_cast<float>(i - centre) - rest) * inverse : 0.0F;
        const std::uint64_t sample = level(z - 0.6F * strand.radius_mm * q * q) << level_shift | paint;
        steep ? put(i, line, sample) : put(line, i, sample);
      }
    }
    done += stride;
    if (done >= length) break;
    at.x += static_cast<std::int64_t>(std::floor(dx * stride * static_cast<float>(one) + 0.5F));
    at.y += static_cast<std::int64_t>(std::floor(dy * stride * static_cast<float>(one) + 0.5F));
    const float turn = std::clamp(-bend * stride, -sharpest_turn, sharpest_turn), old = dx;
    dx -= dy * turn;
    dy += old * turn;
    const float unit = 1.5F - 0.5F * (dx * dx + dy * dy);
    dx *= unit;
    dy *= unit;
    bend += drift * stride;
  }
}

}  // namespace atelier
