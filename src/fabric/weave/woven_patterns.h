#pragma once

#include "fabric/builder.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

/// Patterns that are woven: a weave, an order of dyed yarns, or both (Cloth reference 4, 11.4). They come from finishes
/// ("houndstooth", "tartan") or from the request's sett.

/// invalid_argument for two patterns that exclude each other, and for a pattern that this cloth cannot have.
Result<void> check_patterns(const FabricWords& words, const WovenRow& woven);

/// Whether the words ask for a pattern that is an order of dyed yarns.
bool orders_dyes(const FabricWords& words);

/// Sets spec.weave, from the cloth's row or its pattern. Densities are set before.
void set_woven_weave(FabricSpec& spec, const WovenRow& woven, const FabricWords& words);

/// Sets the dyes and in which order ends and picks have them; spec.weave is set before.
Result<void> set_woven_colors(FabricSpec& spec, const WovenRow& woven, const FabricWords& words);

}  // namespace atelier
