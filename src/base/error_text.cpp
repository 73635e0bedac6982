#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr int line_columns_max = 1000;

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
  std::string text = shorten(sentence(error, lang), line_columns_max);
  if (!ends_a_sentence(text)) text += '.';
  if (!error.hint.empty()) text += '\n' + shorten(error.hint.in(lang), line_columns_max);
  return text;
}

nlohmann::ordered_json error_json(const Error& error, Lang lang) {
  nlohmann::ordered_json facts = {{"kind", error_row(error.kind).name},
                                  {"message", shorten(error.message.in(lang), line_columns_max)},
                                  {"hint", shorten(error.hint.in(lang), line_columns_max)}};
  if (!error.field.empty()) facts["field"] = error.field;
  return {{"error", facts}};
}

}  // namespace atelier
