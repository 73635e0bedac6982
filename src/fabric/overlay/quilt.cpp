#include "fabric/overlay/quilt.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/quilt_relief.h"
#include "fabric/range_check.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double hole_mm = 0.26;  // half width of a needle hole
constexpr double dimple_mm = 0.75, dimple_depth_mm = 0.16;

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

OverlayNeeds Quilt::needs(const FabricSpec& spec) {
  return quilt_needs(spec.quilt);
}

Result<std::unique_ptr<Overlay>> Quilt::create(const FabricSpec& spec, const Tile& tile) {
  TRY_VOID(check_range("spacing_mm", spec.quilt.spacing_mm, 5, 300));
  TRY_VOID(check_range("stitch_mm", spec.quilt.stitch_mm, 0.5, 20));
  TRY_VOID(check_range("height_mm", spec.quilt.height_mm, 0, 100));
  return std::unique_ptr<Overlay>(new Quilt(spec, tile));
}

Quilt::Quilt(const FabricSpec& spec, const Tile& tile) : tile_(tile), height_mm_(spec.quilt.height_mm) {
  const std::vector<Seam> seams = quilt_seams(spec.quilt, tile.width_mm);
  relief_ = quilt_relief(spec, tile, seams);
  for (int number = 0; number < static_cast<int>(seams.size()); ++number) sew(spec, seams[number], number);
  const bool channels =
      spec.quilt.layout == QuiltSpec::Layout::horizontal || spec.quilt.layout == QuiltSpec::Layout::vertical;
  view_mm_ = std::clamp((channels ? 1.5 : 1.9) * spec.quilt.spacing_mm, 38.4, 110.0);
}

// Whole stitches along a seam, each a little askew.
void Quilt::sew(const FabricSpec& spec, const Seam& seam, int number) {
  const QuiltSpec& quilt = spec.quilt;
  const int count = std::max(1, static_cast<int>(std::lround(seam.length_mm() / std::max(0.5, quilt.stitch_mm))));
  const double length_mm = seam.length_mm() / count;
  for (int n = 0; n < count; ++n) {
    const std::uint32_t key = hash32(static_cast<std::uint32_t>(spec.seed), 700, number, n);
    const SeamPlace place = seam.at((n + 0.5) * length_mm);
    const double askew = (5.5 + 2.5 * signed_unit_float(hash32(key, 1))) / 360;
    const double c = cos_turns(askew), s = sin_turns(askew);
    stitches_.push_back({place.x_mm / tile_.width_mm, place.y_mm / tile_.height_mm, place.cosine * c - place.sine * s,
                         place.sine * c + place.cosine * s,
                         0.425 * length_mm * (1 + 0.05 * signed_unit_float(hash32(key, 2))), quilt.thread_mm * 0.6,
                         unit_float(hash32(key, 3))});
  }
}

struct Quilt::Axes {
  std::vector<float> columns, rows;
};

Result<void> Quilt::apply(Surface& surface, const RunContext& run) const {
  TRY_VOID(relief_.add_to(tile_, surface.window, surface.height_mm, run));
  const Window& window = surface.window;
  const Axes axes{torus_positions(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, false),
                  torus_positions(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, true)};
  return for_strips(surface.window, run, [&](int first, int last) { stitch(axes, first, last, surface); });
}

void Quilt::describe(Tile& tile) const {
  tile.view_mm = view_mm_;
  tile.relief_mm += relief_.most_mm() - relief_.least_mm();
}

void Quilt::stitch(const Axes& axes, int first, int last, Surface& surface) const {
  const Window& window = surface.window;
  const double pixel_mm = window.width_mm / window.width_px;
  for (const Stitch& one : stitches_) {
    const double reach_mm = one.half_length_mm + dimple_mm;
    const double start = one.x * tile_.width_mm - window.x_mm;
    const double copy = start + std::ceil((-reach_mm - start) / tile_.width_mm) * tile_.width_mm;
    for (int row = first; row <= last; ++row) {
      const double dy = wrapped_turns(axes.rows[row] - one.y) * tile_.height_mm;
      if (std::abs(dy) > reach_mm) continue;
      for (double middle = copy; middle < window.width_mm + reach_mm; middle += tile_.width_mm) {
        const int low = std::max(0, static_cast<int>((middle - reach_mm) / pixel_mm) - 1);
        const int high = std::min(window.width_px - 1, static_cast<int>((middle + reach_mm) / pixel_mm) + 1);
        for (int x = low; x <= high; ++x) {
          const double dx = wrapped_turns(axes.columns[x] - one.x) * tile_.width_mm;
          const float base_mm = relief_.at(axes.columns[x], axes.rows[row]);
          draw(one, dx, dy, base_mm, static_cast<std::size_t>(row) * window.width_px + x, surface);
        }
      }
    }
  }
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
    if (!surface.fuzz.empty()) surface.fuzz.data()[at] = 0;
    if (!surface.dye_share.empty()) surface.dye_share.data()[at] = 255;
    return;
  }
  const double from_end = std::abs(along) - one.half_length_mm;
  const double dimple = 1 - (from_end * from_end + across * across) / (dimple_mm * dimple_mm);
  if (dimple > 0) surface.height_mm.data()[at] -= static_cast<float>(dimple_depth_mm * dimple * dimple);
  const double hole = 1 - (from_end * from_end + across * across * 1.4) / (hole_mm * hole_mm);
  if (hole > 0) {
    surface.height_mm.data()[at] -= static_cast<float>(0.22 * hole);
    surface.shade.data()[at] *= static_cast<float>(1 - 0.4 * hole);
  }
}

}  // namespace atelier
