#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace atelier {

/// Words that a text field of a verb understands, for completion; in `lang`, then in English. Empty where any text is
/// good or a file is meant.
std::vector<std::string> suggestions(std::string_view verb, std::string_view field, Lang lang);

}  // namespace atelier
