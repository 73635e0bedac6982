#pragma once

#include "fabric/builder.h"

namespace atelier {

/// The builder of felt, milled and napped wool, suede.
bool knows_mat(std::string_view construction);
Result<void> set_mat(FabricSpec& spec, const FabricWords& words, std::string_view construction);

}  // namespace atelier
