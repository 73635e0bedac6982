#include "fabric/words/phrase.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace atelier {

namespace {

// Words that say nothing about cloth by themselves.
bool is_filler(const Word& word) {
  static const Lexicon fillers = [] {
    Lexicon words;
    words.add(0,
              "a;an;the;of;from;with;and;made;fabric;cloth;material;textile;100;men;mens;women;womens;ladies;kids;s;"
              "male;female");
    words.add(0, "с;со;из;и;для;ткань;материал;полотно;мужской;женский;детский;чистый;100%");
    words.add(0, "원단;소재;천;직물;와;과;의;남성;여성;남자;여자;남성용;여성용;아동;남성복;여성복");
    return words;
  }();
  return fillers.find({&word, 1}) == 0;
}

std::optional<Hit> find_in(std::span<const Word> words, Lexicons lexicons) {
  for (std::size_t i = 0; i < lexicons.size(); ++i) {
    if (const int row = lexicons[i]->find(words); row >= 0) return Hit{i, row, shown(words)};
  }
  return std::nullopt;
}

// A Hangul word that is two known words written together: 립스탑나일론.
std::optional<std::array<Hit, 2>> find_compound(const Word& word, Lexicons lexicons) {
  if (script_of(word.key) != Script::hangul) return std::nullopt;
  for (std::size_t cut = 3; cut < word.key.size(); cut += 3) {
    const Word first{word.key.substr(0, cut), word.key.substr(0, cut), {}};
    const Word second{word.key.substr(cut), word.key.substr(cut), {}};
    const auto a = find_in({&first, 1}, lexicons);
    const auto b = a ? find_in({&second, 1}, lexicons) : std::nullopt;
    if (b) return std::array{*a, *b};
  }
  return std::nullopt;
}

std::size_t words_max(Lexicons lexicons) {
  std::size_t longest = 1;
  for (const Lexicon* lexicon : lexicons) longest = std::max(longest, lexicon->words_max() + 1);
  return longest;
}

// The longest known stretch at the beginning of `words`.
std::optional<std::pair<Hit, std::size_t>> find_longest(std::span<const Word> words, Lexicons lexicons) {
  for (std::size_t count = std::min(words_max(lexicons), words.size()); count > 0; --count) {
    if (auto hit = find_in(words.first(count), lexicons)) return std::pair{*std::move(hit), count};
  }
  return std::nullopt;
}

// The words up to the first that `lexicons` know: of "синий деним", which is a colour too, "синий".
std::span<const Word> before_known(std::span<const Word> words, Lexicons lexicons) {
  std::size_t count = 1;
  while (count < words.size() && !find_in(words.subspan(count, 1), lexicons)) ++count;
  return words.first(count);
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string shown(std::span<const Word> words) {
  std::string text;
  for (const Word& word : words) text += (text.empty() ? "" : " ") + word.shown;
  return text;
}

Result<std::vector<Hit>> find_all(std::string_view field, std::span<const Word> words, Lexicons lexicons,
                                  Lexicons beside) {
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < words.size();) {
    const std::span<const Word> rest = words.subspan(i);
    if (auto known = find_longest(rest, lexicons)) {
      hits.push_back(std::move(known->first));
      i += known->second;
    } else if (is_filler(words[i]) && words.size() > 1) {
      ++i;
    } else if (const auto both = find_compound(words[i], lexicons)) {
      hits.insert(hits.end(), both->begin(), both->end());
      ++i;
    } else if (auto other = words.size() > 1 ? find_longest(before_known(rest, lexicons), beside) : std::nullopt) {
      other->first.lexicon += lexicons.size();
      hits.push_back(std::move(other->first));
      i += other->second;
    } else {
      return unknown_word(field, hits.empty() ? shown(words) : words[i].shown, lexicons);
    }
  }
  return hits;
}

std::string without_percentages(std::string_view text) {
  std::string rest;
  int total = 0;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::size_t sign = std::min(text.find_first_not_of(' ', end), text.size());
    int share = 0;
    if (end > i && end - i <= 3 && sign < text.size() && text[sign] == '%') {
      std::from_chars(text.data() + i, text.data() + end, share);
      total += share;
      rest += ' ';
      i = sign + 1;
    } else {
      end = std::max(end, i + 1);
      rest += text.substr(i, end - i);
      i = end;
    }
  }
  const bool has_words = rest.find_first_not_of(' ') != std::string::npos;
  return total == 100 && has_words ? rest : std::string(text);
}

}  // namespace atelier
