#include "base/nearest.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace atelier {

namespace {

constexpr std::size_t letters_max = 96;  // longer words are no misspelt names

/// Takes a Hangul syllable apart (Unicode 3.12, arithmetic decomposition).
void append_letters(std::u32string& letters, char32_t c) {
  constexpr char32_t syllables = 0xAC00, leads = 0x1100, vowels = 0x1161, tails = 0x11A7;
  if (c < syllables || c > 0xD7A3) {
    letters.push_back(c);
    return;
  }
  const char32_t index = c - syllables;
  letters.push_back(leads + index / 588);
  letters.push_back(vowels + index % 588 / 28);
  if (index % 28 != 0) letters.push_back(tails + index % 28);
}

std::u32string letters_of(std::string_view word) {
  std::u32string letters;
  for (std::size_t at = 0; at < word.size() && letters.size() <= letters_max;) {
    const char32_t c = next_code_point(word, at);
    const bool separator = c == U'-' || c == U'_' || c == U' ';
    append_letters(letters,
                   separator ? U'-' : static_cast<char32_t>(u_foldCase(static_cast<UChar32>(c), U_FOLD_CASE_DEFAULT)));
  }
  return letters;
}

int distance(const std::u32string& a, const std::u32string& b) {
  const std::size_t columns = b.size() + 1;
  std::vector<int> cost((a.size() + 1) * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> int& { return cost[i * columns + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) at(i, 0) = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) at(0, j) = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = at(i - 1, j - 1) + (a[i - 1] != b[j - 1]);
      at(i, j) = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        at(i, j) = std::min(at(i, j), at(i - 2, j - 2) + 1);
      }
    }
  }
  return at(a.size(), b.size());
}

/// How far `known` is from `word`; negative when it is not near.
int nearness(const std::u32string& word, const std::u32string& known) {
  const std::size_t longer = std::max(word.size(), known.size());
  const int allowed = longer < 2 ? 0 : std::clamp(static_cast<int>(longer) / 3, 1, 3);
  const bool begins = word.size() >= 3 && known.starts_with(word);
  const std::size_t shorter = std::min(word.size(), known.size());
  if (longer - shorter > static_cast<std::size_t>(allowed)) return begins ? allowed : -1;
  const int found = distance(word, known);
  if (found > allowed) return begins ? allowed : -1;
  return found;
}

std::string joined(const std::vector<std::string_view>& names, std::string_view last_separator) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? last_separator : std::string_view(", ");
    text += names[i];
  }
  return text;
}

}  // namespace

std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known, int count) {
  const std::u32string letters = letters_of(word);
  if (letters.empty() || letters.size() > letters_max) return {};
  std::vector<std::pair<int, std::string_view>> near;
  for (const std::string_view name : known) {
    const int away = nearness(letters, letters_of(name));
    if (away >= 0) near.emplace_back(away, name);
  }
  std::stable_sort(near.begin(), near.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string_view> names;
  for (const auto& [away, name] : near) {
    if (static_cast<int>(names.size()) == count) break;
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

Text did_you_mean(std::string_view word, std::span<const std::string_view> known, int count) {
  const std::vector<std::string_view> names = nearest(word, known, count);
  if (names.empty()) return {};
  return {fmt::format("Did you mean {}?", joined(names, " or ")),
          fmt::format("Возможно, имелось в виду: {}.", joined(names, " или ")),
          fmt::format("혹시 이것을 찾으셨나요? {}", joined(names, ", "))};
}

}  // namespace atelier
