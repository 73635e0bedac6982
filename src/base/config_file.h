#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace atelier {

/// One top-level key of a TOML file.
struct TomlEntry {
  std::string name;
  int line;    ///< from 1
  Json value;  ///< null for what is neither text, number, truth nor a list of texts
};

/// Reads TOML 1.0 text; `what` names the file. ErrorKind::invalid_argument with file and line; the message never
/// repeats a value.
Result<std::vector<TomlEntry>> parse_toml(std::string_view text, std::string_view what);

}  // namespace atelier
