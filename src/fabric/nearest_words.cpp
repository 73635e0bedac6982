#include <unicode/utf8.h>

#include <algorithm>
#include <set>

#include "fabric/words.h"

namespace atelier {

namespace {

// Letters for comparing; a Hangul syllable gives its two or three letters.
std::vector<char32_t> letters(std::string_view text) {
  std::vector<char32_t> all;
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    UChar32 c;
    U8_NEXT(text.data(), i, length, c);
    if (c < 0) continue;
    if (c >= 0xAC00 && c <= 0xD7A3) {
      const UChar32 syllable = c - 0xAC00;
      all.push_back(0x1100 + syllable / 588);
      all.push_back(0x1161 + syllable % 588 / 28);
      if (syllable % 28) all.push_back(0x11A7 + syllable % 28);
    } else {
      all.push_back(c);
    }
  }
  return all;
}

// Edit distance with swaps of neighbours counted once.
int edit_distance(const std::vector<char32_t>& a, const std::vector<char32_t>& b) {
  const std::size_t width = b.size() + 1;
  std::vector<int> table((a.size() + 1) * width);
  const auto at = [&](std::size_t i, std::size_t j) -> int& { return table[i * width + j]; };
  for (std::size_t i = 0; i <= a.size(); ++i) at(i, 0) = static_cast<int>(i);
  for (std::size_t j = 0; j <= b.size(); ++j) at(0, j) = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = a[i - 1] == b[j - 1];
      int best = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = std::min(best, at(i - 2, j - 2) + 1);
      at(i, j) = best;
    }
  }
  return at(a.size(), b.size());
}

std::string key_of(std::string_view text) {
  std::string key;
  for (const Word& word : split_known_words(text)) key += word.key;
  return key;
}

// 0 is the same word, 1 nothing in common.
double unlikeness(const std::vector<char32_t>& wanted, const std::string& wanted_key, std::string_view name) {
  const std::string key = key_of(name);
  const std::vector<char32_t> known = letters(key);
  const double longest = static_cast<double>(std::max(wanted.size(), known.size()));
  double score = edit_distance(wanted, known) / std::max(1.0, longest);
  const bool contains = wanted_key.size() >= 3 && key.size() >= 3 &&
                        (key.find(wanted_key) != std::string::npos || wanted_key.find(key) != std::string::npos);
  if (contains) score = std::min(score, 0.4);
  return score;
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view text, std::span<const Lexicon* const> lexicons, std::size_t count) {
  const std::string short_text = shortened(text);
  const Script script = script_of(short_text);
  const std::string wanted_key = key_of(short_text);
  const std::vector<char32_t> wanted = letters(wanted_key);
  struct Candidate {
    double score;
    const Lexicon* lexicon;
    int row;
    std::string_view name;
  };
  std::vector<Candidate> candidates;
  for (const Lexicon* lexicon : lexicons) {
    for (const Lexicon::Name& name : lexicon->names()) {
      if (script_of(name.text) != script || name.text.find('_') != std::string_view::npos) continue;
      candidates.push_back({unlikeness(wanted, wanted_key, name.text), lexicon, name.row, name.text});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const auto& a, const auto& b) { return a.score < b.score; });
  std::vector<std::string> nearest;
  std::set<std::pair<const Lexicon*, int>> seen;
  for (const Candidate& candidate : candidates) {
    if (nearest.size() == count) break;
    if (!seen.insert({candidate.lexicon, candidate.row}).second) continue;
    if (std::find(nearest.begin(), nearest.end(), candidate.name) == nearest.end()) nearest.emplace_back(candidate.name);
  }
  return nearest;
}

Error unknown_word(std::string_view field, std::string_view word, std::span<const Lexicon* const> lexicons) {
  std::string list;
  for (const std::string& name : nearest_names(word, lexicons, 3)) list += (list.empty() ? "" : ", ") + name;
  return fail(ErrorKind::invalid_argument,
              {"{}: \"{}\" is not a word known here; the nearest are: {}", "{}: слово «{}» здесь неизвестно; ближайшие: {}",
               "{}: \"{}\"은(는) 모르는 말입니다. 가까운 말: {}"},
              field, shortened(word), list)
      .with_hint({"`atelier fabrics list` shows every word", "все слова: `atelier fabrics list`",
                  "모든 낱말은 `atelier fabrics list`로 볼 수 있습니다"});
}

}  // namespace atelier
