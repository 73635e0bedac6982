#pragma once

#include <memory>
#include <vector>

#include "fabric/map_set.h"
#include "fabric/maps/maps_paint.h"

namespace atelier {

/// What the layers below are made from; planes are width × height of the tile.
struct LayerSource {
  FabricSpec spec;
  Paint paint;
  Image normal;    ///< nor_gl
  Image arm;       ///< red is occlusion
  LinearRgb mean;  ///< mean base colour
};

/// The maps that only the full set has: nor_dx, ao, rough, sheen (RGB colour, A roughness), aniso (RG direction in
/// which highlights stretch, B strength), transl, fuzz (RGBA, premultiplied; where there are fly-away fibres), id, and
/// what colour follows from: shade (u16, Paint::steps) and, for cloth of several dyes, dyes (RGB: DyeMix).
/// Values and spaces: sections 9 and 15.1. Each is made when it is asked for; they share the source.
std::vector<Map> make_layers(const std::shared_ptr<const LayerSource>& source);

}  // namespace atelier
