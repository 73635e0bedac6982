#include "fabric/maps/maps_relief.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "imaging/portable_math.h"

namespace atelier {

namespace {

constexpr int rows_per_strip = 32;
constexpr int near_taps = 8, far_taps = 5;
constexpr double near_pitches = 1.5;
constexpr double far_spacing_share = 0.3;
constexpr double reach_px_max = 1024;

int wrapped(int i, int n) {
  return ((i % n) + n) % n;
}

/// ln(x) for x ≥ 1 by Newton's method on e^-y = 1/x; monotone from below.
double natural_log(double x) {
  double y = 0;
  for (int i = 0; i < 60; ++i) y += 1 - 1 / (x * portable_exp_negative(-y));
  return y;
}

/// `count` distances from `first` to `last`, each the same factor further than the one before.
std::vector<double> log_spaced(double first, double last, int count) {
  const double span = natural_log(std::max(last / first, 1.0));
  std::vector<double> distances;
  for (int k = 0; k < count; ++k) {
    distances.push_back(last * portable_exp_negative(-span * (count - 1 - k) / std::max(count - 1, 1)));
  }
  return distances;
}

std::vector<double> tap_distances(const OcclusionReach& reach, double pixel_mm) {
  std::vector<double> distances = log_spaced(pixel_mm, std::max(reach.near_mm, pixel_mm), near_taps);
  if (reach.far_mm > reach.near_mm) {
    const std::vector<double> far = log_spaced(std::max(reach.near_mm, pixel_mm), reach.far_mm, far_taps + 1);
    distances.insert(distances.end(), far.begin() + 1, far.end());
  }
  return distances;
}

}  // namespace

Result<Relief> Relief::create(const Plane<float>& heights, int halo_px, const RunContext& run) {
  const int width = heights.width(), height = heights.height();
  Relief relief;
  relief.halo_ = std::max(halo_px, 1);
  relief.left_ = (relief.halo_ + 15) / 16 * 16;
  const int stride = (relief.left_ + width + relief.halo_ + maps_kernel_slack + 15) / 16 * 16;
  const int padded_rows = height + 2 * relief.halo_;
  relief.padded_ = Plane<float>(stride, padded_rows);
  const int strips = (padded_rows + rows_per_strip - 1) / rows_per_strip;
  std::vector<MinMax> ranges(strips);
  TRY_VOID(parallel_for(run, strips, [&](int strip) {
    const int first = strip * rows_per_strip, end = std::min(first + rows_per_strip, padded_rows);
    for (int y = first; y < end; ++y) {
      float* row = relief.padded_.row(y);
      const MinMax range = copy_heights_row(heights.row(wrapped(y - relief.halo_, height)), row + relief.left_, width);
      for (int x = 0; x < relief.left_; ++x) row[x] = row[relief.left_ + wrapped(x - relief.left_, width)];
      for (int x = relief.left_ + width; x < stride; ++x) row[x] = row[x - width];
      ranges[strip] =
          y == first ? range : MinMax{std::min(ranges[strip].min, range.min), std::max(ranges[strip].max, range.max)};
    }
  }));
  relief.range_ = ranges.front();
  for (const MinMax& range : ranges) {
    relief.range_ = {std::min(relief.range_.min, range.min), std::max(relief.range_.max, range.max)};
  }
  return relief;
}

OcclusionReach occlusion_reach(const FabricSpec& spec, const Tile& tile) {
  OcclusionReach reach;
  const double pitch_x = tile.ends > 0 ? tile.width_mm / tile.ends : 0;
  const double pitch_y = tile.picks > 0 ? tile.height_mm / tile.picks : 0;
  const double pitch = std::max({pitch_x, pitch_y, tile.pitch_mm});
  reach.near_mm = near_pitches * (pitch > 0 ? pitch : 1.0);
  if (spec.quilt.layout != QuiltSpec::Layout::none) reach.far_mm = far_spacing_share * spec.quilt.spacing_mm;
  return reach;
}

int occlusion_halo_px(const OcclusionReach& reach, double pixel_x_mm, double pixel_y_mm) {
  const double longest = std::max(reach.near_mm, reach.far_mm) / std::min(pixel_x_mm, pixel_y_mm);
  return static_cast<int>(std::min(longest, reach_px_max)) + 2;
}

OcclusionTaps make_occlusion_taps(const OcclusionReach& reach, double pixel_x_mm, double pixel_y_mm,
                                  std::ptrdiff_t stride) {
  OcclusionTaps result;
  const std::vector<double> distances = tap_distances(reach, std::min(pixel_x_mm, pixel_y_mm));
  for (int direction = 0; direction < OcclusionTapView::directions; ++direction) {
    const double angle = 360.0 * direction / OcclusionTapView::directions;
    const double toward_x = portable_cos_deg(angle), toward_y = portable_sin_deg(angle);
    result.begin[direction] = static_cast<int>(result.taps.size());
    std::ptrdiff_t last = 0;
    for (const double distance : distances) {
      const double step_x = std::floor(std::clamp(distance * toward_x / pixel_x_mm, -reach_px_max, reach_px_max) + 0.5);
      const double step_y = std::floor(std::clamp(distance * toward_y / pixel_y_mm, -reach_px_max, reach_px_max) + 0.5);
      const std::ptrdiff_t offset = static_cast<std::ptrdiff_t>(step_y) * stride + static_cast<std::ptrdiff_t>(step_x);
      if (offset == last) continue;
      last = offset;
      const double dx_mm = step_x * pixel_x_mm, dy_mm = step_y * pixel_y_mm;
      result.taps.push_back({offset, static_cast<float>(1 / std::sqrt(dx_mm * dx_mm + dy_mm * dy_mm))});
    }
  }
  result.begin.back() = static_cast<int>(result.taps.size());
  return result;
}

}  // namespace atelier
