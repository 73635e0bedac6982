#pragma once

#include "fabric/weave/yarn_tracks.h"

namespace atelier {

/// Leno: brings the ends of each pair together and lets them change sides about their middle at every pick. `warp` has
/// its tables by yarn; `picks` is even.
void twist_pairs(YarnSystem& warp, int picks);

}  // namespace atelier
