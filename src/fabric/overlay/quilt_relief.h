#pragma once

#include <span>

#include "fabric/overlay/quilt_seams.h"
#include "fabric/overlay/relief_grid.h"

namespace atelier {

/// The height of a quilt over its tile: pockets blown up between the seams, creases that radiate from the stitches,
/// pull folds and the crumples of thin cloth.
ReliefGrid quilt_relief(const FabricSpec& spec, const Tile& tile, std::span<const Seam> seams);

}  // namespace atelier
