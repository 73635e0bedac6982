#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace atelier {

// A request describes its fields once; CLI flags and help, JSON checks and schema, web form and bot help come from it:
//
//   struct SwatchRequest {
//     std::string color;
//     int size = 1024;
//     template <class Visit> static void fields(Visit&& visit) {
//       visit("color", &SwatchRequest::color, Phrase{"colour name or hex", …}, Required{}, Alias{"colour"});
//       visit("size", &SwatchRequest::size, Phrase{"pixels along one side", …}, Range{64, 8192});
//     }
//   };

/// Smallest and largest value, both allowed.
struct Range {
  double min, max;
};
/// The field has no default: leaving it out is an error.
struct Required {};
/// Another spelling of the name that is accepted as a flag and as a JSON key.
struct Alias {
  std::string_view name;
};
/// Longest text, in bytes of UTF-8 (default_text_bytes_max where not said).
struct MaxBytes {
  std::size_t bytes;
};
/// The text of a file, at most so many bytes: it may have lines. On the command line its path is given.
struct FileText {
  std::size_t bytes;
};
/// The allowed values of a text field, in the order to show.
struct Choices {
  std::vector<std::string_view> (*values)();
};
/// An example value for help and forms.
struct Example {
  std::string_view value;
};
/// A heading under which help and forms group the field.
struct Group {
  Phrase title;
};

inline constexpr std::size_t default_text_bytes_max = 200;
/// Most items of a list field that has no Range (a Range on a list limits the number of its items).
inline constexpr std::size_t list_items_max = 100;

enum class FieldType { text, integer, number, flag, text_list };

/// What is known of one field, without its C++ type.
struct FieldInfo {
  std::string_view name;
  Phrase help;
  FieldType type = FieldType::text;
  bool required = false;
  std::optional<Range> range;
  std::size_t bytes_max = default_text_bytes_max;
  bool file_text = false;
  std::vector<std::string_view> aliases;
  std::vector<std::string_view> choices;
  std::string_view example;
  Phrase group{};
  Json default_value;  ///< null where there is none (required, or an optional field)
};

/// Checks `value` against the field: type, range, choices, length, control characters, UTF-8.
/// ErrorKind::invalid_argument whose message begins with the field's name.
Result<void> check_field(const FieldInfo& field, const Json& value);

/// Checks that `params` is an object of known fields with good values and every required one.
/// An unknown key is invalid_argument and names the nearest known one. Aliases are renamed in place.
Result<void> check_fields(const std::vector<FieldInfo>& fields, Json& params);

/// One flag, .env or TOML value as text, read as the field's type and checked like check_field. Integers are digits
/// with an optional '-'; numbers are decimal ("0.5", "1e-3"); flags are true/false, yes/no, on/off, 1/0; the items of a
/// list are separated by commas. ErrorKind::invalid_argument that names field and remedy.
Result<Json> field_from_text(const FieldInfo& field, std::string_view text);

/// What the field takes, in words: "a whole number from 64 to 8192".
Text field_takes(const FieldInfo& field);

/// JSON Schema (2020-12) of an object with these fields; texts in `lang`.
Json json_schema(const std::vector<FieldInfo>& fields, std::string_view title, Lang lang);

namespace fields_detail {

template <class T>
struct Unwrap {
  using type = T;
  static constexpr bool optional = false;
};
template <class T>
struct Unwrap<std::optional<T>> {
  using type = T;
  static constexpr bool optional = true;
};

template <class T>
constexpr FieldType type_of() {
  if constexpr (std::is_same_v<T, bool>)
    return FieldType::flag;
  else if constexpr (std::is_integral_v<T>)
    return FieldType::integer;
  else if constexpr (std::is_floating_point_v<T>)
    return FieldType::number;
  else if constexpr (std::is_same_v<T, std::string>)
    return FieldType::text;
  else
    return FieldType::text_list;
}

/// The values of an integer type that JSON numbers carry exactly.
template <class T>
constexpr std::optional<Range> range_of() {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    constexpr double exact_max = 9007199254740991.0;  // 2^53 - 1
    return Range{std::max(static_cast<double>(std::numeric_limits<T>::min()), -exact_max),
                 std::min(static_cast<double>(std::numeric_limits<T>::max()), exact_max)};
  } else {
    return std::nullopt;
  }
}

inline void apply(FieldInfo& info, Range r) {
  info.range = r;
}
inline void apply(FieldInfo& info, Required) {
  info.required = true;
}
inline void apply(FieldInfo& info, Alias a) {
  info.aliases.push_back(a.name);
}
inline void apply(FieldInfo& info, MaxBytes m) {
  info.bytes_max = m.bytes;
}
inline void apply(FieldInfo& info, FileText f) {
  info.bytes_max = f.bytes;
  info.file_text = true;
}
inline void apply(FieldInfo& info, Choices c) {
  info.choices = c.values();
}
inline void apply(FieldInfo& info, Example e) {
  info.example = e.value;
}
inline void apply(FieldInfo& info, Group g) {
  info.group = g.title;
}

}  // namespace fields_detail

/// The description of every field of `Request`, in its order.
template <class Request>
std::vector<FieldInfo> fields_of() {
  std::vector<FieldInfo> all;
  const Request defaults{};
  Request::fields([&](std::string_view name, auto member, const Phrase& help, const auto&... options) {
    using Value = std::remove_cvref_t<decltype(defaults.*member)>;
    using Plain = typename fields_detail::Unwrap<Value>::type;
    FieldInfo info;
    info.name = name;
    info.help = help;
    info.type = fields_detail::type_of<Plain>();
    info.range = fields_detail::range_of<Plain>();
    (fields_detail::apply(info, options), ...);
    if constexpr (fields_detail::Unwrap<Value>::optional) {
      if (defaults.*member) info.default_value = *(defaults.*member);
    } else if (!info.required) {
      info.default_value = defaults.*member;
    }
    all.push_back(std::move(info));
  });
  return all;
}

/// Reads a request from JSON, with every check of check_fields.
template <class Request>
Result<Request> request_from_json(Json params) {
  TRY_VOID(check_fields(fields_of<Request>(), params));
  Request request{};
  Request::fields([&](std::string_view name, auto member, const Phrase&, const auto&...) {
    using Value = std::remove_cvref_t<decltype(request.*member)>;
    using Plain = typename fields_detail::Unwrap<Value>::type;
    const auto found = params.find(name);
    if (found != params.end() && !found->is_null()) request.*member = found->template get<Plain>();
  });
  return request;
}

/// The request as JSON, every field written; unset optional fields are left out.
template <class Request>
Json request_to_json(const Request& request) {
  Json params = Json::object();
  Request::fields([&](std::string_view name, auto member, const Phrase&, const auto&...) {
    using Value = std::remove_cvref_t<decltype(request.*member)>;
    if constexpr (fields_detail::Unwrap<Value>::optional) {
      if (request.*member) params[std::string(name)] = *(request.*member);
    } else {
      params[std::string(name)] = request.*member;
    }
  });
  return params;
}

}  // namespace atelier
