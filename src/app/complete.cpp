#include "app/complete.h"

#include <algorithm>

#include "app/command_line.h"
#include "app/suggestions.h"

namespace atelier {

namespace {

/// The position of a word on the line, as far as completing it needs.
struct Place {
  const Verb* verb = nullptr;
  std::vector<FieldInfo> fields;
  const FieldInfo* value_of = nullptr;  ///< the flag whose value is being typed
};

bool is_spelling_of(const FieldInfo& field, std::string_view word) {
  return flag_of(field.name) == word || std::any_of(field.aliases.begin(), field.aliases.end(),
                                                    [&](std::string_view alias) { return flag_of(alias) == word; });
}

Place place_of(std::span<const std::string_view> before) {
  Place place;
  place.fields = fields_of<GlobalFlags>();
  for (const std::string_view word : before) {
    if (std::exchange(place.value_of, nullptr)) continue;
    if (word.starts_with("-")) {
      const auto found = std::find_if(place.fields.begin(), place.fields.end(),
                                      [&](const FieldInfo& field) { return is_spelling_of(field, word); });
      if (found != place.fields.end() && found->type != FieldType::flag) place.value_of = &*found;
    } else if (!place.verb) {
      place.verb = find_verb(word);
      if (!place.verb) continue;
      std::vector<FieldInfo> own = verb_fields(*place.verb);
      place.fields.insert(place.fields.begin(), own.begin(), own.end());
    }
  }
  return place;
}

void add_values(std::vector<Completion>& found, std::string_view verb, const FieldInfo& field, Lang lang) {
  for (const std::string_view choice : field.choices) found.push_back({std::string(choice), ""});
  for (std::string& word : suggestions(verb, field.name, lang)) found.push_back({std::move(word), ""});
}

void add_flags(std::vector<Completion>& found, const Place& place, std::span<const std::string_view> before,
               Lang lang) {
  for (const FieldInfo& field : place.fields) {
    if (place.verb && field.name == place.verb->operand) continue;
    const bool given =
        std::any_of(before.begin(), before.end(), [&](std::string_view word) { return is_spelling_of(field, word); });
    if (!given) found.push_back({flag_of(field.name), std::string(field.help.in(lang))});
  }
}

void add_verbs(std::vector<Completion>& found, Lang lang) {
  for (const Verb& verb : all_verbs()) {
    if (!verb.hidden) found.push_back({std::string(verb.name), std::string(verb.what.in(lang))});
  }
}

/// "--color=na": the value is what is completed, and the whole word is what is typed.
bool add_joined_values(std::vector<Completion>& found, const Place& place, std::string_view word, Lang lang) {
  const std::size_t equals = word.find('=');
  if (!word.starts_with("--") || equals == std::string_view::npos) return false;
  for (const FieldInfo& field : place.fields) {
    if (!is_spelling_of(field, word.substr(0, equals))) continue;
    add_values(found, place.verb ? place.verb->name : "", field, lang);
    for (Completion& completion : found) completion.word.insert(0, word.substr(0, equals + 1));
  }
  return true;
}

}  // namespace

std::vector<Completion> completions(std::span<const std::string_view> words, Lang lang) {
  const std::string_view word = words.empty() ? std::string_view() : words.back();
  const auto before = words.first(words.empty() ? 0 : words.size() - 1);
  const Place place = place_of(before);
  std::vector<Completion> found;
  if (place.value_of) {
    add_values(found, place.verb ? place.verb->name : "", *place.value_of, lang);
  } else if (!add_joined_values(found, place, word, lang)) {
    if (word.starts_with("-"))
      add_flags(found, place, before, lang);
    else if (!place.verb)
      add_verbs(found, lang);
    for (const FieldInfo& field : place.fields) {
      const bool operand = place.verb && field.name == place.verb->operand && !word.starts_with("-");
      if (operand) add_values(found, place.verb->name, field, lang);
    }
  }
  std::erase_if(found, [&](const Completion& completion) { return !completion.word.starts_with(word); });
  return found;
}

}  // namespace atelier
