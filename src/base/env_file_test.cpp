#include "base/env_file.h"

#include <gmock/gmock.h>

namespace atelier {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string value(std::string_view text) {
  const auto entries = parse_env_file(text, ".env");
  EXPECT_TRUE(entries.ok()) << text;
  return entries.ok() && !entries->empty() ? entries->back().value : "(none)";
}

TEST(EnvFile, ReadsNamesValuesAndLines) {
  const auto entries = parse_env_file("\xEF\xBB\xBF# ours\r\nA=1\r\n\n export B_2 = two words \r\nC=", ".env");
  ASSERT_TRUE(entries.ok());
  ASSERT_EQ(entries->size(), 3u);
  EXPECT_EQ((*entries)[0].name, "A");
  EXPECT_EQ((*entries)[0].value, "1");
  EXPECT_EQ((*entries)[0].line, 2);
  EXPECT_EQ((*entries)[1].name, "B_2");
  EXPECT_EQ((*entries)[1].value, "two words");
  EXPECT_EQ((*entries)[1].line, 4);
  EXPECT_EQ((*entries)[2].value, "");
}

TEST(EnvFile, ReadsQuotesCommentsAndLongValues) {
  EXPECT_EQ(value("A='a # \\n b' # comment"), "a # \\n b");
  EXPECT_EQ(value("A=\"a\\n\\\"b\\\" \\\\ \\$c\""), "a\n\"b\" \\ $c");
  EXPECT_EQ(value("A=x#y # comment"), "x#y");
  EXPECT_EQ(value("A=a=b"), "a=b");
  EXPECT_EQ(value("A=\"\""), "");
  const auto entries = parse_env_file("A=\"one\ntwo\" # so\nB=3", ".env");
  ASSERT_TRUE(entries.ok());
  EXPECT_EQ((*entries)[0].value, "one\ntwo");
  EXPECT_EQ((*entries)[1].line, 3);
}

TEST(EnvFile, NamesTheBrokenLineButDoesNotRepeatIt) {
  for (const char* text : {"A=1\nsecret", "A=1\nsecret word=2", "A=1\n2A=secret", "A=1\nB=\"secret",
                           "A=1\nB='secret' x", "A=1\nB=secret\xFF"}) {
    const auto entries = parse_env_file(text, ".env");
    ASSERT_FALSE(entries.ok()) << text;
    EXPECT_THAT(entries.error().message.en, StartsWith(".env:2: "));
    EXPECT_THAT(entries.error().message.en, Not(HasSubstr("secret")));
  }
}

}  // namespace
}  // namespace atelier
