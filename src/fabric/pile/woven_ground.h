#pragma once

#include "fabric/structure.h"

namespace atelier {

/// The weave below a pile or a mat, from the spec's warp, weft and weave: it fits the tile as that is.
Result<std::unique_ptr<Structure>> make_woven_ground(const FabricSpec& spec, const Tile& tile);

/// Its raster, so much lower and darker; without holes, hairs and unseen slopes.
Result<Surface> raster_woven_ground(const Structure& ground, const Window& window, float raise_mm, float shade,
                                    const RunContext& run);

}  // namespace atelier
