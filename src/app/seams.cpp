#include "app/seams.h"

#include <algorithm>
#include <charconv>

namespace atelier {

namespace {

template <class T>
Result<Json> number(const FieldInfo& field, std::string_view text, const Phrase& wrong) {
  T value{};
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc() || end != text.data() + text.size()) {
    return fail(ErrorKind::invalid_argument, wrong, field.name, printable(text));
  }
  return Json(value);
}

}  // namespace

Result<Json> value_from_text(const FieldInfo& field, std::string_view text) {
  switch (field.type) {
    case FieldType::integer:
      return number<std::int64_t>(field, text, {"{}: {} is not a whole number", "", ""});
    case FieldType::number:
      return number<double>(field, text, {"{}: {} is not a number", "", ""});
    case FieldType::flag:
      return Json(text == "true");
    case FieldType::text_list:
      return Json::array({std::string(text)});
    case FieldType::text:
      break;
  }
  return Json(std::string(text));
}

std::string nearest_word(std::string_view word, const std::vector<std::string_view>& known) {
  std::string best;
  std::size_t best_cost = ~std::size_t{0};
  for (const std::string_view candidate : known) {
    std::vector<std::size_t> row(candidate.size() + 1);
    for (std::size_t j = 0; j <= candidate.size(); ++j) row[j] = j;
    for (std::size_t i = 0; i < word.size(); ++i) {
      std::size_t diagonal = std::exchange(row[0], i + 1);
      for (std::size_t j = 0; j < candidate.size(); ++j) {
        const std::size_t cost = std::min({diagonal + (word[i] != candidate[j]), row[j] + 1, row[j + 1] + 1});
        diagonal = std::exchange(row[j + 1], cost);
      }
    }
    if (row.back() < best_cost) best_cost = row.back(), best = candidate;
  }
  return best;
}

std::string plain_printable(std::string_view word) {
  std::string out;
  for (const char c : word.substr(0, 60)) out += static_cast<unsigned char>(c) < 32 || c == 127 ? '?' : c;
  return out;
}

std::string printable(std::string_view word) {
  return '"' + plain_printable(word) + '"';
}

}  // namespace atelier
