#pragma once

#include "fabric/builder.h"

namespace atelier {

/// Strips of metal film as every fourth pick: the second colour where two are named, else gold with warm colours and
/// silver with others.
void set_metal(FabricSpec& spec, const FabricWords& words);

/// Neps in the colours of a moor, those that differ most from the cloth. `mean`: the cloth's mean stays the wish.
void set_neps(FabricSpec& spec, bool mean);

}  // namespace atelier
