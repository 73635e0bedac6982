#include "tests/structure/rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <regex>

#include "tests/structure/cpp_text.h"
#include "tests/structure/functions.h"
#include "tests/structure/ladder.h"

namespace atelier::structure {

namespace {

using Match = std::match_results<std::string_view::const_iterator>;

/// Looks at the first 4,000 bytes of a line: std::regex needs stack for each.
bool search(std::string_view line, Match& found, const std::regex& pattern) {
  line = line.substr(0, 4000);
  return std::regex_search(line.begin(), line.end(), found, pattern);
}

bool search(std::string_view line, const std::regex& pattern) {
  Match found;
  return search(line, found, pattern);
}

void each_line(std::string_view text, const std::function<void(int, std::string_view)>& visit) {
  int number = 1;
  for (std::size_t start = 0; start < text.size(); ++number) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    visit(number, text.substr(start, end - start));
    start = end + 1;
  }
}

std::optional<int> height_of(std::string_view folder) {
  for (const Rung& rung : ladder()) {
    if (rung.folder == folder) return rung.height;
  }
  return std::nullopt;
}

/// `jobs` of src/jobs/kinds/texture.cpp; empty outside src and for a file directly in it.
std::string_view folder_of(std::string_view path) {
  if (!path.starts_with("src/")) return {};
  path.remove_prefix(4);
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool lists(std::string_view words, std::string_view word) {
  return fmt::format(" {} ", words).find(fmt::format(" {} ", word)) != std::string::npos;
}

/// The rule that `#include <target>` in `folder` breaks; empty if none.
std::string broken_by_include(std::string_view folder, int height, std::string_view target) {
  const std::string_view other = target.substr(0, target.find('/'));
  const std::optional<int> other_height = other == target ? std::nullopt : height_of(other);
  if (other_height && other != folder && *other_height >= height) {
    const char* direction = *other_height > height ? "upwards" : "sideways";
    return fmt::format("{} must not include {}/: that is {} (ARCHITECTURE.md has the ladder)", folder, other,
                       direction);
  }
  for (const Wall& wall : foreign_walls()) {
    if (!target.starts_with(wall.prefix) || other == folder || lists(wall.folders, folder)) continue;
    return fmt::format("{} is included in {} only, not in {}", wall.what,
                       wall.folders.empty() ? "nothing" : wall.folders, folder);
  }
  return {};
}

std::string file_name(std::string_view path) {
  return std::string(path.substr(path.rfind('/') + 1));
}

/// Something that has a length.
struct Measured {
  int line;
  std::string name;
  std::string entry;  ///< in the ratchet
  int lines, lines_max;
};

std::optional<std::string> broken_by_length(const Measured& it, const Ratchet& ratchet) {
  const auto found = ratchet.find(it.entry);
  const int allowed = found == ratchet.end() ? it.lines_max : std::max(it.lines_max, found->second);
  if (it.lines > allowed) return fmt::format("{} has {} lines; the limit is {}", it.name, it.lines, it.lines_max);
  if (found == ratchet.end() || it.lines == found->second) return std::nullopt;
  if (it.lines > it.lines_max)
    return fmt::format("{} has only {} lines now: enter that in ratchet.txt", it.name, it.lines);
  return fmt::format("{} is short now: take its entry out of ratchet.txt", it.name);
}

const std::regex& code_in_comment() {
  static const std::regex pattern(
      R"(^\s*// ?(?:\}[;,)]*|(?:if|for|while|switch) \(.*[{;]|(?:return|auto|const|delete) .*;|[\w:<>.\->]+(?: [\w*&]+)?(?:\(.*\)| [-+*/|&]?= .*);|#include .*)\s*$)");
  return pattern;
}

/// Begins with a blank or what may stand before a path, so that `src/home/x` is not one.
const std::regex& machine_path() {
  static const std::regex pattern(
      fmt::format(R"((?:^|[\s"'`(\[=:,<>|])/(?:{}|{}|{}|{})/)", "work", "tmp", "root", "home"));
  return pattern;
}

}  // namespace

std::string to_string(const Violation& violation) {
  return fmt::format("{}:{}: {}", violation.path, violation.line, violation.rule);
}

std::vector<Violation> check_includes(const SourceFile& file) {
  if (!file.path.starts_with("src/") || !is_cpp(file.path)) return {};
  const std::string_view folder = folder_of(file.path);
  const std::optional<int> height = height_of(folder);
  if (!height) return {{file.path, 1, "this folder has no place in the ladder of ARCHITECTURE.md"}};
  static const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<Violation> violations;
  each_line(file.text, [&](int number, std::string_view line) {
    Match found;
    if (!search(line, found, include)) return;
    const std::string target = found[1].str();
    const std::string rule = broken_by_include(folder, *height, target);
    if (!rule.empty()) violations.push_back({file.path, number, rule});
    if (target.starts_with("."))
      violations.push_back({file.path, number, "includes are written from src/, without dots"});
  });
  return violations;
}

Ratchet read_ratchet(std::string_view text) {
  Ratchet ratchet;
  each_line(text, [&](int, std::string_view line) {
    const std::size_t blank = line.rfind(' ');
    if (line.empty() || line.front() == '#' || blank == std::string_view::npos) return;
    ratchet[std::string(line.substr(0, blank))] = std::stoi(std::string(line.substr(blank + 1)));
  });
  return ratchet;
}

std::vector<Violation> check_lengths(const SourceFile& file, const Ratchet& ratchet) {
  std::vector<Violation> violations;
  if (!is_cpp(file.path) || file.path.ends_with("_table.cpp")) return violations;
  const int lines = static_cast<int>(std::count(file.text.begin(), file.text.end(), '\n'));
  std::vector<Measured> all = {{1, file_name(file.path), file.path, lines, file_lines_max}};
  for (const Function& function : functions_in(file.text)) {
    const std::string entry = file.path + " " + function.name;
    all.push_back({function.line, function.name, entry, function.lines, function_lines_max});
  }
  for (const Measured& it : all) {
    if (const auto rule = broken_by_length(it, ratchet)) violations.push_back({file.path, it.line, *rule});
  }
  return violations;
}

std::vector<Violation> check_ratchet(const std::vector<SourceFile>& files, const Ratchet& ratchet) {
  Ratchet unused = ratchet;
  for (const SourceFile& file : files) {
    unused.erase(file.path);
    if (!is_cpp(file.path)) continue;
    for (const Function& function : functions_in(file.text)) unused.erase(file.path + " " + function.name);
  }
  std::vector<Violation> violations;
  for (const auto& [entry, lines] : unused) {
    violations.push_back(
        {"tests/structure/ratchet.txt", 1, fmt::format("'{}' does not exist: take the entry away", entry)});
  }
  return violations;
}

std::vector<Violation> check_machine_paths(const SourceFile& file) {
  std::vector<Violation> violations;
  each_line(file.text, [&](int number, std::string_view line) {
    if (search(line, machine_path())) violations.push_back({file.path, number, "a path of one machine"});
  });
  return violations;
}

std::vector<Violation> check_leftovers(const SourceFile& file) {
  static const std::regex unfinished(fmt::format(R"(\b(?:{}{}|{}{}|{}{})\b)", "TO", "DO", "FIX", "ME", "X", "XX"));
  static const std::regex merge(R"(^(?:<{7}|>{7}|\|{7})(?: |$))");
  static const std::regex blanks(R"([ \t\r]+$)");
  std::vector<Violation> violations;
  const auto found = [&](int number, const char* rule) { violations.push_back({file.path, number, rule}); };
  if (is_left_behind(file.path)) found(1, "left behind by a merge or an editor");
  each_line(file.text, [&](int number, std::string_view line) {
    if (search(line, unfinished)) found(number, "a mark of unfinished work: finish it, or file an issue");
    if (search(line, merge)) found(number, "a mark of an unfinished merge");
    if (search(line, blanks) && !file.path.ends_with(".md")) found(number, "blanks at the end of the line");
  });
  if (!is_cpp(file.path)) return violations;
  const CppText text = split_cpp(file.text);
  each_line(text.comments, [&](int number, std::string_view line) {
    if (search(line, code_in_comment())) found(number, "code in a comment: git remembers it");
  });
  return violations;
}

}  // namespace atelier::structure
