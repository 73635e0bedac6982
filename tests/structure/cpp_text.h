#pragma once

#include <string>
#include <string_view>

namespace atelier::structure {

/// A C++ source taken apart. Both parts have the length of the source and its line breaks; what belongs to the other
/// part is blank. String and character literals (raw strings too) are blank in both.
struct CppText {
  std::string code;      ///< without preprocessor directives and without the branches behind #else and #elif
  std::string comments;  ///< with their marks
};

CppText split_cpp(std::string_view source);

/// The line (from 1) of byte `offset`.
int line_at(std::string_view text, std::size_t offset);

}  // namespace atelier::structure
