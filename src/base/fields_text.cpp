#include <array>
#include <charconv>
#include <cmath>

#include "base/fields.h"
#include "base/utf8.h"

namespace atelier {

namespace {

std::string shown_choices(const FieldInfo& field) {
  constexpr std::size_t shown_max = 12;
  std::string all;
  for (std::size_t i = 0; i < field.choices.size() && i < shown_max; ++i) {
    all += (i ? ", " : "") + std::string(field.choices[i]);
  }
  return field.choices.size() > shown_max ? all + ", …" : all;
}

Text expected(const FieldInfo& field) {
  if (field.type == FieldType::flag) {
    return format_text({"true or false", "true (да) или false (нет)", "true 또는 false"});
  }
  if (!field.choices.empty())
    return format_text({"one of: {}", "одно из: {}", "다음 중 하나: {}"}, shown_choices(field));
  if (field.type == FieldType::text) return format_text({"a text", "текст", "텍스트"});
  if (field.type == FieldType::text_list) {
    return format_text({"texts separated by commas", "строки через запятую", "쉼표로 구분한 텍스트"});
  }
  const bool whole = field.type == FieldType::integer;
  if (!field.range)
    return whole ? format_text({"a whole number", "целое число", "정수"}) : format_text({"a number", "число", "숫자"});
  return format_text(whole ? Phrase{"a whole number from {} to {}", "целое число от {} до {}", "{}~{} 사이의 정수"}
                           : Phrase{"a number from {} to {}", "число от {} до {}", "{}~{} 사이의 숫자"},
                     field.range->min, field.range->max);
}

Error not_readable(const FieldInfo& field, std::string_view text) {
  const Phrase whole = {"{}: \"{}\" is not a whole number", "{}: «{}» — не целое число",
                        "{}: 정수가 아닌 값입니다 (\"{}\")"};
  const Phrase number = {"{}: \"{}\" is not a number", "{}: «{}» — не число", "{}: 숫자가 아닌 값입니다 (\"{}\")"};
  const Phrase flag = {"{}: \"{}\" is neither true nor false", "{}: «{}» — не true и не false",
                       "{}: true도 false도 아닌 값입니다 (\"{}\")"};
  const Phrase& message = field.type == FieldType::integer ? whole : field.type == FieldType::number ? number : flag;
  return fail(ErrorKind::invalid_argument, message, field.name, shorten(text, 40))
      .with_hint(field_takes(field))
      .with_field(field.name);
}

Result<Json> integer_from_text(const FieldInfo& field, std::string_view text) {
  std::int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, value);
  if (stop != end || text.empty() || status == std::errc::invalid_argument) return not_readable(field, text);
  if (status == std::errc::result_out_of_range) {
    return fail(ErrorKind::invalid_argument,
                {"{}: \"{}\" is too large", "{}: «{}» — слишком большое число", "{}: 너무 큰 수입니다 (\"{}\")"},
                field.name, shorten(text, 40))
        .with_hint(field_takes(field))
        .with_field(field.name);
  }
  return Json(value);
}

Result<Json> number_from_text(const FieldInfo& field, std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, status] = std::from_chars(text.data(), end, value);
  if (stop != end || status != std::errc() || text.empty() || !std::isfinite(value)) return not_readable(field, text);
  return Json(value);
}

Result<Json> flag_from_text(const FieldInfo& field, std::string_view text) {
  for (const std::string_view yes : {"true", "yes", "on", "1"}) {
    if (text == yes) return Json(true);
  }
  for (const std::string_view no : {"false", "no", "off", "0"}) {
    if (text == no) return Json(false);
  }
  return not_readable(field, text);
}

Json list_from_text(std::string_view text) {
  Json list = Json::array();
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view item = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    item.remove_prefix(std::min(item.find_first_not_of(' '), item.size()));
    item = item.substr(0, item.find_last_not_of(' ') + 1);
    if (!item.empty()) list.push_back(std::string(item));
  }
  return list;
}

Result<Json> read_as_type(const FieldInfo& field, std::string_view text) {
  switch (field.type) {
    case FieldType::integer:
      return integer_from_text(field, text);
    case FieldType::number:
      return number_from_text(field, text);
    case FieldType::flag:
      return flag_from_text(field, text);
    case FieldType::text_list:
      return list_from_text(text);
    case FieldType::text:
      break;
  }
  return Json(std::string(text));
}

}  // namespace

Text field_takes(const FieldInfo& field) {
  const Text what = expected(field);
  if (field.example.empty()) {
    return {fmt::format("Give {}.", what.en), fmt::format("Нужно: {}.", what.ru),
            fmt::format("입력할 값: {}", what.ko)};
  }
  return {fmt::format("Give {}, for example \"{}\".", what.en, field.example),
          fmt::format("Нужно: {}, например «{}».", what.ru, field.example),
          fmt::format("입력할 값: {} (예: {})", what.ko, field.example)};
}

Result<Json> field_from_text(const FieldInfo& field, std::string_view text) {
  TRY(Json value, read_as_type(field, text));
  TRY_VOID(check_field(field, value));
  return value;
}

}  // namespace atelier
