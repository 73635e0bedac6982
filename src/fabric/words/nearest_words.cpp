#include <algorithm>
#include <set>

#include "base/nearest.h"
#include "fabric/words/words.h"

namespace atelier {

namespace {

constexpr int names_max = 3;

// "N_felt", "F01": what tables call a row, which people do not.
bool is_id(std::string_view name) {
  if (name.find('_') != std::string_view::npos) return true;
  const bool letter = !name.empty() && name[0] >= 'A' && name[0] <= 'Z';
  return letter && name.size() > 1 && name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

// The names of a lexicon that are words of a script: no IDs.
std::vector<std::string_view> names_in(const Lexicon& lexicon, Script script) {
  std::vector<std::string_view> names;
  for (const Lexicon::Name& name : lexicon.names()) {
    if (!is_id(name.text) && script_of(name.text) == script) names.push_back(name.text);
  }
  return names;
}

// Collects names, at most one of each row.
class Collector {
 public:
  explicit Collector(Script script) : script_(script) {}

  bool full() const { return static_cast<int>(found_.size()) >= names_max; }
  const std::vector<std::string>& found() const { return found_; }

  void add(const Lexicon& lexicon, std::string_view name) {
    if (full()) return;
    for (const Lexicon::Name& known : lexicon.names()) {
      if (known.text != name) continue;
      const bool again = std::find(found_.begin(), found_.end(), name) != found_.end();
      if (!again && rows_.insert({&lexicon, known.row}).second) found_.emplace_back(name);
      return;
    }
  }

  void add_near(const Lexicon& lexicon, std::string_view text) {
    const std::vector<std::string_view> known = names_in(lexicon, script_);
    for (const std::string_view name : nearest(text, known, 4 * names_max)) add(lexicon, name);
  }

  // Names one of whose words is `word`.
  void add_holding(const Lexicon& lexicon, const Word& word) {
    for (const std::string_view name : names_in(lexicon, script_)) {
      if (full()) return;
      const std::vector<Word> words = split_known_words(name);
      if (std::any_of(words.begin(), words.end(), [&](const Word& of) { return of.key == word.key; }))
        add(lexicon, name);
    }
  }

 private:
  Script script_;
  std::vector<std::string> found_;
  std::set<std::pair<const Lexicon*, int>> rows_;
};

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

// Something to begin with where nothing is near.
std::vector<std::string> first_names(std::string_view text, const Lexicon& lexicon) {
  Collector collector(script_of(text));
  std::vector<Lexicon::Name> names = lexicon.names();
  std::stable_sort(names.begin(), names.end(), [](const auto& one, const auto& other) { return one.row < other.row; });
  for (const Lexicon::Name& name : names) {
    if (!is_id(name.text) && script_of(name.text) == script_of(text)) collector.add(lexicon, name.text);
  }
  return collector.found();
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view text, std::span<const Lexicon* const> lexicons) {
  const std::string wanted = shortened(text);
  Collector collector(script_of(wanted));
  for (const Lexicon* lexicon : lexicons) collector.add_near(*lexicon, wanted);
  const std::vector<Word> words = split_known_words(wanted);
  for (const Word& word : words) {
    for (const Lexicon* lexicon : lexicons) collector.add_holding(*lexicon, word);
  }
  for (const Word& word : words) {
    for (const Lexicon* lexicon : lexicons) collector.add_near(*lexicon, word.shown);
  }
  return collector.found();
}

Error unknown_word(std::string_view field, std::string_view word, std::span<const Lexicon* const> lexicons) {
  const std::vector<std::string> near = nearest_names(word, lexicons);
  const std::string shown = shortened(word);
  Error error =
      near.empty()
          ? fail(ErrorKind::invalid_argument,
                 {"{}: \"{}\" is not a word known here; for example there are: {}",
                  "{}: слово «{}» здесь неизвестно; есть, например: {}", "{}: \"{}\"은(는) 모르는 말입니다. 예: {}"},
                 field, shown, listed(first_names(shown, *lexicons.front())))
          : fail(ErrorKind::invalid_argument,
                 {"{}: \"{}\" is not a word known here; the nearest: {}",
                  "{}: слово «{}» здесь неизвестно; ближайшие: {}", "{}: \"{}\"은(는) 모르는 말입니다. 가까운 말: {}"},
                 field, shown, listed(near));
  return std::move(error).with_hint({"`atelier fabrics list` shows every word", "все слова: `atelier fabrics list`",
                                     "모든 낱말은 `atelier fabrics list`로 볼 수 있습니다"});
}

}  // namespace atelier
