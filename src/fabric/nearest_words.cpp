#include <algorithm>
#include <set>

#include "base/nearest.h"
#include "fabric/words.h"

namespace atelier {

namespace {

constexpr int names_max = 3;

// The names of a lexicon that are words of a script: no IDs.
std::vector<std::string_view> names_in(const Lexicon& lexicon, Script script) {
  std::vector<std::string_view> names;
  for (const Lexicon::Name& name : lexicon.names()) {
    const bool is_id = name.text.find('_') != std::string_view::npos;
    if (!is_id && script_of(name.text) == script) names.push_back(name.text);
  }
  return names;
}

int row_of(const Lexicon& lexicon, std::string_view text) {
  for (const Lexicon::Name& name : lexicon.names()) {
    if (name.text == text) return name.row;
  }
  return -1;
}

void add_nearest(std::vector<std::string>& found, std::string_view text, std::span<const Lexicon* const> lexicons, Script script) {
  for (const Lexicon* lexicon : lexicons) {
    const std::vector<std::string_view> known = names_in(*lexicon, script);
    std::set<int> rows;
    for (const std::string_view name : nearest(text, known, 4 * names_max)) {
      const bool again = std::find(found.begin(), found.end(), name) != found.end();
      if (static_cast<int>(found.size()) < names_max && !again && rows.insert(row_of(*lexicon, name)).second) found.emplace_back(name);
    }
  }
}

// Names that hold one of the words, when none is near as a whole.
void add_related(std::vector<std::string>& found, std::string_view text, std::span<const Lexicon* const> lexicons, Script script) {
  for (const Word& word : split_known_words(text)) {
    add_nearest(found, word.shown, lexicons, script);
    for (const Lexicon* lexicon : lexicons) {
      for (const std::string_view name : names_in(*lexicon, script)) {
        const bool holds = word.key.size() > 3 && name.find(word.key) != std::string_view::npos;
        const bool again = std::find(found.begin(), found.end(), name) != found.end();
        if (static_cast<int>(found.size()) < names_max && holds && !again) found.emplace_back(name);
      }
    }
  }
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view text, std::span<const Lexicon* const> lexicons) {
  const std::string wanted = shortened(text);
  const Script script = script_of(wanted);
  std::vector<std::string> found;
  add_nearest(found, wanted, lexicons, script);
  if (found.empty()) add_related(found, wanted, lexicons, script);
  return found;
}

Error unknown_word(std::string_view field, std::string_view word, std::span<const Lexicon* const> lexicons) {
  const std::vector<std::string> near = nearest_names(word, lexicons);
  std::string list;
  for (const std::string& name : near) list += (list.empty() ? "" : ", ") + name;
  Error error = near.empty() ? fail(ErrorKind::invalid_argument,
                                    {"{}: \"{}\" is not a word known here", "{}: слово «{}» здесь неизвестно",
                                     "{}: \"{}\"은(는) 모르는 말입니다"},
                                    field, shortened(word))
                             : fail(ErrorKind::invalid_argument,
                                    {"{}: \"{}\" is not a word known here; the nearest: {}",
                                     "{}: слово «{}» здесь неизвестно; ближайшие: {}",
                                     "{}: \"{}\"은(는) 모르는 말입니다. 가까운 말: {}"},
                                    field, shortened(word), list);
  return std::move(error).with_hint({"`atelier fabrics list` shows every word", "все слова: `atelier fabrics list`",
                                     "모든 낱말은 `atelier fabrics list`로 볼 수 있습니다"});
}

}  // namespace atelier
