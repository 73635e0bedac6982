#pragma once

#include <span>
#include <string_view>

#include "fabric/weave/drafts/weave.h"

namespace atelier {

/// The motifs of figured cloth, by index: medallion (an ogee lattice with rosettes), blossom (sprigs in half drop),
/// fret (lozenges within lozenges). Our own drawings.
inline constexpr int motif_count = 3;

/// Whether a place of the repeat belongs to the figure. x, y: 0..1, to the right and up; `tall`: height of the repeat
/// over its width.
bool in_motif(int motif, double x, double y, double tall);

/// Damask: the figure is a sateen of 8 (weft floats), the ground a satin of 8 (warp floats), counter 3; floats longer
/// than `damask_float` where they meet are bound off. `ends` and `picks` are multiples of 8.
inline constexpr int damask_float = 10;
WeaveMatrix damask_weave(int motif, int ends, int picks, double tall);

}  // namespace atelier
