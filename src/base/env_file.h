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

/// Reads .env text: `NAME=value` a line, "export" in front allowed; '#' begins a comment; values bare, in '…' (as they
/// are) or in "…" (with \n \t \" \\ \$); quoted ones may
/// span lines. Nothing is expanded. `what` names the file. ErrorKind::invalid_argument with
/// file and line; the message never repeats the line, which may hold a secret.
Result<std::vector<EnvEntry>> parse_env_file(std::string_view text, std::string_view what);

}  // namespace atelier
