#pragma once

#include "fabric/builder.h"

namespace atelier {

/// The builder of knits: every row of knits_table.cpp.
bool knows_knit(std::string_view construction);
Result<void> set_knit(FabricSpec& spec, const FabricWords& words, std::string_view construction);

}  // namespace atelier
