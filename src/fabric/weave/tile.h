#pragma once

#include "fabric/structure.h"
#include "fabric/weave/drafts/weave.h"

namespace atelier {

/// Ends and picks after which everything along that axis repeats: weave, dye order and ripstop together.
struct ThreadPeriods {
  int ends = 1, picks = 1;
};
ThreadPeriods thread_periods(const FabricSpec& spec, const WeaveMatrix& weave);

/// Side of the square tile that 170 of the finest pitch (12 px a yarn at 2048 px) ask for.
double nominal_tile_mm(const FabricSpec& spec);

/// The tile of a spec (Cloth reference 12): whole periods on both axes, densities within 1.5 % of the wish, and whole
/// repeats of what lies over the cloth. spec.tile_mm > 0 is kept exactly, or is invalid_argument with the nearest side
/// that fits.
Result<Tile> make_tile(const FabricSpec& spec, const WeaveMatrix& weave);

}  // namespace atelier
