#pragma once

#include "fabric/pile/pile_spec.h"
#include "fabric/pile/torus_field.h"
#include "fabric/tile.h"

namespace atelier {

/// Where a standing fibre's tip lies from its root, per unit of height, and how stroked the place is.
struct Lean {
  float x = 0, y = 0;
  float mark = 0;  ///< -1..1: stroked against the nap .. along it
};

/// The lean of a pile over the tile.
class NapField {
 public:
  NapField(const NapSpec& nap, const Tile& tile, std::uint32_t key);
  Lean at(double u, double v) const;
  /// Factor on shade.
  float shade(const Lean& lean) const { return 1 + mark_shade_ * lean.mark; }

 private:
  float stroke(double u, double v) const;

  TorusField strokes_, sides_;
  double along_x_, along_y_, push_x_, push_y_;
  float tilt_, mark_, mark_shade_;
};

}  // namespace atelier
