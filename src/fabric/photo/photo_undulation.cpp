#include "fabric/photo/photo_undulation.h"

#include <algorithm>
#include <cmath>

namespace atelier {
namespace {

constexpr double widths_in_threads[] = {6, 14, 32};
constexpr double steps_per_width = 7;  // of the narrowest

double lattice(int x, int y, std::uint32_t seed) {
  std::uint32_t h = seed + static_cast<std::uint32_t>(x) * 0x8da6b343u + static_cast<std::uint32_t>(y) * 0xd8163841u;
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return (h ^ (h >> 16)) / 2147483648.0 - 1;
}

// Cubic B-splines over a lattice of random numbers: smooth to the second derivative.
double smooth_noise(double x, double y, std::uint32_t seed) {
  const int ix = static_cast<int>(std::floor(x)), iy = static_cast<int>(std::floor(y));
  const auto weights = [](double t, double* w) {
    w[0] = (1 - t) * (1 - t) * (1 - t) / 6;
    w[1] = (4 - 6 * t * t + 3 * t * t * t) / 6;
    w[3] = t * t * t / 6;
    w[2] = 1 - w[0] - w[1] - w[3];
  };
  double wx[4], wy[4], sum = 0;
  weights(x - ix, wx);
  weights(y - iy, wy);
  for (int j = 0; j < 4; ++j) {
    for (int i = 0; i < 4; ++i) sum += wx[i] * wy[j] * lattice(ix + i - 1, iy + j - 1, seed);
  }
  return sum;
}

}  // namespace

void make_cockles(Undulation& undulation, double pitch_mm, double px_mm, int width, int height, double slope,
                  std::uint32_t seed) {
  const double narrowest_px = widths_in_threads[0] * pitch_mm / px_mm;
  const int step = std::max(4, static_cast<int>(narrowest_px / steps_per_width));
  const int columns = width / step + 2, rows = height / step + 2;
  undulation.cockle_step = step;
  undulation.cockle_x = Plane<float>(columns, rows);
  undulation.cockle_y = Plane<float>(columns, rows);
  const double grid_mm = step * px_mm;
  const auto height_at = [&](int x, int y) {
    double z = 0;
    for (int octave = 0; octave < 3; ++octave) {
      // Half a wave is a cell of the lattice; the slopes of such noise deviate by about 0.42 of its unit per cell.
      const double cell_mm = widths_in_threads[octave] * pitch_mm / 2;
      z += slope / 0.42 * cell_mm *
           smooth_noise(x * grid_mm / cell_mm, y * grid_mm / cell_mm, seed + static_cast<std::uint32_t>(octave));
    }
    return z;
  };
  Plane<float> z(columns + 2, rows + 2);
  for (int y = 0; y < rows + 2; ++y) {
    for (int x = 0; x < columns + 2; ++x) z.row(y)[x] = static_cast<float>(height_at(x, y));
  }
  const float per_mm = static_cast<float>(1 / (2 * grid_mm));
  for (int y = 0; y < rows; ++y) {
    for (int x = 0; x < columns; ++x) {
      undulation.cockle_x.row(y)[x] = (z.row(y + 1)[x + 2] - z.row(y + 1)[x]) * per_mm;
      undulation.cockle_y.row(y)[x] = (z.row(y)[x + 1] - z.row(y + 2)[x + 1]) * per_mm;
    }
  }
}

void Undulation::add_cockles(int y, int width, float* slope_x, float* slope_y) const {
  if (cockle_x.empty()) return;
  const int row = std::min(y / cockle_step, cockle_x.height() - 2);
  const float v = static_cast<float>(y - row * cockle_step) / static_cast<float>(cockle_step);
  const float per_step = 1 / static_cast<float>(cockle_step);
  const auto add = [&](const Plane<float>& plane, float* out) {
    const float *above = plane.row(row), *below = plane.row(row + 1);
    for (int cell = 0; cell * cockle_step < width; ++cell) {
      const float left = above[cell] + v * (below[cell] - above[cell]);
      const float right = above[cell + 1] + v * (below[cell + 1] - above[cell + 1]);
      const int first = cell * cockle_step, last = std::min(width, first + cockle_step);
      for (int x = first; x < last; ++x) out[x] += left + (right - left) * (static_cast<float>(x - first) * per_step);
    }
  };
  add(cockle_x, slope_x);
  add(cockle_y, slope_y);
}

}  // namespace atelier
