#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

#include "base/result.h"

namespace atelier {

/// JSON whose objects keep their order. Include <nlohmann/json.hpp> where values are built or read.
using Json = nlohmann::ordered_json;

/// The one way to read JSON text from outside: depth ≤ 64, no duplicate keys, valid UTF-8, nothing after the value.
/// `what` names the source in errors ("manifest.json"). ErrorKind::invalid_argument with line and column.
Result<Json> parse_json(std::string_view text, std::string_view what);

}  // namespace atelier
