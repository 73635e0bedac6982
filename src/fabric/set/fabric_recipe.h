#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "fabric/fabric_spec.h"

namespace atelier {

/// What is written into a picture of the set ("diff", "macro" …) so that it can be made again: engine, version,
/// canonical request (left out where a long draft is part of it). Never the person's words.
Json fabric_recipe(const FabricSpec& spec, std::string_view map);

/// The request inside a recipe of fabric_recipe. invalid_argument: not a fabric's recipe, or one that was cut short
/// (RecipeLevel::minimal); unsupported: made by a newer format.
Result<TextureRequest> request_of_recipe(const Json& recipe);

}  // namespace atelier
