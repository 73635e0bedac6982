#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace atelier {

/// One assignment of a .env file.
struct EnvEntry {
  std::string name;
  std::string value;
  int line;  ///< from 1
};

/// A line of a .env file that cannot be read, and why. The text never repeats the line, which may hold a secret.
struct EnvProblem {
  std::string name;  ///< what stands before its '='; empty where nothing does
  int line;          ///< from 1
  Text what;         ///< without the place
};

struct EnvFile {
  std::vector<EnvEntry> entries;
  std::vector<EnvProblem> problems;
};

/// Reads .env text: `NAME=value` a line, "export" in front allowed; '#' begins a comment; values bare, in '…' (as they
/// are) or in "…" (with \n \t \" \\ \$); quoted ones may span lines. Nothing is expanded. The file may be another
/// program's: a line that cannot be read is noted and skipped.
EnvFile parse_env_file(std::string_view text);

}  // namespace atelier
