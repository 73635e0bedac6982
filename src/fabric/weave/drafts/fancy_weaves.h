#pragma once

#include "fabric/weave/drafts/weave.h"

namespace atelier {

/// Ordinary honeycomb on `cell` ends and picks (even, 6..12): the outline of a diamond holds the cloth, weft floats
/// inside it and warp floats outside, so that the cloth rises along the cell's edges. Hollows lie at pick 0, end cell/2
/// and at pick cell/2, end 0. Longest float: cell - 1.
WeaveMatrix waffle_weave(int cell);

/// Irregular floats of at most three without a line (moss crêpe): a plain weave of `size` ends and picks, its crossings
/// exchanged in fours that keep the share of every end and pick.
WeaveMatrix crepe_weave(int size);

/// Plain-faced Bedford cord of two cords of `cord` ends, each after two cutting ends: picks go in pairs, one pair
/// floats behind the first cord, the other behind the second. Repeat 2·(cord + 2) ends, 4 picks.
WeaveMatrix bedford_weave(int cord);

/// Dots of two threads a side where both systems bring their second dye, two threads of each dye in turn.
WeaveMatrix birdseye_weave();

/// Dots of one thread, the dyes thread by thread.
WeaveMatrix nailhead_weave();

/// A small spot motif on a plain ground, 16 × 16.
WeaveMatrix dobby_weave();

}  // namespace atelier
