#include "fabric/overlay/relief_grid.h"

#include <algorithm>
#include <cmath>

#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr int strip_rows = 32;

// Cubic B-spline weights at t in 0..1 between the second and the third of four points.
void spline_weights(float t, float* weights) {
  const float s = 1 - t;
  weights[0] = s * s * s / 6;
  weights[1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
  weights[2] = (4 - 6 * s * s + 3 * s * s * s) / 6;
  weights[3] = t * t * t / 6;
}

struct Place {
  int cell;
  float weights[4];
};

Place place_of(float position, int side) {
  const float at = position * static_cast<float>(side);
  Place place{std::min(static_cast<int>(at), side - 1), {}};
  spline_weights(at - static_cast<float>(place.cell), place.weights);
  return place;
}

}  // namespace

ReliefGrid::ReliefGrid(int side, std::vector<float> height_mm) : side_(side), height_mm_(std::move(height_mm)) {
  double sum = 0;
  for (const float height : height_mm_) sum += height;
  const auto mean = static_cast<float>(sum / static_cast<double>(height_mm_.size()));
  for (float& height : height_mm_) height -= mean;
  const auto [least, most] = std::minmax_element(height_mm_.begin(), height_mm_.end());
  least_mm_ = *least;
  most_mm_ = *most;
}

float ReliefGrid::at(float x, float y) const {
  const Place across = place_of(x, side_), up = place_of(y, side_);
  float sum = 0;
  for (int j = 0; j < 4; ++j) {
    const float* row = height_mm_.data() + static_cast<std::size_t>((up.cell + j - 1 + side_) % side_) * side_;
    for (int i = 0; i < 4; ++i) sum += up.weights[j] * across.weights[i] * row[(across.cell + i - 1 + side_) % side_];
  }
  return sum;
}

Result<void> ReliefGrid::add_to(const Tile& tile, const Window& window, Plane<float>& plane,
                                const RunContext& run) const {
  std::vector<Place> columns;
  columns.reserve(static_cast<std::size_t>(window.width_px));
  for (const float x : torus_positions(window.x_mm, window.width_mm, window.width_px, tile.width_mm, false))
    columns.push_back(place_of(x, side_));
  const std::vector<float> rows =
      torus_positions(window.y_mm, window.height_mm, window.height_px, tile.height_mm, true);
  return for_strips(window, run, [&](int first, int last) {
    std::vector<float> blend(static_cast<std::size_t>(side_) + 3);
    for (int y = first; y <= last; ++y) {
      const Place up = place_of(rows[y], side_);
      const float* grid[4];
      for (int j = 0; j < 4; ++j)
        grid[j] = height_mm_.data() + static_cast<std::size_t>((up.cell + j - 1 + side_) % side_) * side_;
      for (int x = 0; x < side_; ++x) {
        blend[x + 1] = grid[0][x] * up.weights[0] + grid[1][x] * up.weights[1] + grid[2][x] * up.weights[2] +
                       grid[3][x] * up.weights[3];
      }
      blend[0] = blend[side_];
      blend[side_ + 1] = blend[1];
      blend[side_ + 2] = blend[2];
      float* height = plane.row(y);
      for (int x = 0; x < window.width_px; ++x) {
        const Place& place = columns[x];
        const float* from = blend.data() + place.cell;
        height[x] += from[0] * place.weights[0] + from[1] * place.weights[1] + from[2] * place.weights[2] +
                     from[3] * place.weights[3];
      }
    }
  });
}

int relief_cells(const Tile& tile, double detail_mm) {
  return std::clamp(static_cast<int>(std::lround(tile.width_mm / detail_mm)), 64, 600);
}

Result<void> for_strips(const Window& window, const RunContext& run, const std::function<void(int, int)>& strip) {
  const int height = window.height_px, strips = (height + strip_rows - 1) / strip_rows;
  return parallel_for(run, strips,
                      [&](int number) { strip(number * strip_rows, std::min(height, (number + 1) * strip_rows) - 1); });
}

}  // namespace atelier
