#pragma once

#include "imaging/color.h"

namespace atelier {

/// Dyes warp and weft of a cloth whose weft shows as flecks, so that both together have the wished colour: the warp
/// takes what the flecks leave of it. `weft` comes as the undyed yarn and leaves it only as far as a dark wish demands,
/// as indigo rubs off on the weft of raw denim. weft_share is the share of the face that shows the weft, 0..1.
void balance_dyes(const LinearRgb& wish, double weft_share, LinearRgb& warp, LinearRgb& weft);

}  // namespace atelier
