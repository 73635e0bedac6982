#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace atelier::structure {

/// A function with a body: from the first line of its signature to its closing brace. A lambda inside a function is
/// part of it; one that initialises a variable of a namespace counts by itself.
struct Function {
  std::string name;
  int line = 0;
  int lines = 0;
};

/// The functions of a C++ source, in their order.
std::vector<Function> functions_in(std::string_view source);

}  // namespace atelier::structure
