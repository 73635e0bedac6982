#include "fabric/weave/dye_edges.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace atelier {
namespace {

constexpr float far_away = 1e9F;

// From a pixel's middle to the edge towards a neighbour of another dye, in pixels.
float edge_distance(float own_gap, float other_gap) {
  return own_gap / std::max(own_gap + other_gap, 1e-9F);
}

// What is left of a pixel of half width 0.5 with edges on either side.
float strip(float one, float other) {
  return std::max(0.0F, 0.5F - std::max(one, other));
}

}  // namespace

void DyeEdges::next(const SurfaceRow& row, int complete, int first, Surface& surface) {
  std::swap(above_, here_);
  std::swap(here_, below_);
  const std::size_t count = static_cast<std::size_t>(width_) + PixelAxis::beyond;
  below_.dye.assign(row.yarn_dye.begin(), row.yarn_dye.begin() + static_cast<std::ptrdiff_t>(count));
  below_.gap.assign(row.gap.begin(), row.gap.begin() + static_cast<std::ptrdiff_t>(count));
  if (complete >= first) write(surface.other_dye.row(complete), surface.dye_share.row(complete));
}

void DyeEdges::write(std::uint8_t* other, std::uint8_t* share) const {
  const std::uint8_t* dye = here_.dye.data();
  const float* gap = here_.gap.data();
  for (int x = 0; x < width_; ++x) {
    const int left = x == 0 ? width_ + 1 : x - 1, right = x + 1;
    if (dye[left] == dye[x] && dye[right] == dye[x] && above_.dye[x] == dye[x] && below_.dye[x] == dye[x]) continue;
    float nearest = far_away;
    const auto look = [&](std::uint8_t there, float there_gap) {
      if (there == dye[x]) return far_away;
      const float distance = edge_distance(gap[x], there_gap);
      if (distance < nearest) {
        nearest = distance;
        other[x] = there;
      }
      return distance;
    };
    const float to_left = look(dye[left], gap[left]), to_right = look(dye[right], gap[right]);
    const float up = look(above_.dye[x], above_.gap[x]), down = look(below_.dye[x], below_.gap[x]);
    const float across = std::min(to_left, to_right), along = std::min(up, down);
    // An edge that meets both axes lies aslant and is nearer than either meeting.
    const float distance = across * along / std::sqrt(std::max(across * across + along * along, 1e-12F));
    const float covered = std::min(1.0F, 0.5F + distance) - strip(to_left, to_right) - strip(up, down);
    share[x] = static_cast<std::uint8_t>(std::clamp(covered, 0.2F, 1.0F) * 255 + 0.5F);
  }
}

}  // namespace atelier
