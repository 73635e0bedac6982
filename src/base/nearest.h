#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace atelier {

/// The names that `word` was probably meant to be: at most `count`, nearest first, equally near ones in the order of
/// `known`; empty when none is near. Distance: optimal string alignment (insert, delete, replace, swap neighbours) over
/// case-folded code points, Hangul syllables taken apart into letters; '-', '_' and space are equal. Near is up to a
/// third of the longer word, at least 1 and at most 3, or a known name that begins with the word (3 letters or more).
std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known, int count);

/// "Did you mean a or b?" in every language; empty when nothing is near.
Text did_you_mean(std::string_view word, std::span<const std::string_view> known, int count = 3);

}  // namespace atelier
