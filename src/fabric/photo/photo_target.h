#pragma once

#include <vector>

#include "fabric/fabric_spec.h"

namespace atelier {

/// What colour a dye should have in the mean of its pixels on the photograph.
struct DyeTarget {
  LinearRgb color;
  LinearRgb washed;  ///< with grey of its luminance mixed in: what may be given to white reflection
};

/// One for each dye of the spec (Cloth reference 11.3, 4 ΔE00). The very bright is wanted a little lower and the very
/// dark a little higher, as a photographer exposes them; a deep colour may wash out by up to 1.6 ΔE00, because its mean
/// leaves no room for the white of a highlight.
std::vector<DyeTarget> dye_targets(const FabricSpec& spec);

}  // namespace atelier
