#pragma once

#include <string>

#include "fabric/words/fabric_words.h"

namespace atelier {

/// What a picture of this cloth must not show, comma-separated: groups for every picture, add-ons for the family of
/// cloth, less what the request asks for (14.4).
std::string negative_prompt(const FabricWords& words);

}  // namespace atelier
