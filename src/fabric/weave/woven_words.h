#pragma once

#include "fabric/builder.h"

namespace atelier {

/// The builder of woven cloth; see FabricBuilder.
bool knows_woven(std::string_view construction);
Result<void> set_woven(FabricSpec& spec, const FabricWords& words, std::string_view construction);

}  // namespace atelier
