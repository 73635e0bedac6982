#pragma once

#include <string_view>
#include <vector>

#include "fabric/words/color_codes.h"

namespace atelier {

/// Reads one colour, or two that are joined (and, и, 와, ×, +, /, -): palette names in three languages, modifiers with
/// a base ("light", "тёмно-", "연"), CSS names, and the codes of read_color_code. invalid_argument for anything else,
/// with the nearest known names; unsupported for more than two.
Result<std::vector<ColorWish>> parse_colors(std::string_view field, std::string_view text);

}  // namespace atelier
