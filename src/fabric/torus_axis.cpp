#include "fabric/torus_axis.h"

#include <algorithm>
#include <cmath>

#include "fabric/torus.h"

namespace atelier {

TorusAxis::TorusAxis(double start_mm, double size_mm, int count, double side_mm, bool from_top) : at_(count) {
  for (int i = 0; i < count; ++i) {
    at_[i] = torus_position(start_mm, size_mm, from_top ? count - 1 - i : i, count, side_mm);
  }
}

TorusAxis TorusAxis::repeated(int times) const {
  TorusAxis small = *this;
  for (std::uint32_t& at : small.at_) at = at * static_cast<unsigned>(times) & ((1u << position_bits) - 1);
  return small;
}

std::uint32_t torus_place(double place_mm, double side_mm) {
  return torus_position(place_mm, 0, 0, 1, side_mm);
}

void spans_near(double start_mm, double size_mm, int count, double side_mm, double place_mm, double reach_mm,
                std::vector<PixelSpan>& spans) {
  const double pixel_mm = size_mm / count, from = place_mm - start_mm + reach_mm;
  spans.clear();
  for (double middle = from - std::floor(from / side_mm) * side_mm - reach_mm; middle - reach_mm < size_mm + pixel_mm;
       middle += side_mm) {
    const int first = std::max(0, static_cast<int>((middle - reach_mm) / pixel_mm) - 1);
    const int last = std::min(count - 1, static_cast<int>((middle + reach_mm) / pixel_mm) + 1);
    if (first <= last) spans.push_back({first, last});
  }
}

}  // namespace atelier
