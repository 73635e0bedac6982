#pragma once

#include <array>
#include <vector>

#include "base/run_context.h"
#include "fabric/maps/maps_kernels.h"
#include "fabric/structure.h"
#include "imaging/plane.h"

namespace atelier {

/// The azimuths and distances at which the horizon is looked up, in samples of one relief.
struct OcclusionTaps {
  std::vector<OcclusionTap> taps;
  std::array<int, OcclusionTapView::directions + 1> begin{};
  OcclusionTapView view() const { return {taps.data(), begin.data()}; }
};

/// The heights of a whole tile with its own neighbours around it, so that kernels never ask where the edge is.
class Relief {
 public:
  /// Copies `heights` (mm; the tile wraps) with a border of at least `halo_px` on each side.
  static Result<Relief> create(const Plane<float>& heights, int halo_px, const RunContext& run);

  const float* row(int y) const { return padded_.row(y + halo_) + left_; }
  std::ptrdiff_t stride() const { return padded_.width(); }
  float min_mm() const { return range_.min; }
  float max_mm() const { return range_.max; }

 private:
  Plane<float> padded_;
  int halo_ = 0, left_ = 0;
  MinMax range_;
};

/// How far around a pixel occlusion looks: 1.5 pitches of the coarser yarn, and for quilts also a share of the spacing
/// of the stitch lines. In mm.
struct OcclusionReach {
  double near_mm = 0;
  double far_mm = 0;  ///< 0: none
};
OcclusionReach occlusion_reach(const FabricSpec& spec, const Tile& tile);

/// Pixels that the taps of `reach` go beyond the tile on one side.
int occlusion_halo_px(const OcclusionReach& reach, double pixel_x_mm, double pixel_y_mm);

/// 8 azimuths × 8 log-spaced distances to the near reach, then 5 to the far one.
OcclusionTaps make_occlusion_taps(const OcclusionReach& reach, double pixel_x_mm, double pixel_y_mm,
                                  std::ptrdiff_t stride);

}  // namespace atelier
