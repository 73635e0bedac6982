#pragma once

#include "fabric/fabric_spec.h"
#include "fabric/weave/drafts/draft.h"

namespace atelier {

/// Weaves a cloth as a draft says: its weave; its densities where it gives spacings (7/100 to 10 mm); its yarns as
/// thick as it says, or in proportion to the spacing. invalid_argument for threads that never turn, floats over
/// longest_float_max (with more than 32 shafts it is figured cloth and may have them) and impossible spacings;
/// too_large for a repeat over drafted_crossings_max.
Result<void> set_drafted_weave(FabricSpec& spec, const Draft& draft);

inline constexpr int drafted_crossings_max = 1 << 20, dobby_shafts_max = 32;

}  // namespace atelier
