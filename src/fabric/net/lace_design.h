#pragma once

#include <cstdint>
#include <vector>

#include "fabric/net/net_spec.h"

namespace atelier {

/// A point of a lace's drawing, in mm on the tile.
struct LacePoint {
  double x = 0, y = 0;
};

/// How a shape is filled: closely in and out, with a half stitch that lets light through, by the net alone.
enum class LaceFill { cloth, half, net };

/// A closed outline that a cord follows.
struct LaceShape {
  std::vector<LacePoint> outline;
  LaceFill fill = LaceFill::cloth;
  LacePoint fill_way{1, 0};  ///< direction of the loops, a unit vector
  bool heavy = true;         ///< outlined by the whole cord; else by a thin one
};

/// A cord that outlines nothing: stem, vein, tendril.
struct LaceStem {
  std::vector<LacePoint> way;
  double width = 1;  ///< of the cord
};

struct LaceDesign {
  std::vector<LaceShape> shapes;
  std::vector<LaceStem> stems;
};

/// The motifs of a repeat of `side_mm` with its lower left corner at 0, 0, in all the copies that its symmetry asks
/// for. Copies may pass the repeat's edges: the drawing is meant to be continued.
LaceDesign draw_lace(const NetSpec& spec, double side_mm, std::uint32_t key);

/// Where a symmetry's n-th operation takes a point of a repeat with side 1; false: it has no such operation.
struct LaceMove {
  double xx = 1, xy = 0, yx = 0, yy = 1, x = 0, y = 0;
  LacePoint of(const LacePoint& p) const { return {xx * p.x + xy * p.y + x, yx * p.x + yy * p.y + y}; }
};
std::vector<LaceMove> lace_moves(WallpaperGroup group);

}  // namespace atelier
