#include "base/lang.h"

#include <algorithm>
#include <string>

namespace atelier {

std::string_view lang_name(Lang lang) {
  return lang == Lang::ru ? "ru" : lang == Lang::ko ? "ko" : "en";
}

std::optional<Lang> lang_from_name(std::string_view name) {
  std::string language(name.substr(0, name.find_first_of("_-.@")));
  std::transform(language.begin(), language.end(), language.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (language == "en" || language == "c" || language == "posix") return Lang::en;
  if (language == "ru") return Lang::ru;
  if (language == "ko") return Lang::ko;
  return std::nullopt;
}

Lang lang_from_environment(const Environment& environment) {
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = environment(variable);
    if (value && *value) return lang_from_name(value).value_or(Lang::en);
  }
  return Lang::en;
}

}  // namespace atelier
