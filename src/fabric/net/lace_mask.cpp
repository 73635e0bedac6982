#include <algorithm>
#include <cmath>

#include "fabric/net/lace.h"

namespace atelier {
namespace {

constexpr double grid_mm = 0.12;

int wrapped(int at, int count) {
  return (at % count + count) % count;
}

}  // namespace

LaceMask::LaceMask(const LaceDesign& design, int repeats, double side_mm, double tile_mm)
    : size_(std::max(16, static_cast<int>(tile_mm / grid_mm))),
      per_mm_(size_ / tile_mm),
      covered_(static_cast<std::size_t>(size_) * size_, 0) {
  for (const LaceShape& shape : design.shapes) {
    if (shape.fill == LaceFill::net) continue;
    for (int j = 0; j < repeats; ++j) {
      for (int i = 0; i < repeats; ++i) fill(shape, i * side_mm, j * side_mm);
    }
  }
}

// Scan lines, even and odd crossings.
void LaceMask::fill(const LaceShape& shape, double shift_x, double shift_y) {
  double low = 1e9, high = -1e9;
  for (const LacePoint& p : shape.outline) {
    low = std::min(low, p.y);
    high = std::max(high, p.y);
  }
  const int first = static_cast<int>(std::floor((low + shift_y) * per_mm_));
  const int last = static_cast<int>(std::floor((high + shift_y) * per_mm_));
  std::vector<double> crossings;
  for (int row = first; row <= last; ++row) {
    const double y = (row + 0.5) / per_mm_ - shift_y;
    crossings.clear();
    for (std::size_t i = 0; i < shape.outline.size(); ++i) {
      const LacePoint &a = shape.outline[i], &b = shape.outline[(i + 1) % shape.outline.size()];
      if ((a.y <= y) == (b.y <= y)) continue;
      crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x) + shift_x);
    }
    std::sort(crossings.begin(), crossings.end());
    for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) {
      const int from = static_cast<int>(std::ceil(crossings[i] * per_mm_ - 0.5));
      const int to = static_cast<int>(std::floor(crossings[i + 1] * per_mm_ - 0.5));
      for (int x = from; x <= to; ++x) {
        covered_[static_cast<std::size_t>(wrapped(row, size_)) * size_ + wrapped(x, size_)] = 1;
      }
    }
  }
}

bool LaceMask::covers(double x_mm, double y_mm) const {
  const int x = wrapped(static_cast<int>(std::floor(x_mm * per_mm_)), size_);
  const int y = wrapped(static_cast<int>(std::floor(y_mm * per_mm_)), size_);
  return covered_[static_cast<std::size_t>(y) * size_ + x] != 0;
}

bool LaceMask::is_deep(double x_mm, double y_mm, double reach_mm) const {
  constexpr double ways[8][2] = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {0.7, 0.7}, {-0.7, 0.7}, {0.7, -0.7}, {-0.7, -0.7}};
  return covers(x_mm, y_mm) && std::all_of(std::begin(ways), std::end(ways), [&](const double* way) {
           return covers(x_mm + way[0] * reach_mm, y_mm + way[1] * reach_mm);
         });
}

}  // namespace atelier
