#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace atelier {

/// One way to go on with a command line.
struct Completion {
  std::string word;
  std::string what;  ///< one line about it; may be empty
};

/// How the last of `words` (after the program's name; it may be empty) can be completed. Empty where a file belongs.
std::vector<Completion> completions(std::span<const std::string_view> words, Lang lang);

}  // namespace atelier
