#include "tests/structure/functions.h"

#include <algorithm>
#include <cctype>
#include <regex>

#include "tests/structure/cpp_text.h"

namespace atelier::structure {

namespace {

/// What a brace opens. `value` is an initialiser; `member` is the braced initialiser of a member in a constructor.
enum class Brace { scope, function, block, value, member };

struct Open {
  Brace brace;
  std::size_t header;  ///< where the header begins
  std::size_t body;    ///< where the brace is
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

/// The header with everything in parentheses, brackets and braces removed; `()` marks where parentheses were.
std::string flatten(std::string_view header) {
  std::string flat;
  int depth = 0;
  for (const char c : header) {
    const bool closes = c == ')' || c == ']' || c == '}';
    if (closes) --depth;
    if (depth <= 0) flat += c;
    if (c == '(' || c == '[' || c == '{') ++depth;
  }
  return flat;
}

/// Without `template <...>`, whose defaults would look like an initialiser.
std::string_view without_template(std::string_view header) {
  while (trim(header).starts_with("template")) {
    std::size_t i = header.find('<');
    if (i == std::string_view::npos) return header;
    int depth = 0;
    for (; i < header.size(); ++i) {
      if (header[i] == '<') ++depth;
      if (header[i] == '>' && --depth == 0) break;
    }
    header = header.substr(std::min(i + 1, header.size()));
  }
  return header;
}

bool opens_type_or_namespace(const std::string& flat) {
  static const std::regex heading(
      R"(^\s*(?:(?:inline|export|typedef|static|constexpr|const)\s+)*(?:namespace|class|struct|union|enum)\b)");
  return std::regex_search(flat, heading) && flat.find("()") == std::string::npos;
}

/// True if a body may follow `flat`: it ends with a parameter list and what may stand behind one.
bool ends_as_signature(const std::string& flat) {
  const std::size_t parameters = flat.rfind("()");
  if (parameters == std::string::npos) return false;
  const std::string_view behind = trim(std::string_view(flat).substr(parameters + 2));
  if (behind.empty() || behind.find("->") != std::string_view::npos) return true;
  static const std::regex qualifiers(R"(^(?:const|noexcept|override|final|try|mutable|&&?|[A-Z][A-Z0-9_]*|\s|,)+$)");
  return std::regex_match(behind.begin(), behind.end(), qualifiers);
}

bool has_initialiser_list(const std::string& flat) {
  const std::size_t parameters = flat.find("()");
  for (std::size_t i = parameters; i < flat.size(); ++i) {
    if (flat[i] == ':' && flat[i - 1] != ':' && (i + 1 == flat.size() || flat[i + 1] != ':')) return true;
  }
  return false;
}

bool is_lambda(const std::string& flat) {
  static const std::regex lambda(R"(\[\]\s*(?:<[^;{}]*>\s*)?(?:\(\)[^;{}=]*)?$)");
  return std::regex_search(flat, lambda);
}

Brace kind_of(Brace outer, std::string_view header) {
  if (outer == Brace::function || outer == Brace::block) return Brace::block;
  const std::string flat(trim(flatten(without_template(header))));
  if (is_lambda(flat)) return Brace::function;
  if (outer == Brace::value || outer == Brace::member) return outer;
  const bool is_operator = flat.find("operator") != std::string::npos;
  if (flat.find('=') != std::string::npos && !is_operator) return Brace::value;
  if (opens_type_or_namespace(flat)) return Brace::scope;
  if (flat.find("()") == std::string::npos) return flat == "extern" ? Brace::scope : Brace::value;
  if (has_initialiser_list(flat)) return is_word(flat.back()) || flat.back() == '>' ? Brace::member : Brace::function;
  return ends_as_signature(flat) ? Brace::function : Brace::value;
}

/// The last name in front of a parameter list; of a macro such as TEST the arguments too.
std::string name_of(std::string_view header) {
  static const std::regex name(R"(((?:[A-Za-z_~]\w*::)*(?:operator[^\w\s(]+|~?[A-Za-z_]\w*))\s*\()");
  static const std::regex macro(R"(^[A-Z][A-Z0-9_]*\([^()]*\))");
  std::match_results<std::string_view::const_iterator> found;
  if (std::regex_search(header.begin(), header.end(), found, macro)) return found.str();
  if (std::regex_search(header.begin(), header.end(), found, name)) return found[1].str();
  return "lambda";
}

std::size_t skip_access_label(std::string_view code, std::size_t header, std::size_t end) {
  for (const std::string_view label : {"public:", "private:", "protected:"}) {
    const std::size_t first = std::min(code.find_first_not_of(" \t\n", header), end);
    if (code.substr(first, end - first).starts_with(label)) header = first + label.size();
  }
  return header;
}

/// Walks the braces of code without comments, strings and directives.
class Walker {
 public:
  explicit Walker(std::string_view code) : code_(code) {}

  std::vector<Function> walk() {
    for (std::size_t i = 0; i < code_.size(); ++i) {
      const char c = code_[i];
      if (c == '(') ++parentheses_;
      if (c == ')') --parentheses_;
      if (c == '{') open(i);
      if (c == '}') close(i);
      if (c == ';' && parentheses_ <= 0) header_ = i + 1;
    }
    return functions_;
  }

 private:
  void open(std::size_t at) {
    const Brace outer = open_.empty() ? Brace::scope : open_.back().brace;
    header_ = skip_access_label(code_, header_, at);
    const Brace brace = kind_of(outer, code_.substr(header_, at - header_));
    open_.push_back({brace, header_, at});
    if (brace != Brace::member) header_ = at + 1;
  }

  void close(std::size_t at) {
    if (open_.empty()) return;
    const Open opened = open_.back();
    open_.pop_back();
    if (opened.brace == Brace::member) return;
    header_ = at + 1;
    if (opened.brace != Brace::function) return;
    const std::size_t first = code_.find_first_not_of(" \t\n", opened.header);
    const int line = line_at(code_, first);
    const std::string_view header = without_template(code_.substr(first, opened.body - first));
    functions_.push_back({name_of(trim(header)), line, line_at(code_, at) - line + 1});
  }

  std::string_view code_;
  std::size_t header_ = 0;
  int parentheses_ = 0;
  std::vector<Open> open_;
  std::vector<Function> functions_;
};

}  // namespace

std::vector<Function> functions_in(std::string_view source) {
  const CppText text = split_cpp(source);
  return Walker(text.code).walk();
}

}  // namespace atelier::structure
