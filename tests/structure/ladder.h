#pragma once

#include <span>
#include <string_view>

namespace atelier::structure {

/// A folder of src/ and its height; folders of one height do not know each other. The folders that do not exist yet
/// have their place too.
struct Rung {
  std::string_view folder;
  int height;
};

/// Headers whose path begins with `prefix` may be included only in `folders` (separated by blanks).
struct Wall {
  std::string_view prefix;
  std::string_view folders;
  std::string_view what;
};

std::span<const Rung> ladder();
std::span<const Wall> foreign_walls();

}  // namespace atelier::structure
