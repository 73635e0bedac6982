#include "fabric/overlay/torus_noise.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

constexpr double scale = 1.55;  // brings the usual extremes to ±1

// Eight directions suffice: octaves hide them.
double slope(std::uint32_t key, int i, int j, int cells_x, int cells_y, double dx, double dy) {
  constexpr double d = 0.70710678118654752;
  constexpr double directions[8][2] = {{1, 0}, {d, d}, {0, 1}, {-d, d}, {-1, 0}, {-d, -d}, {0, -1}, {d, -d}};
  const int wrapped_i = i == cells_x ? 0 : i, wrapped_j = j == cells_y ? 0 : j;
  const auto* g =
      directions[hash32(key, static_cast<std::uint32_t>(wrapped_i), static_cast<std::uint32_t>(wrapped_j)) >> 29];
  return g[0] * dx + g[1] * dy;
}

double fade(double t) {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

}  // namespace

double torus_noise(std::uint32_t key, int cells_x, int cells_y, double x, double y) {
  const double at_x = (x - std::floor(x)) * cells_x, at_y = (y - std::floor(y)) * cells_y;
  const int i = std::min(static_cast<int>(at_x), cells_x - 1), j = std::min(static_cast<int>(at_y), cells_y - 1);
  const double dx = at_x - i, dy = at_y - j, tx = fade(dx), ty = fade(dy);
  const double a = slope(key, i, j, cells_x, cells_y, dx, dy), b = slope(key, i + 1, j, cells_x, cells_y, dx - 1, dy);
  const double c = slope(key, i, j + 1, cells_x, cells_y, dx, dy - 1),
               d = slope(key, i + 1, j + 1, cells_x, cells_y, dx - 1, dy - 1);
  const double low = a + (b - a) * tx, high = c + (d - c) * tx;
  return scale * (low + (high - low) * ty);
}

double torus_octaves(std::uint32_t key, int cells, int octaves, double gain, double x, double y) {
  double sum = 0, strength = 1, all = 0;
  for (int octave = 0; octave < octaves; ++octave) {
    sum +=
        strength * torus_noise(hash32(key, static_cast<std::uint32_t>(octave)), cells << octave, cells << octave, x, y);
    all += strength;
    strength *= gain;
  }
  return sum / all;
}

int cells_for(double tile_mm, double wave_mm, int fewest) {
  return std::max(fewest, static_cast<int>(std::lround(tile_mm / wave_mm)));
}

}  // namespace atelier
