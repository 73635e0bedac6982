#include "app/suggestions.h"

#include <algorithm>

#include "app/verb.h"
#include "fabric/words/canonical.h"

namespace atelier {

namespace {

using Kind = FabricListing::Kind;

std::vector<std::string> verb_names() {
  std::vector<std::string> words;
  for (const Verb& verb : all_verbs()) {
    if (!verb.hidden) words.emplace_back(verb.name);
  }
  return words;
}

/// The names of the kinds wanted, those of `lang` first.
std::vector<std::string> fabric_words(std::initializer_list<Kind> kinds, Lang lang) {
  std::vector<std::string> words, english;
  for (const FabricListing& listing : list_fabrics()) {
    if (std::find(kinds.begin(), kinds.end(), listing.kind) == kinds.end()) continue;
    words.push_back(listing.name.in(lang));
    if (listing.name.in(lang) != listing.name.en) english.push_back(listing.name.en);
  }
  words.insert(words.end(), english.begin(), english.end());
  return words;
}

}  // namespace

std::vector<std::string> suggestions(std::string_view verb, std::string_view field, Lang lang) {
  if (verb == "help" && field == "command") return verb_names();
  if (field == "product") return fabric_words({Kind::product}, lang);
  if (field == "material") return fabric_words({Kind::material}, lang);
  if (field == "color") return fabric_words({Kind::color}, lang);
  if (field == "finish") return fabric_words({Kind::finish}, lang);
  if (verb != "fabrics" || field != "words") return {};
  std::vector<std::string> words = fabric_words({Kind::material, Kind::product}, lang);
  words.insert(words.begin(), {"list", "describe"});
  return words;
}

}  // namespace atelier
