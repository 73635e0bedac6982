#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/fields.h"
#include "base/result.h"

namespace atelier {

inline constexpr std::size_t request_list_bytes_max = std::size_t{16} << 20;
inline constexpr std::size_t request_list_items_max = 10'000;

/// One request of a list, where it stood, and what is wrong with it, if anything is.
struct ListedRequest {
  int line = 0;      ///< of its first character, from 1
  std::string name;  ///< of its folder, where the list says so ("name"); else empty
  Result<Json> params = Json();
};

/// Reads a list of requests by its content: a JSON array of objects, JSON lines, or CSV (RFC 4180; comma, semicolon or
/// tab; the first row names the fields). Fields as `fields` describes them, and "name" for the folder; empty CSV cells
/// are left out; what `defaults` holds is taken where the request says nothing. What is wrong with one request is told
/// in it; what is wrong with the whole list (empty, not UTF-8, a header that names no field, too long) is
/// invalid_argument or too_large (field "batch"). `what` names the list in errors.
Result<std::vector<ListedRequest>> read_request_list(std::string_view text, std::string_view what,
                                                     const std::vector<FieldInfo>& fields, const Json& defaults);

}  // namespace atelier
