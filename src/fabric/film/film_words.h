#pragma once

#include "fabric/builder.h"

namespace atelier {

/// Builder of films, foils and laminates.
bool knows_film(std::string_view construction);
Result<void> set_film(FabricSpec& spec, const FabricWords& words, std::string_view construction);

}  // namespace atelier
