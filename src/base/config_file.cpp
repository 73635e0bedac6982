#include "base/config_file.h"

#define TOML_ENABLE_FORMATTERS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace atelier {

namespace {

Json json_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return integer->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* truth = node.as_boolean()) return truth->get();
  const toml::array* array = node.as_array();
  if (!array || !array->is_homogeneous<std::string>()) return nullptr;
  Json list = Json::array();
  for (const toml::node& item : *array) list.push_back(item.as_string()->get());
  return list;
}

}  // namespace

Result<std::vector<TomlEntry>> parse_toml(std::string_view text, std::string_view what) {
  try {
    std::vector<TomlEntry> entries;
    const toml::table table = toml::parse(text);
    for (const auto& [key, node] : table) {
      entries.push_back({std::string(key.str()), static_cast<int>(key.source().begin.line), json_of(node)});
    }
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
    return entries;
  } catch (const toml::parse_error& error) {
    return fail(ErrorKind::invalid_argument,
                {"{}:{}: this is not TOML", "{}:{}: это не TOML", "{}:{}: 올바른 TOML이 아닙니다"}, what,
                error.source().begin.line)
        .with_hint({"A line looks like this: name = \"value\"", "Строка выглядит так: name = \"значение\"",
                    "각 줄의 형식: name = \"값\""});
  }
}

}  // namespace atelier
