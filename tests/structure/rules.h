#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/structure/tree.h"

namespace atelier::structure {

inline constexpr int function_lines_max = 70;
inline constexpr int file_lines_max = 400;

/// A broken rule: where, and what the rule is.
struct Violation {
  std::string path;
  int line = 0;
  std::string rule;
};

/// As compilers print it, so that editors jump to it: `src/a.cpp:12: rule`.
std::string to_string(const Violation& violation);

/// Includes go down the ladder of ARCHITECTURE.md, never up or sideways, and foreign headers stay behind their walls.
std::vector<Violation> check_includes(const SourceFile& file);

/// What may be longer than allowed, and exactly how long it is: a line `PATH LINES` or `PATH FUNCTION LINES` each. The
/// numbers only shrink: what got shorter must be entered so, what got longer fails.
using Ratchet = std::map<std::string, int>;
Ratchet read_ratchet(std::string_view text);

/// Length of the file and of its functions, tables (`*_table.cpp`) excused.
std::vector<Violation> check_lengths(const SourceFile& file, const Ratchet& ratchet);

/// Entries of the ratchet that nothing needs any more.
std::vector<Violation> check_ratchet(const std::vector<SourceFile>& files, const Ratchet& ratchet);

/// Paths that exist on one machine only.
std::vector<Violation> check_machine_paths(const SourceFile& file);

/// Marks of unfinished work, of merges, commented-out code, blanks at line ends.
std::vector<Violation> check_leftovers(const SourceFile& file);

}  // namespace atelier::structure
