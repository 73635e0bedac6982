#pragma once

#include "fabric/builder.h"

namespace atelier {

/// The builder of cloth with a pile.
bool knows_pile(std::string_view construction);
Result<void> set_pile(FabricSpec& spec, const FabricWords& words, std::string_view construction);

/// unsupported (finish) for patterns of dyed threads, pressing and coating: not for cloth whose fibres stand up.
Result<void> refuse_flat_finishes(const FabricWords& words);

}  // namespace atelier
