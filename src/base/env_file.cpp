#include "base/env_file.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace atelier {

namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

bool is_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name[0]) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

char escaped(char c) {
  return c == 'n' ? '\n' : c == 't' ? '\t' : c;
}

/// Takes the first line off `text`, without its line break.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string bare_value(std::string_view line) {
  std::size_t comment = line.find('#');
  while (comment != std::string_view::npos && comment > 0 && blanks.find(line[comment - 1]) == std::string_view::npos) {
    comment = line.find('#', comment + 1);
  }
  return std::string(trimmed(line.substr(0, comment)));
}

/// Takes a quoted value, which begins with its quote, and the rest of its last line off `text`. Nothing when the quote
/// is not closed or something follows it.
std::optional<std::string> take_quoted(std::string_view& text) {
  const char quote = text[0];
  std::string value;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == quote) {
      text.remove_prefix(at + 1);
      const std::string_view rest = trimmed(take_line(text));
      return rest.empty() || rest[0] == '#' ? std::optional(value) : std::nullopt;
    }
    const bool escape = quote == '"' && text[at] == '\\' && at + 1 < text.size();
    value += escape ? escaped(text[++at]) : text[at];
  }
  return std::nullopt;
}

/// `NAME` of the line "export NAME=value"; empty where the line has none.
std::string_view name_in(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return {};
  const std::string_view name = trimmed(line.substr(0, equals));
  return name.starts_with("export ") ? trimmed(name.substr(7)) : name;
}

/// Why a line without its value is no assignment; nothing where it is one.
std::optional<Phrase> fault_of(std::string_view line) {
  if (!is_utf8(line)) return Phrase{"not valid UTF-8", "неправильный UTF-8", "올바른 UTF-8이 아닙니다"};
  if (!is_name(name_in(line))) return Phrase{"this is no assignment", "это не присваивание", "대입문이 아닙니다"};
  return std::nullopt;
}

}  // namespace

EnvFile parse_env_file(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  EnvFile file;
  int number = 1;
  for (std::string_view from_here = text; !text.empty();) {
    number += static_cast<int>(
        std::count(from_here.begin(), from_here.end() - static_cast<std::ptrdiff_t>(text.size()), '\n'));
    from_here = text;
    const std::string_view line = trimmed(take_line(text));
    if (line.empty() || line[0] == '#') continue;
    const std::string name(name_in(line));
    if (const std::optional<Phrase> fault = fault_of(line)) {
      file.problems.push_back({is_name(name) ? name : "", number, format_text(*fault)});
      continue;
    }
    const std::string_view rest = trimmed(line.substr(line.find('=') + 1));
    if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) {
      file.entries.push_back({name, bare_value(line.substr(line.find('=') + 1)), number});
      continue;
    }
    std::string_view quoted = from_here.substr(static_cast<std::size_t>(rest.data() - from_here.data()));
    if (std::optional<std::string> value = take_quoted(quoted)) {
      file.entries.push_back({name, *std::move(value), number});
      text = quoted;
    } else {
      constexpr Phrase unclosed{"the quotes are not closed, or something follows them",
                                "кавычки не закрыты, или после них есть лишнее",
                                "따옴표가 닫히지 않았거나 뒤에 다른 내용이 있습니다"};
      file.problems.push_back({name, number, format_text(unclosed)});
    }
  }
  return file;
}

}  // namespace atelier
