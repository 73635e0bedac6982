#include "base/lang.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace atelier {
namespace {

Lang lang_of(const std::map<std::string, std::string>& variables) {
  return lang_from_environment([&](const char* name) -> const char* {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

TEST(Lang, ReadsTagsAndLocaleNames) {
  EXPECT_EQ(lang_from_name("ru_RU.UTF-8"), Lang::ru);
  EXPECT_EQ(lang_from_name("ko"), Lang::ko);
  EXPECT_EQ(lang_from_name("KO-KR"), Lang::ko);
  EXPECT_EQ(lang_from_name("en_US.UTF-8@euro"), Lang::en);
  EXPECT_EQ(lang_from_name("C.UTF-8"), Lang::en);
  EXPECT_EQ(lang_from_name("de_DE"), std::nullopt);
  EXPECT_EQ(lang_from_name("kok_IN"), std::nullopt);
  EXPECT_EQ(lang_from_name(""), std::nullopt);
}

TEST(Lang, TheFirstVariableThatIsNotEmptyDecides) {
  EXPECT_EQ(lang_of({}), Lang::en);
  EXPECT_EQ(lang_of({{"LANG", "ru_RU.UTF-8"}}), Lang::ru);
  EXPECT_EQ(lang_of({{"LANG", "ru_RU.UTF-8"}, {"LC_MESSAGES", "ko_KR.UTF-8"}}), Lang::ko);
  EXPECT_EQ(lang_of({{"LANG", "ru_RU.UTF-8"}, {"LC_ALL", "C"}}), Lang::en);
  EXPECT_EQ(lang_of({{"LANG", "ru_RU.UTF-8"}, {"LC_ALL", ""}}), Lang::ru);
  EXPECT_EQ(lang_of({{"LANG", "ko_KR.UTF-8"}, {"LC_ALL", "fr_FR.UTF-8"}}), Lang::en);
}

}  // namespace
}  // namespace atelier
