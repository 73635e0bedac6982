#pragma once

#include <string>
#include <string_view>

namespace atelier {

/// Columns that UTF-8 text takes on a terminal: Hangul and other wide signs take two.
int display_columns(std::string_view text);

/// `text` filled with spaces to `columns`.
std::string padded(std::string_view text, int columns);

/// `text` broken at spaces into lines of at most `columns`; lines after the first begin with `indent` spaces.
std::string wrapped(std::string_view text, int columns, int indent);

}  // namespace atelier
