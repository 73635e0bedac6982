#include "base/env_file.h"

#include <gmock/gmock.h>

namespace atelier {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string value(std::string_view text) {
  const EnvFile file = parse_env_file(text);
  EXPECT_TRUE(file.problems.empty()) << text;
  return file.entries.empty() ? "(none)" : file.entries.back().value;
}

TEST(EnvFile, ReadsNamesValuesAndLines) {
  const auto entries = parse_env_file("\xEF\xBB\xBF# ours\r\nA=1\r\n\n export B_2 = two words \r\nC=").entries;
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].name, "A");
  EXPECT_EQ(entries[0].value, "1");
  EXPECT_EQ(entries[0].line, 2);
  EXPECT_EQ(entries[1].name, "B_2");
  EXPECT_EQ(entries[1].value, "two words");
  EXPECT_EQ(entries[1].line, 4);
  EXPECT_EQ(entries[2].value, "");
}

TEST(EnvFile, ReadsQuotesCommentsAndLongValues) {
  EXPECT_EQ(value("A='a # \\n b' # comment"), "a # \\n b");
  EXPECT_EQ(value("A=\"a\\n\\\"b\\\" \\\\ \\$c\""), "a\n\"b\" \\ $c");
  EXPECT_EQ(value("A=x#y # comment"), "x#y");
  EXPECT_EQ(value("A=a=b"), "a=b");
  EXPECT_EQ(value("A=\"\""), "");
  const auto entries = parse_env_file("A=\"one\ntwo\" # so\nB=3").entries;
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].value, "one\ntwo");
  EXPECT_EQ(entries[1].line, 3);
}

TEST(EnvFile, CountsTheLinesOfALongFileOnce) {
  std::string text;
  for (int i = 0; i < 500'000; ++i) text += "#\n";
  const auto entries = parse_env_file(text + "A=1").entries;
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].line, 500'001);
}

TEST(EnvFile, SkipsALineItCannotReadAndNotesItWithoutRepeatingIt) {
  for (const char* text : {"A=1\nsecret\nC=3", "A=1\nsecret word=2\nC=3", "A=1\n2A=secret\nC=3", "A=1\nB=\"secret\nC=3",
                           "A=1\nB='secret' x\nC=3", "A=1\nB=secret\xFF\nC=3"}) {
    const EnvFile file = parse_env_file(text);
    ASSERT_EQ(file.entries.size(), 2u) << text;
    EXPECT_EQ(file.entries.back().value, "3");
    ASSERT_EQ(file.problems.size(), 1u) << text;
    EXPECT_EQ(file.problems[0].line, 2);
    EXPECT_THAT(file.problems[0].what.en, Not(HasSubstr("secret")));
    EXPECT_THAT(file.problems[0].name, AnyOf("", "B"));
  }
}

}  // namespace
}  // namespace atelier
