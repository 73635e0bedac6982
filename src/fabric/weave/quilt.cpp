#include "fabric/weave/quilt.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/weave/quilt_relief.h"
#include "fabric/weave/tile.h"

namespace atelier {
namespace {

constexpr double grid_mm = 0.24;
constexpr double hole_mm = 0.3;  // half width of a needle hole

double wrapped(double turns) {
  return turns - std::floor(turns + 0.5);
}

// Cubic B-spline weights at t in 0..1 between the second and the third of four points.
void spline_weights(float t, float* weights) {
  const float s = 1 - t;
  weights[0] = s * s * s / 6;
  weights[1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
  weights[2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
  weights[3] = t * t * t / 6;
}

// Height of two plies twisted together, on a circle of radius 1.
double two_plies(double u, double turn) {
  const double x = cos_turns(turn) / 2, y = sin_turns(turn) / 2;
  double best = 0;
  for (const double sign : {-1.0, 1.0}) {
    const double off = u - sign * x, inside = 0.25 - off * off;
    if (inside > 0) best = std::max(best, sign * y + std::sqrt(inside));
  }
  return best;
}

}  // namespace

Quilt::Quilt(const FabricSpec& spec, const Tile& tile) {
  if (spec.quilt.layout == QuiltSpec::Layout::none) return;
  side_ = std::clamp(static_cast<int>(std::lround(tile.width_mm / grid_mm)), 64, 600);
  const QuiltRelief relief(spec, tile);
  height_mm_.resize(static_cast<std::size_t>(side_) * side_);
  double sum = 0;
  for (int y = 0; y < side_; ++y) {
    for (int x = 0; x < side_; ++x) {
      const double height = relief.height_mm(static_cast<double>(x) / side_, static_cast<double>(y) / side_);
      height_mm_[static_cast<std::size_t>(y) * side_ + x] = static_cast<float>(height);
      sum += height;
    }
  }
  const auto mean = static_cast<float>(sum / static_cast<double>(height_mm_.size()));
  for (float& height : height_mm_) height -= mean;
  sew(spec, tile);
}

// Whole stitches along every seam, each a little askew.
void Quilt::sew(const FabricSpec& spec, const Tile& tile) {
  const QuiltSpec& quilt = spec.quilt;
  const bool diamond = quilt.layout == QuiltSpec::Layout::diamond;
  const int lines = std::max(1, quilt_lines(spec, tile.height_mm)), families = diamond ? 2 : 1;
  const double seam_mm = tile.width_mm * (diamond ? std::sqrt(2.0) : 1.0);
  const int count = std::max(1, static_cast<int>(std::lround(seam_mm / std::max(0.5, quilt.stitch_mm))));
  for (int family = 0; family < families; ++family) {
    const double slope = diamond ? (family == 0 ? -1.0 : 1.0) : 0.0;
    for (int line = 0; line < lines; ++line) {
      for (int n = 0; n < count; ++n) {
        const std::uint32_t key =
            hash32(static_cast<std::uint32_t>(spec.seed), 700 + static_cast<std::uint32_t>(family), line, n);
        const double along = (n + 0.5) / count;
        const double askew = (5.5 + 2.5 * signed_unit_float(hash32(key, 1))) / 360;
        const double turns = slope / 8 + askew;
        const double length_mm = seam_mm / count;
        stitches_.push_back({along, slope * along + (line + quilt.first_seam()) / lines, cos_turns(turns),
                             sin_turns(turns), 0.425 * length_mm * (1 + 0.05 * signed_unit_float(hash32(key, 2))),
                             quilt.thread_mm * 0.6, unit_float(hash32(key, 3))});
      }
    }
  }
}

Quilt::Columns Quilt::columns(const PixelAxis& axis, int width) const {
  Columns made;
  made.cell.resize(static_cast<std::size_t>(width));
  made.weights.resize(static_cast<std::size_t>(width) * 4);
  for (int x = 0; x < width; ++x) {
    const float at = axis.position[x] * static_cast<float>(side_);
    const int cell = std::min(static_cast<int>(at), side_ - 1);
    made.cell[x] = cell;
    spline_weights(at - static_cast<float>(cell), made.weights.data() + static_cast<std::size_t>(x) * 4);
  }
  return made;
}

void Quilt::raise(const Columns& columns, float row_position, std::vector<float>& blend, SurfaceRow& row) const {
  const float at = row_position * static_cast<float>(side_);
  const int cell = std::min(static_cast<int>(at), side_ - 1);
  float weights[4];
  spline_weights(at - static_cast<float>(cell), weights);
  const auto grid_row = [&](int y) {
    return height_mm_.data() + static_cast<std::size_t>((y + side_) % side_) * side_;
  };
  const float *a = grid_row(cell - 1), *b = grid_row(cell), *c = grid_row(cell + 1), *d = grid_row(cell + 2);
  blend.resize(static_cast<std::size_t>(side_) + 3);
  for (int x = 0; x < side_; ++x) {
    blend[x + 1] = a[x] * weights[0] + b[x] * weights[1] + c[x] * weights[2] + d[x] * weights[3];
  }
  blend[0] = blend[side_];
  blend[side_ + 1] = blend[1];
  blend[side_ + 2] = blend[2];
  for (std::size_t x = 0; x < columns.cell.size(); ++x) {
    const float* grid = blend.data() + columns.cell[x];
    const float* w = columns.weights.data() + 4 * x;
    row.height[x] += grid[0] * w[0] + grid[1] * w[1] + grid[2] * w[2] + grid[3] * w[3];
  }
}

void Quilt::stitch(const Tile& tile, const PixelAxis& columns, const PixelAxis& rows, int first, int last,
                   Surface& surface) const {
  const Window& window = surface.window;
  const double pixel_mm = window.width_mm / window.width_px;
  for (const Stitch& one : stitches_) {
    const double reach_mm = one.half_length_mm + 2 * hole_mm;
    const double start = one.x * tile.width_mm - window.x_mm;
    const double copy = start + std::ceil((-reach_mm - start) / tile.width_mm) * tile.width_mm;
    for (int row = first; row <= last; ++row) {
      const double dy = wrapped(rows.position[row] - one.y) * tile.height_mm;
      if (std::abs(dy) > reach_mm) continue;
      for (double middle = copy; middle < window.width_mm + reach_mm; middle += tile.width_mm) {
        const int low = std::max(0, static_cast<int>((middle - reach_mm) / pixel_mm) - 1);
        const int high = std::min(window.width_px - 1, static_cast<int>((middle + reach_mm) / pixel_mm) + 1);
        for (int x = low; x <= high; ++x) {
          const double dx = wrapped(columns.position[x] - one.x) * tile.width_mm;
          const float base_mm = height_at(columns.position[x], rows.position[row]);
          draw(one, dx, dy, base_mm, static_cast<std::size_t>(row) * window.width_px + x, surface);
        }
      }
    }
  }
}

float Quilt::height_at(float x, float y) const {
  const float at_x = x * static_cast<float>(side_), at_y = y * static_cast<float>(side_);
  const int cell_x = std::min(static_cast<int>(at_x), side_ - 1), cell_y = std::min(static_cast<int>(at_y), side_ - 1);
  float across[4], up[4], sum = 0;
  spline_weights(at_x - static_cast<float>(cell_x), across);
  spline_weights(at_y - static_cast<float>(cell_y), up);
  for (int j = 0; j < 4; ++j) {
    const float* row = height_mm_.data() + static_cast<std::size_t>((cell_y + j - 1 + side_) % side_) * side_;
    for (int i = 0; i < 4; ++i) sum += up[j] * across[i] * row[(cell_x + i - 1 + side_) % side_];
  }
  return sum;
}

// One pixel near a stitch: thread where it covers, else the dent and darkness of the holes at its ends.
void Quilt::draw(const Stitch& one, double dx_mm, double dy_mm, float base_mm, std::size_t at, Surface& surface) const {
  const double along = dx_mm * one.cosine + dy_mm * one.sine, across = -dx_mm * one.sine + dy_mm * one.cosine;
  const double past = std::max(0.0, std::abs(along) - (one.half_length_mm - one.radius_mm));
  const double u = across / one.radius_mm, end = past / one.radius_mm;
  if (u * u + end * end < 1) {
    const double round = std::sqrt(1 - u * u - end * end), turn = one.turn + along / (7.5 * one.radius_mm);
    const double ply = 0.4 * round + 0.6 * two_plies(u, turn) * round;
    const double sink = along / one.half_length_mm;
    const double lift = one.radius_mm * (1.5 * ply + 0.35 - 0.9 * sink * sink * sink * sink);
    surface.height_mm.data()[at] = base_mm + static_cast<float>(lift);
    surface.part.data()[at] = static_cast<std::uint8_t>(Part::stitch);
    surface.dye.data()[at] = 0;
    surface.shade.data()[at] = static_cast<float>(0.85 + 0.35 * ply);
    const double tilt = 0.35 * round, scale = 127 / std::sqrt(1 + tilt * tilt);
    surface.tangent_x.data()[at] = static_cast<std::int8_t>(std::floor((one.cosine + tilt * one.sine) * scale + 0.5));
    surface.tangent_y.data()[at] = static_cast<std::int8_t>(std::floor((one.sine - tilt * one.cosine) * scale + 0.5));
    if (!surface.coverage.empty()) surface.coverage.data()[at] = 255;
    if (!surface.slope_variance.empty()) surface.slope_variance.data()[at] = 0.01F;
    return;
  }
  const double from_end = std::abs(along) - one.half_length_mm;
  const double hole = 1 - (from_end * from_end + across * across * 1.4) / (hole_mm * hole_mm);
  if (hole > 0) {
    surface.height_mm.data()[at] -= static_cast<float>(0.22 * hole);
    surface.shade.data()[at] *= static_cast<float>(1 - 0.6 * hole);
  }
}

}  // namespace atelier
