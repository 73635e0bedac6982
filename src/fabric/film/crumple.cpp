#include "fabric/film/crumple.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {

Crumple::Crumple(double depth_mm, double facet_mm, const Tile& tile, std::uint32_t key) {
  double size = 1, sign = 1;
  for (std::uint32_t level = 0; level < 3; ++level, size /= 2.3, sign = -sign) {
    const auto cells = [&](double side) {
      return std::max(3, static_cast<int>(std::lround(side / (facet_mm * size))));
    };
    levels_.push_back(
        {CellPoints(CellLattice::scattered, cells(tile.width_mm), cells(tile.height_mm), 1, hash32(key, level)),
         static_cast<float>(sign * depth_mm * size)});
  }
}

void Crumple::row(const TorusAxis& columns, std::uint32_t y, const float* bend, Scratch& scratch, float* out) const {
  constexpr float unit = 1.0F / (1 << position_bits);
  const int width = columns.count();
  scratch.u.resize(static_cast<std::size_t>(width) + cell_padding);
  scratch.v.resize(static_cast<std::size_t>(width) + cell_padding);
  scratch.cells.resize(width);
  std::fill(out, out + width, 0.0F);
  for (const Level& level : levels_) {
    const auto across = static_cast<float>(level.points.cells_x()), along = static_cast<float>(level.points.cells_y());
    for (int x = 0; x < width; ++x) {
      const float off = std::clamp(0.06F * bend[x], -1.0F, 1.0F);
      scratch.u[x] = static_cast<float>(columns[x]) * unit * across + off;
      scratch.v[x] = static_cast<float>(y) * unit * along - off;
    }
    std::fill(scratch.u.begin() + width, scratch.u.end(), scratch.u[width - 1]);
    std::fill(scratch.v.begin() + width, scratch.v.end(), scratch.v[width - 1]);
    find_cells(level.points, scratch.u.data(), scratch.v.data(), width, scratch.cells);
    for (int x = 0; x < width; ++x) {
      out[x] += level.depth_mm * (scratch.cells.second[x] - scratch.cells.nearest[x] - 0.4F);
    }
  }
}

}  // namespace atelier
