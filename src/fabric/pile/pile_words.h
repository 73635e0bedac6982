#pragma once

#include "fabric/builder.h"

namespace atelier {

/// The builder of cloth with a pile.
bool knows_pile(std::string_view construction);
Result<void> set_pile(FabricSpec& spec, const FabricWords& words, std::string_view construction);

}  // namespace atelier
