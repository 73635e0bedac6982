#pragma once

#include <cstdint>
#include <vector>

namespace atelier {

/// Where the pixels of one axis of a window lie on the torus of a tile: whole numbers of 2^-24 of its side, so that a
/// window moved by whole pixels meets exactly the same places.
class TorusAxis {
 public:
  TorusAxis(double start_mm, double size_mm, int count, double side_mm, bool from_top);
  int count() const { return static_cast<int>(at_.size()); }
  std::uint32_t operator[](int pixel) const { return at_[pixel]; }
  /// The same axis on a torus whose side is `times` smaller.
  TorusAxis repeated(int times) const;

 private:
  std::vector<std::uint32_t> at_;
};

/// A place along a side, in the same units.
std::uint32_t torus_place(double place_mm, double side_mm);

/// The shortest way from one place to another, in mm; `unit_mm` is 2^-24 of the side.
inline float torus_way_mm(std::uint32_t from, std::uint32_t to, float unit_mm) {
  const std::uint32_t way = (to - from) << 8;
  return static_cast<float>(static_cast<std::int32_t>(way) / 256) * unit_mm;
}

/// Some pixels of one axis, first and last.
struct PixelSpan {
  int first, last;
};

/// The pixels of a window's axis within `reach_mm` of a place (generously), once for each tile that the window shows.
/// Counted from the window's start.
void spans_near(double start_mm, double size_mm, int count, double side_mm, double place_mm, double reach_mm,
                std::vector<PixelSpan>& spans);

}  // namespace atelier
