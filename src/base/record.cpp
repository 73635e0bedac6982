#include "base/record.h"

#include <nlohmann/json.hpp>

namespace atelier {

namespace {

std::string text_member(const Json& record, const char* name) {
  const auto found = record.find(name);
  return found != record.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Json text_record(const Text& text) {
  Json record = {{"en", text.en}};
  if (!text.ru.empty()) record["ru"] = text.ru;
  if (!text.ko.empty()) record["ko"] = text.ko;
  return record;
}

Text text_of_record(const Json& record) {
  if (!record.is_object()) return {};
  return {text_member(record, "en"), text_member(record, "ru"), text_member(record, "ko")};
}

Json error_record(const Error& error) {
  Json record = {{"kind", error_row(error.kind).name}, {"message", text_record(error.message)}};
  if (!error.hint.empty()) record["hint"] = text_record(error.hint);
  if (!error.field.empty()) record["field"] = error.field;
  return record;
}

Error error_of_record(const Json& record) {
  const std::optional<ErrorKind> kind =
      record.is_object() ? error_kind_of(text_member(record, "kind")) : std::optional<ErrorKind>();
  if (!kind) return fail(ErrorKind::internal, {"{}", "{}", "{}"}, json_text(record));
  Error error{*kind, {}, {}, text_member(record, "field")};
  if (const auto message = record.find("message"); message != record.end()) error.message = text_of_record(*message);
  if (const auto hint = record.find("hint"); hint != record.end()) error.hint = text_of_record(*hint);
  return error;
}

std::optional<ErrorKind> error_kind_of(std::string_view name) {
  for (const ErrorRow& row : error_rows()) {
    if (name == row.name) return row.kind;
  }
  return std::nullopt;
}

}  // namespace atelier
