#pragma once

#include "fabric/builder.h"

namespace atelier {

/// Builder of leathers and of what imitates them.
bool knows_leather(std::string_view construction);
Result<void> set_leather(FabricSpec& spec, const FabricWords& words, std::string_view construction);

}  // namespace atelier
