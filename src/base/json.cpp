#include "base/json.h"

#include <nlohmann/json.hpp>

namespace atelier {

Result<Json> parse_json(std::string_view text, std::string_view what) {
  Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded())
    return fail(ErrorKind::invalid_argument, {"{} is not JSON", "{} — не JSON", "{}은(는) JSON이 아닙니다"}, what);
  return value;
}

}  // namespace atelier
