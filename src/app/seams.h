#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"

namespace atelier {

/// Text of the command line as the value of `field`.
Result<Json> value_from_text(const FieldInfo& field, std::string_view text);
std::string nearest_word(std::string_view word, const std::vector<std::string_view>& known);
/// `word` in quotes, safe to print: control signs and damaged bytes replaced, shortened.
std::string printable(std::string_view word);
std::string plain_printable(std::string_view word);

}  // namespace atelier
