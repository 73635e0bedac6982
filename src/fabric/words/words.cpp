#include "fabric/words/words.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "base/fields.h"

namespace atelier {

namespace {

constexpr std::size_t shown_characters_max = 40;

// Calls visit(code point, start, end) for each code point; false where the text is not UTF-8.
template <class Visit>
bool each_code_point(std::string_view text, Visit&& visit) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    UChar32 c;
    U8_NEXT(text.data(), i, length, c);
    if (c < 0) return false;
    visit(c, start, i);
  }
  return true;
}

bool is_separator(UChar32 c) {
  if (c < 128) return !u_isalnum(c) && c != '$' && c != '^' && c != '|' && c >= 0 && c != '~';
  const int type = u_charType(c);
  return u_isUWhiteSpace(c) || type == U_MATH_SYMBOL || type == U_DASH_PUNCTUATION || type == U_START_PUNCTUATION ||
         type == U_END_PUNCTUATION || type == U_CONNECTOR_PUNCTUATION || type == U_OTHER_PUNCTUATION ||
         type == U_INITIAL_PUNCTUATION || type == U_FINAL_PUNCTUATION || c == '`' || c == 0x2D0;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// Spellings that mean the same letters or syllables.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> same_spellings = {{
    {"ё", "е"},
    {"é", "e"},
    {"è", "e"},
    {"ê", "e"},
    {"ë", "e"},
    {"à", "a"},
    {"â", "a"},
    {"î", "i"},
    {"ï", "i"},
    {"ô", "o"},
    {"ö", "o"},
    {"ü", "u"},
    {"ç", "c"},
    {"gray", "grey"},
    {"자켓", "재킷"},
    {"쟈켓", "재킷"},
    {"쉐", "셰"},
}};

std::string folded(std::string_view text) {
  std::string key;
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; });
  if (ascii) {
    for (const char c : text) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    replace_all(key, "gray", "grey");
    return key;
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const icu::UnicodeString plain = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  if (U_SUCCESS(status)) fold->normalize(plain, status).toUTF8String(key);
  for (const auto& [from, to] : same_spellings) replace_all(key, from, to);
  return key;
}

bool all_in(std::string_view text, Script script) {
  return !text.empty() && script_of(text) == script;
}

std::vector<std::string_view> split_names(std::string_view names) {
  std::vector<std::string_view> all;
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(';'), names.size());
    all.push_back(names.substr(0, end));
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  return all;
}

std::string joined(std::span<const Word> words) {
  std::string key;
  for (const Word& word : words) key += word.key;
  return key;
}

// Endings of Russian adjectives and nouns, in bytes of UTF-8 the longer first.
constexpr std::string_view endings[] = {"ыми", "ими", "ого", "его", "ому", "ему", "ами", "ями", "ый", "ий", "ой",
                                        "ая",  "яя",  "ое",  "ее",  "ые",  "ие",  "ую",  "юю",  "ых", "их", "ым",
                                        "им",  "ом",  "ем",  "ей",  "ов",  "ев",  "ах",  "ях",  "ью", "ию", "ою",
                                        "а",   "я",   "ы",   "и",   "у",   "ю",   "е",   "ь"};
constexpr std::size_t stem_bytes_min = 6;  // three letters

bool strip(std::string_view text, std::string_view ending, std::string& stem) {
  if (text.size() < ending.size() + stem_bytes_min || !text.ends_with(ending)) return false;
  stem = text.substr(0, text.size() - ending.size());
  return true;
}

std::string stem_of(std::string_view word) {
  std::string stem(word);
  for (const std::string_view ending : endings) {
    if (strip(word, ending, stem)) return stem;
  }
  return stem;
}

std::string joined_stems(std::span<const Word> words) {
  std::string key;
  for (const Word& word : words) key += stem_of(word.key);
  return key;
}

}  // namespace

Script script_of(std::string_view text) {
  Script script = Script::latin;
  bool found = false;
  each_code_point(text, [&](UChar32 c, std::int32_t, std::int32_t) {
    if (found) return;
    const bool hangul = (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF) || (c >= 0x3130 && c <= 0x318F);
    const bool cyrillic = c >= 0x400 && c <= 0x52F;
    if (hangul) script = Script::hangul;
    if (cyrillic) script = Script::cyrillic;
    found = hangul || cyrillic || (c < 0x250 && u_isalpha(c));
  });
  return script;
}

std::vector<Word> split_known_words(std::string_view text) {
  std::vector<Word> words;
  Word word;
  const auto finish = [&] {
    if (word.shown.empty()) return;
    word.key = folded(word.shown);
    words.push_back(std::move(word));
    word = {};
  };
  each_code_point(text, [&](UChar32 c, std::int32_t start, std::int32_t end) {
    const std::string_view piece = text.substr(start, end - start);
    if (is_separator(c)) {
      finish();
      word.separator += piece;
    } else {
      word.shown += piece;
    }
  });
  finish();
  return words;
}

Result<std::vector<Word>> split_words(std::string_view field, std::string_view text) {
  if (text.size() > default_text_bytes_max) {
    return fail(ErrorKind::invalid_argument,
                {"{}: {} bytes of text are over the limit of {}", "{}: текст в {} байт длиннее предела в {}",
                 "{}: {}바이트 글은 한도 {}바이트를 넘습니다"},
                field, text.size(), default_text_bytes_max);
  }
  bool control = false;
  const bool valid =
      each_code_point(text, [&](UChar32 c, std::int32_t, std::int32_t) { control |= c < 32 || (c >= 127 && c < 160); });
  if (!valid) {
    return fail(ErrorKind::invalid_argument, {"{}: not valid UTF-8", "{}: это не UTF-8", "{}: 올바른 UTF-8이 아닙니다"},
                field);
  }
  if (control) {
    return fail(ErrorKind::invalid_argument,
                {"{}: holds a control character", "{}: содержит управляющий символ", "{}: 제어 문자가 들어 있습니다"},
                field);
  }
  std::vector<Word> words = split_known_words(text);
  std::erase_if(words, [](const Word& word) { return word.key.empty(); });
  if (words.empty()) {
    return fail(ErrorKind::invalid_argument, {"{}: empty", "{}: пусто", "{}: 비어 있습니다"}, field);
  }
  return words;
}

std::string shortened(std::string_view text) {
  std::size_t count = 0;
  std::size_t cut = text.size();
  each_code_point(text, [&](UChar32, std::int32_t start, std::int32_t) {
    if (count++ == shown_characters_max) cut = start;
  });
  return cut == text.size() ? std::string(text) : std::string(text.substr(0, cut)) + "…";
}

void Lexicon::add(int row, std::string_view names) {
  for (const std::string_view name : split_names(names)) {
    const std::vector<Word> words = split_known_words(name);
    if (words.empty()) continue;
    exact_.try_emplace(joined(words), row);
    if (all_in(words.front().key, Script::cyrillic)) stems_.try_emplace(joined_stems(words), row);
    names_.push_back({row, name});
    words_max_ = std::max(words_max_, words.size());
  }
}

int Lexicon::look(const std::string& key) const {
  const auto found = exact_.find(key);
  return found == exact_.end() ? -1 : found->second;
}

int Lexicon::find_latin(const std::string& key) const {
  const auto stripped = [&](std::size_t count, std::string_view with) {
    return look(key.substr(0, key.size() - count) + std::string(with));
  };
  int row = -1;
  if (key.size() > 3 && key.ends_with("s") && !key.ends_with("ss")) row = stripped(1, "");
  if (row < 0 && key.size() > 4 && key.ends_with("es")) row = stripped(2, "");
  if (row < 0 && key.size() > 4 && key.ends_with("ies")) row = stripped(3, "y");
  if (row < 0 && key.size() > 3 && !key.ends_with("s")) row = look(key + "s");
  return row;
}

int Lexicon::find_cyrillic(std::span<const Word> words, const std::string& key) const {
  // A bare stem is no word: "шерст" is a typing error.
  std::string stem = joined_stems(words);
  const auto found = stem == key ? stems_.end() : stems_.find(stem);
  if (found != stems_.end()) return found->second;
  for (const std::string_view ending : endings) {
    if (!strip(key, ending, stem)) continue;
    if (const int row = look(stem); row >= 0) return row;
    if (const auto known = stems_.find(stem); known != stems_.end()) return known->second;
  }
  return -1;
}

int Lexicon::find_hangul(const std::string& key) const {
  for (const std::string_view suffix : {"색상", "색", "빛", "컬러", "원단", "소재", "천", "직물"}) {
    if (key.size() <= suffix.size() || !key.ends_with(suffix)) continue;
    const std::string stem = key.substr(0, key.size() - suffix.size());
    if (const int row = look(stem); row >= 0) return row;
  }
  for (const std::string_view suffix : {"색", "빛"}) {
    if (const int row = look(key + std::string(suffix)); row >= 0) return row;
  }
  return -1;
}

int Lexicon::find(std::span<const Word> words) const {
  if (words.empty() || words.size() > words_max_ + 1) return -1;
  const std::string key = joined(words);
  if (const int row = look(key); row >= 0) return row;
  switch (script_of(key)) {
    case Script::latin:
      return find_latin(key);
    case Script::cyrillic:
      return find_cyrillic(words, key);
    case Script::hangul:
      return find_hangul(key);
  }
  return -1;
}

}  // namespace atelier
