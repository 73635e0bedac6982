#include "fabric/words/color_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "fabric/words/color_codes.h"
#include "fabric/words/fabric_words.h"
#include "fabric/words/words.h"

namespace atelier {

namespace {

constexpr std::string_view space = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

// --- words

enum class Modifier { light, dark, dusty, vivid, neon };

struct ModifierWord {
  std::string_view word;
  Modifier modifier;
};

// The longer before those they begin with.
constexpr ModifierWord modifier_words[] = {
    {"light", Modifier::light},
    {"pale", Modifier::light},
    {"pastel", Modifier::light},
    {"dark", Modifier::dark},
    {"deep", Modifier::dark},
    {"dusty", Modifier::dusty},
    {"muted", Modifier::dusty},
    {"greyish", Modifier::dusty},
    {"bright", Modifier::vivid},
    {"vivid", Modifier::vivid},
    {"fluorescent", Modifier::neon},
    {"neon", Modifier::neon},
    {"fluo", Modifier::neon},
    {"밝은", Modifier::light},
    {"라이트", Modifier::light},
    {"옅은", Modifier::light},
    {"연한", Modifier::light},
    {"파스텔", Modifier::light},
    {"페일", Modifier::light},
    {"어두운", Modifier::dark},
    {"다크", Modifier::dark},
    {"짙은", Modifier::dark},
    {"진한", Modifier::dark},
    {"딥", Modifier::dark},
    {"톤다운", Modifier::dusty},
    {"더스티", Modifier::dusty},
    {"그레이시", Modifier::dusty},
    {"탁한", Modifier::dusty},
    {"비비드", Modifier::vivid},
    {"쨍한", Modifier::vivid},
    {"선명한", Modifier::vivid},
    {"형광", Modifier::neon},
    {"네온", Modifier::neon},
    {"연", Modifier::light},
    {"진", Modifier::dark},
    {"светло", Modifier::light},
    {"бледно", Modifier::light},
    {"нежно", Modifier::light},
    {"светлый", Modifier::light},
    {"бледный", Modifier::light},
    {"пастельный", Modifier::light},
    {"темно", Modifier::dark},
    {"темный", Modifier::dark},
    {"глубокий", Modifier::dark},
    {"приглушенно", Modifier::dusty},
    {"приглушенный", Modifier::dusty},
    {"пыльно", Modifier::dusty},
    {"пыльный", Modifier::dusty},
    {"ярко", Modifier::vivid},
    {"яркий", Modifier::vivid},
    {"насыщенный", Modifier::vivid},
    {"насыщенно", Modifier::vivid},
    {"неоново", Modifier::neon},
    {"неоновый", Modifier::neon},
    {"флуоресцентный", Modifier::neon},
    {"кислотно", Modifier::neon},
    {"кислотный", Modifier::neon},
};

ColorWish modified(const ColorWish& base, Modifier modifier) {
  OkLab lab = to_oklab(linear_from_rgb(base.rgb));
  double chroma = 1;
  switch (modifier) {
    case Modifier::light:
      lab.l += 0.12;
      chroma = 0.8;
      break;
    case Modifier::dark:
      lab.l -= 0.12;
      chroma = 0.9;
      break;
    case Modifier::dusty:
      lab.l += (0.6 - lab.l) * 0.2;
      chroma = 0.55;
      break;
    case Modifier::vivid:
      chroma = 1.25;
      break;
    case Modifier::neon:
      chroma = 1.25;
      break;
  }
  lab.a *= chroma;
  lab.b *= chroma;
  return wish_of(rgb_from_oklab(lab), base.fluorescent || modifier == Modifier::neon);
}

const Lexicon& css_lexicon() {
  static const Lexicon lexicon = [] {
    Lexicon words;
    const auto rows = css_color_rows();
    for (int i = 0; i < static_cast<int>(rows.size()); ++i) words.add(i, rows[i].name);
    return words;
  }();
  return lexicon;
}

const Lexicon& modifier_lexicon() {
  static const Lexicon lexicon = [] {
    Lexicon words;
    for (int i = 0; i < static_cast<int>(std::size(modifier_words)); ++i) words.add(i, modifier_words[i].word);
    return words;
  }();
  return lexicon;
}

bool is_color_filler(const Word& word) {
  constexpr std::array fillers = {"color", "colour", "colored", "coloured", "цвет", "цвета", "цветом",
                                  "색",    "색상",   "컬러",    "a",        "the",  "in"};
  return std::find(fillers.begin(), fillers.end(), word.key) != fillers.end();
}

std::optional<ColorWish> find_words(std::span<const Word> words);

// "light" + colour, "연" + colour in one word, "темно" + "синий".
std::optional<ColorWish> find_modified(std::span<const Word> words) {
  if (words.size() > 1) {
    const int row = modifier_lexicon().find(words.first(1));
    if (row >= 0) {
      if (const auto base = find_words(words.subspan(1))) return modified(*base, modifier_words[row].modifier);
    }
  }
  std::vector<Word> rest(words.begin(), words.end());
  for (const ModifierWord& known : modifier_words) {
    const std::string& key = words.front().key;
    if (key.size() <= known.word.size() || !key.starts_with(known.word)) continue;
    rest.front().key = key.substr(known.word.size());
    if (const auto base = find_words(rest)) return modified(*base, known.modifier);
  }
  return std::nullopt;
}

std::optional<ColorWish> find_words(std::span<const Word> words) {
  if (const int row = color_lexicon().find(words); row >= 0) {
    const ColorRow& color = color_rows()[row];
    return ColorWish{std::string(color.id), color.rgb, color.fluorescent};
  }
  if (words.size() > 1 && (is_color_filler(words.back()) || is_color_filler(words.front()))) {
    return find_words(is_color_filler(words.back()) ? words.first(words.size() - 1) : words.subspan(1));
  }
  if (words.empty()) return std::nullopt;
  if (const auto color = find_modified(words)) return color;
  if (const int row = css_lexicon().find(words); row >= 0) return wish_of(css_color_rows()[row].rgb, false);
  return std::nullopt;
}

// --- one or two

// Splits where two colours are joined by a sign or by a word of its own; brackets keep together.
std::vector<std::string_view> split_joined(std::string_view text) {
  constexpr std::array joiners = {"+",   "&",   "×",    "/",      ",",    ";",    " and ", " x ",
                                  " и ", " с ", " on ", " with ", " 와 ", " 과 ", " 및 "};
  std::vector<std::string_view> parts;
  int depth = 0;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
    if (depth > 0) continue;
    for (const std::string_view joiner : joiners) {
      if (!text.substr(i).starts_with(joiner)) continue;
      parts.push_back(trimmed(text.substr(start, i - start)));
      start = i + joiner.size();
      i = start - 1;
      break;
    }
  }
  parts.push_back(trimmed(text.substr(start)));
  return parts;
}

// "navy-white", "네이비와 화이트": two colours without a joining word between spaces.
std::optional<std::array<ColorWish, 2>> find_two(std::span<const Word> words) {
  for (std::size_t cut = 1; cut < words.size(); ++cut) {
    if (trimmed(words[cut].separator).empty()) continue;
    const auto first = find_words(words.first(cut));
    const auto second = find_words(words.subspan(cut));
    if (first && second) return std::array{*first, *second};
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string_view joiner : {"하고", "이랑", "와", "과", "랑"}) {
      for (std::size_t at = words[i].key.find(joiner); at != std::string::npos;
           at = words[i].key.find(joiner, at + 1)) {
        std::vector<Word> left(words.begin(), words.begin() + i + 1);
        std::vector<Word> right(words.begin() + i, words.end());
        left.back().key = words[i].key.substr(0, at);
        right.front().key = words[i].key.substr(at + joiner.size());
        if (right.front().key.empty()) right.erase(right.begin());
        if (left.back().key.empty() || right.empty()) continue;
        const auto first = find_words(left);
        const auto second = first ? find_words(right) : std::nullopt;
        if (second) return std::array{*first, *second};
      }
    }
  }
  return std::nullopt;
}

Result<std::vector<ColorWish>> read_part(std::string_view field, std::string_view text) {
  if (is_color_code(text)) {
    TRY(ColorWish code, read_color_code(field, text));
    return std::vector{std::move(code)};
  }
  TRY(const std::vector<Word> words, split_words(field, text));
  if (auto color = find_words(words)) return std::vector{*std::move(color)};
  if (auto two = find_two(words)) return std::vector<ColorWish>(two->begin(), two->end());
  const std::array<const Lexicon*, 2> lexicons = {&color_lexicon(), &css_lexicon()};
  return unknown_word(field, text, lexicons);
}

}  // namespace

Result<std::vector<ColorWish>> parse_colors(std::string_view field, std::string_view text) {
  TRY(const std::vector<Word> words, split_words(field, text));
  if (!is_color_code(text)) {
    if (auto color = find_words(words)) return std::vector{*std::move(color)};
  }
  std::vector<ColorWish> colors;
  for (const std::string_view part : split_joined(text)) {
    TRY(std::vector<ColorWish> some, read_part(field, part));
    colors.insert(colors.end(), some.begin(), some.end());
  }
  if (colors.size() > 2) {
    return fail(ErrorKind::unsupported,
                {"{}: {} colours in one cloth are not built yet; name one or two",
                 "{}: ткань из {} цветов пока не умеем; назовите один или два",
                 "{}: {}가지 색은 아직 지원하지 않습니다. 한두 가지만 적으세요"},
                field, colors.size());
  }
  if (colors.size() == 2 && colors[0] == colors[1]) colors.pop_back();
  return colors;
}

}  // namespace atelier
