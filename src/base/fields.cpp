#include "base/fields.h"

#include <cmath>

#include "base/nearest.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr int shown_columns = 40;

/// The value as a person recognises it, short and free of control characters.
std::string shown(const Json& value) {
  if (value.is_string()) return '"' + shorten(value.get_ref<const std::string&>(), shown_columns) + '"';
  if (value.is_object()) return "{…}";
  if (value.is_array()) return "[…]";
  return value.dump();
}

Error bad_value(const FieldInfo& field, const Phrase& message, const std::string& value) {
  return fail(ErrorKind::invalid_argument, message, field.name, value)
      .with_hint(field_takes(field))
      .with_field(field.name);
}

Error wrong_type(const FieldInfo& field, const Json& value) {
  switch (field.type) {
    case FieldType::text:
      return bad_value(field, {"{}: {} is not text", "{}: {} — это не текст", "{}: 텍스트가 아닌 값입니다 ({})"},
                       shown(value));
    case FieldType::integer:
      return bad_value(field,
                       {"{}: {} is not a whole number", "{}: {} — не целое число", "{}: 정수가 아닌 값입니다 ({})"},
                       shown(value));
    case FieldType::number:
      return bad_value(field, {"{}: {} is not a number", "{}: {} — не число", "{}: 숫자가 아닌 값입니다 ({})"},
                       shown(value));
    case FieldType::flag:
      return bad_value(
          field,
          {"{}: {} is neither true nor false", "{}: {} — не true и не false", "{}: true도 false도 아닌 값입니다 ({})"},
          shown(value));
    case FieldType::text_list:
      break;
  }
  return bad_value(
      field, {"{}: {} is not a list of texts", "{}: {} — не список строк", "{}: 텍스트 목록이 아닌 값입니다 ({})"},
      shown(value));
}

Result<void> check_range(const FieldInfo& field, double value, const std::string& as_shown) {
  if (!std::isfinite(value)) {
    return bad_value(field,
                     {"{}: {} is not a finite number", "{}: {} — не конечное число", "{}: 유한한 수가 아닙니다 ({})"},
                     as_shown);
  }
  if (!field.range || (value >= field.range->min && value <= field.range->max)) return ok();
  return fail(ErrorKind::invalid_argument,
              {"{}: {} is outside {} to {}", "{}: {} не входит в пределы от {} до {}",
               "{}: 허용 범위를 벗어난 값입니다 ({}). 범위: {}~{}"},
              field.name, as_shown, field.range->min, field.range->max)
      .with_hint(field_takes(field))
      .with_field(field.name);
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t") == std::string_view::npos;
}

Result<void> check_choice(const FieldInfo& field, const std::string& text) {
  if (field.choices.empty() || std::find(field.choices.begin(), field.choices.end(), text) != field.choices.end())
    return ok();
  const Text meant = did_you_mean(text, field.choices);
  return fail(ErrorKind::invalid_argument,
              {"{}: there is no choice \"{}\"", "{}: нет варианта «{}»", "{}: 선택할 수 없는 값입니다 (\"{}\")"},
              field.name, shorten(text, shown_columns))
      .with_hint(meant.empty() ? field_takes(field) : meant)
      .with_field(field.name);
}

Result<void> check_characters(const FieldInfo& field, const std::string& text) {
  if (const std::size_t bad = first_bad_utf8(text); bad != std::string::npos) {
    return fail(ErrorKind::invalid_argument,
                {"{}: byte {} is not valid UTF-8", "{}: байт {} не является правильным UTF-8",
                 "{}: {}번째 바이트가 올바른 UTF-8이 아닙니다"},
                field.name, bad + 1)
        .with_hint({"Give the text in UTF-8.", "Передайте текст в кодировке UTF-8.", "텍스트를 UTF-8로 입력하세요."})
        .with_field(field.name);
  }
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (!is_control(c) || (field.file_text && (c == '\n' || c == '\r' || c == '\t'))) continue;
    return fail(
               ErrorKind::invalid_argument,
               {"{}: the text contains the control character U+{:04X}", "{}: в тексте есть управляющий символ U+{:04X}",
                "{}: 텍스트에 제어 문자 U+{:04X}이(가) 들어 있습니다"},
               field.name, static_cast<unsigned>(c))
        .with_hint({"Remove it; the text must be one line.", "Уберите его: текст должен быть одной строкой.",
                    "제어 문자를 지우고 한 줄로 입력하세요."})
        .with_field(field.name);
  }
  return ok();
}

Result<void> check_text(const FieldInfo& field, const std::string& text) {
  if (text.size() > field.bytes_max) {
    return fail(ErrorKind::invalid_argument,
                {"{}: the text is {} bytes long, the limit is {}", "{}: длина текста {} байт, допустимо не больше {}",
                 "{}: 텍스트 길이가 {}바이트입니다. 한도는 {}바이트입니다"},
                field.name, text.size(), field.bytes_max)
        .with_hint({"Shorten it.", "Сократите его.", "더 짧게 입력하세요."})
        .with_field(field.name);
  }
  TRY_VOID(check_characters(field, text));
  if (is_blank(text)) {
    const bool empty_means_something =
        field.default_value.is_string() && field.default_value.get_ref<const std::string&>().empty();
    if (!field.required && (field.choices.empty() || empty_means_something)) return ok();
    return fail(ErrorKind::invalid_argument, {"{}: the text is empty", "{}: пустой текст", "{}: 값이 비어 있습니다"},
                field.name)
        .with_hint(field_takes(field))
        .with_field(field.name);
  }
  return check_choice(field, text);
}

Result<void> check_list(const FieldInfo& field, const Json& list) {
  const Range count = field.range.value_or(Range{0, static_cast<double>(list_items_max)});
  const auto items = static_cast<double>(list.size());
  if (items < count.min || items > count.max) {
    return fail(ErrorKind::invalid_argument,
                {"{}: the list has {} items; allowed are {} to {}", "{}: в списке элементов: {}; допустимо от {} до {}",
                 "{}: 목록의 항목이 {}개입니다. {}~{}개여야 합니다"},
                field.name, list.size(), count.min, count.max)
        .with_field(field.name);
  }
  for (const Json& item : list) {
    if (!item.is_string()) return wrong_type(field, list);
    TRY_VOID(check_text(field, item.get_ref<const std::string&>()));
  }
  return ok();
}

Error unknown_key(const std::vector<FieldInfo>& fields, const std::string& key) {
  std::vector<std::string_view> names;
  std::string all;
  for (const FieldInfo& field : fields) {
    names.push_back(field.name);
    all += (all.empty() ? "" : ", ") + std::string(field.name);
  }
  for (const FieldInfo& field : fields) names.insert(names.end(), field.aliases.begin(), field.aliases.end());
  Error error =
      fail(ErrorKind::invalid_argument, {"there is no field \"{}\"", "нет поля «{}»", "\"{}\" 필드는 없습니다"},
           shorten(key, shown_columns))
          .with_field(shorten(key, shown_columns));
  const Text meant = did_you_mean(key, names);
  if (!meant.empty()) return std::move(error).with_hint(meant);
  return std::move(error).with_hint({"The fields are: {}.", "Поля запроса: {}.", "사용할 수 있는 필드: {}"}, all);
}

const FieldInfo* find_field(const std::vector<FieldInfo>& fields, std::string_view key) {
  for (const FieldInfo& field : fields) {
    if (field.name == key || std::find(field.aliases.begin(), field.aliases.end(), key) != field.aliases.end())
      return &field;
  }
  return nullptr;
}

}  // namespace

Result<void> check_field(const FieldInfo& field, const Json& value) {
  switch (field.type) {
    case FieldType::text:
      if (!value.is_string()) return wrong_type(field, value);
      return check_text(field, value.get_ref<const std::string&>());
    case FieldType::integer:
      if (!value.is_number_integer()) return wrong_type(field, value);
      return check_range(field, value.get<double>(), value.dump());
    case FieldType::number:
      if (!value.is_number()) return wrong_type(field, value);
      return check_range(field, value.get<double>(), fmt::format("{}", value.get<double>()));
    case FieldType::flag:
      if (!value.is_boolean()) return wrong_type(field, value);
      return ok();
    case FieldType::text_list:
      break;
  }
  if (!value.is_array()) return wrong_type(field, value);
  return check_list(field, value);
}

Result<void> check_fields(const std::vector<FieldInfo>& fields, Json& params) {
  if (!params.is_object()) {
    return fail(ErrorKind::invalid_argument, {"the request is not a JSON object", "запрос не является объектом JSON",
                                              "요청이 JSON 객체가 아닙니다"});
  }
  Json renamed = Json::object();
  for (const auto& [key, value] : params.items()) {
    const FieldInfo* field = find_field(fields, key);
    if (!field) return unknown_key(fields, key);
    if (renamed.contains(field->name)) {
      return fail(ErrorKind::invalid_argument,
                  {"{}: given twice, also as \"{}\"", "{}: задано дважды, также как «{}»",
                   "{}: 두 번 지정되었습니다 (\"{}\" 이름으로도)"},
                  field->name, key == field->name ? field->aliases.front() : std::string_view(key))
          .with_hint({"Keep one of them.", "Оставьте одно из них.", "하나만 남기세요."})
          .with_field(field->name);
    }
    if (!value.is_null()) TRY_VOID(check_field(*field, value));
    renamed[std::string(field->name)] = value;
  }
  for (const FieldInfo& field : fields) {
    if (!field.required) continue;
    const auto found = renamed.find(field.name);
    if (found != renamed.end() && !found->is_null()) continue;
    return fail(ErrorKind::invalid_argument,
                {"{}: this is required", "{}: это поле обязательно", "{}: 꼭 필요한 값입니다"}, field.name)
        .with_hint(field_takes(field))
        .with_field(field.name);
  }
  params = std::move(renamed);
  return ok();
}

}  // namespace atelier
