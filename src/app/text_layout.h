#pragma once

#include <string>
#include <string_view>

namespace atelier {

/// `text` broken at spaces into lines of at most `columns`; lines after the first begin with `indent` spaces.
std::string wrapped(std::string_view text, int columns, int indent);

}  // namespace atelier
