#pragma once

#include <span>
#include <string_view>

#include "base/lang.h"

namespace atelier {

/// How cloth of a structure is made by this program, for manifests, recipes and people.
struct FabricEngine {
  std::string_view structure;  ///< FabricSpec::structure
  std::string_view id;         ///< in manifests and recipes
  Phrase name;                 ///< "woven (embedded)"
};

std::span<const FabricEngine> fabric_engines();

/// The engine of a structure; that of woven cloth for one without a row.
const FabricEngine& engine_of(std::string_view structure);

}  // namespace atelier
