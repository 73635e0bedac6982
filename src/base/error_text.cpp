#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/redact.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr int line_columns_max = 1000;

std::string shown(std::string_view text) {
  return shorten(redact(text), line_columns_max);
}

bool ends_a_sentence(std::string_view text) {
  for (const std::string_view mark : {".", "?", "!", "…", ":"}) {
    if (text.ends_with(mark)) return true;
  }
  return false;
}

}  // namespace

std::string sentence(const Error& error, Lang lang) {
  const std::string& message = error.message.in(lang);
  return fmt::vformat(error_row(error.kind).sentence.in(lang), fmt::make_format_args(message));
}

std::string error_text(const Error& error, Lang lang) {
  std::string text = shown(sentence(error, lang));
  if (!ends_a_sentence(text)) text += '.';
  if (!error.hint.empty()) text += '\n' + shown(error.hint.in(lang));
  return text;
}

nlohmann::ordered_json error_json(const Error& error, Lang lang) {
  nlohmann::ordered_json facts = {{"kind", error_row(error.kind).name},
                                  {"message", shown(error.message.in(lang))},
                                  {"hint", shown(error.hint.in(lang))}};
  if (!error.field.empty()) facts["field"] = error.field;
  return {{"error", facts}};
}

}  // namespace atelier
