#include "app/suggestions.h"

#include "app/verb.h"

namespace atelier {

std::vector<std::string> suggestions(std::string_view verb, std::string_view field, Lang) {
  std::vector<std::string> words;
  if (verb == "help" && field == "command") {
    for (const Verb& known : all_verbs()) {
      if (!known.hidden) words.emplace_back(known.name);
    }
  }
  return words;
}

}  // namespace atelier
