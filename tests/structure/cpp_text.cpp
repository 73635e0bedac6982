#include "tests/structure/cpp_text.h"

#include <algorithm>
#include <cctype>

namespace atelier::structure {

namespace {

std::string blank_copy(std::string_view source) {
  std::string blank(source.size(), ' ');
  for (std::size_t i = 0; i < source.size(); ++i) {
    if (source[i] == '\n') blank[i] = '\n';
  }
  return blank;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::size_t end_of(std::string_view source, std::string_view mark, std::size_t from) {
  const std::size_t found = source.find(mark, from);
  return found == std::string_view::npos ? source.size() : found + mark.size();
}

/// The end of a literal whose opening quote is at `quote`; an unclosed one ends with its line.
std::size_t end_of_quoted(std::string_view source, std::size_t quote) {
  for (std::size_t i = quote + 1; i < source.size(); ++i) {
    if (source[i] == '\\')
      ++i;
    else if (source[i] == source[quote])
      return i + 1;
    else if (source[i] == '\n')
      return i;
  }
  return source.size();
}

/// The end of the raw string whose quote is at `quote`, behind its R.
std::size_t end_of_raw(std::string_view source, std::size_t quote) {
  const std::size_t paren = source.find('(', quote);
  if (paren == std::string_view::npos) return source.size();
  const std::string closing = ")" + std::string(source.substr(quote + 1, paren - quote - 1)) + "\"";
  return end_of(source, closing, paren);
}

bool is_raw_prefix(std::string_view source, std::size_t quote) {
  if (quote == 0 || source[quote - 1] != 'R') return false;
  std::size_t start = quote - 1;
  while (start > 0 && is_word(source[start - 1])) --start;
  const std::string_view prefix = source.substr(start, quote - start);
  return prefix == "R" || prefix == "LR" || prefix == "uR" || prefix == "UR" || prefix == "u8R";
}

/// A quote between digits (1'000) separates them.
bool is_digit_separator(std::string_view source, std::size_t quote) {
  if (quote == 0 || quote + 1 >= source.size() || !std::isxdigit(static_cast<unsigned char>(source[quote + 1]))) {
    return false;
  }
  std::size_t start = quote;
  while (start > 0 && (is_word(source[start - 1]) || source[start - 1] == '\'')) --start;
  return start < quote && std::isdigit(static_cast<unsigned char>(source[start])) != 0;
}

/// Blanks directives, and keeps of every #if only the first branch: the second would open the same braces again.
void blank_directives(std::string& code) {
  int depth = 0, skipping_from = 0;
  bool continued = false;
  for (std::size_t start = 0; start < code.size();) {
    const std::size_t end = std::min(code.find('\n', start), code.size());
    const std::string_view line = std::string_view(code).substr(start, end - start);
    const std::size_t mark = line.find_first_not_of(" \t");
    const bool directive = continued || (mark != std::string_view::npos && line[mark] == '#');
    if (directive && !continued) {
      const std::size_t word = line.find_first_not_of(" \t", mark + 1);
      const std::string_view rest = word == std::string_view::npos ? "" : line.substr(word);
      if (rest.starts_with("if")) ++depth;
      if (rest.starts_with("el") && skipping_from == 0) skipping_from = depth;
      if (rest.starts_with("endif") && skipping_from == depth) skipping_from = 0;
      if (rest.starts_with("endif")) --depth;
    }
    continued = directive && line.ends_with('\\');
    if (directive || skipping_from > 0) std::fill(code.begin() + start, code.begin() + end, ' ');
    start = end + 1;
  }
}

}  // namespace

CppText split_cpp(std::string_view source) {
  CppText text{blank_copy(source), blank_copy(source)};
  for (std::size_t i = 0; i < source.size();) {
    std::size_t end = i + 1;
    std::string* kept = &text.code;
    if (source.substr(i, 2) == "//") {
      end = std::min(source.find('\n', i), source.size());
      kept = &text.comments;
    } else if (source.substr(i, 2) == "/*") {
      end = end_of(source, "*/", i + 2);
      kept = &text.comments;
    } else if (source[i] == '"' || (source[i] == '\'' && !is_digit_separator(source, i))) {
      end = is_raw_prefix(source, i) ? end_of_raw(source, i) : end_of_quoted(source, i);
      kept = nullptr;
    }
    if (kept != nullptr) std::copy(source.begin() + i, source.begin() + end, kept->begin() + i);
    i = end;
  }
  blank_directives(text.code);
  return text;
}

int line_at(std::string_view text, std::size_t offset) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + std::min(offset, text.size()), '\n'));
}

}  // namespace atelier::structure
