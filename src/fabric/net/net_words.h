#pragma once

#include "fabric/builder.h"

namespace atelier {

/// Builder of nets, meshes and laces.
bool knows_net(std::string_view construction);
Result<void> set_net(FabricSpec& spec, const FabricWords& words, std::string_view construction);

}  // namespace atelier
