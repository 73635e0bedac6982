#pragma once

#include "fabric/map_set.h"

namespace atelier {

/// Tiles along either side of the preview.
inline constexpr int preview_repeats = 3;

/// The tile three by three under an even, slanting light: shows at a glance whether it repeats visibly. Needs "diff",
/// "nor_gl" and "arm". sRGB, 8 bit; a tile is at most `tile_px_max` a side. cancelled, exhausted.
Result<Image> tiled_preview(const MapSet& set, int tile_px_max, const RunContext& run);

}  // namespace atelier
