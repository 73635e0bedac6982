#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace atelier {

/// JSON whose objects keep their order. Include <nlohmann/json.hpp> where values are built or read.
using Json = nlohmann::ordered_json;

inline constexpr int json_depth_max = 64;
inline constexpr std::size_t json_bytes_max = std::size_t{16} << 20;
inline constexpr std::size_t json_values_max = 1'000'000;

/// The one way to read JSON text from outside (RFC 8259): depth ≤ 64, at most a million values, no duplicate keys,
/// valid UTF-8, finite numbers, nothing after the value; a byte order mark in front is skipped. `what` names the source
/// in errors ("manifest.json"). ErrorKind::invalid_argument with line and column; too_large over `bytes_max`.
Result<Json> parse_json(std::string_view text, std::string_view what, std::size_t bytes_max = json_bytes_max);

/// JSON text of a value; bytes that are not UTF-8 become U+FFFD. `indent` < 0: one line.
std::string json_text(const Json& value, int indent = -1);

/// One text for each value, for hashes and keys: keys sorted by their bytes, no spaces, numbers in the shortest decimal
/// form that reads back the same, whole numbers below 2^53 without a point ("2", not "2.0").
std::string canonical_json(const Json& value);

}  // namespace atelier
