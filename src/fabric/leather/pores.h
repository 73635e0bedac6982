#pragma once

#include <cstdint>
#include <vector>

#include "fabric/leather/leather_spec.h"

namespace atelier {

/// A hair follicle's mouth, in mm on the tile.
struct Pore {
  double x_mm = 0, y_mm = 0;
  float radius_mm = 0;
  float depth = 1;  ///< of the usual depth
};

/// The pores of a skin over a tile: groups lie no nearer than a Poisson disk, pores in a group as their order says.
std::vector<Pore> scatter_pores(const LeatherSpec& spec, double width_mm, double height_mm, std::uint32_t key);

}  // namespace atelier
