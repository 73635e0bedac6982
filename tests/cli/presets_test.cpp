#include <gmock/gmock.h>

#include <filesystem>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(Presets, FlagsSavedUnderANameAreUsedAgainAndFlagsOnTopWin) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--seed", "7", "--out", "a", "--save-preset", "mine"})).exit_code, 0);
  EXPECT_EQ(workplace.run({"presets"}).out, "mine\n");
  EXPECT_THAT(workplace.run({"presets", "show", "mine"}).out, AllOf(HasSubstr("poplin"), HasSubstr("\"seed\": 7")));
  const Outcome again = workplace.run({"texture", "--preset", "mine", "--color", "red", "--out", "b", "--json"});
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_THAT(again.out, AllOf(HasSubstr("\"seed\":7"), HasSubstr("\"color\":\"red\"")));
  EXPECT_EQ(workplace.run({"presets", "remove", "mine"}).exit_code, 0);
  EXPECT_EQ(workplace.run({"presets"}).out, "");
}

TEST(Presets, AnUnknownNameNamesTheNearest) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "a", "--save-preset", "winter"})).exit_code, 0);
  const Outcome outcome = workplace.run({"texture", "--preset", "wintre"});
  EXPECT_EQ(outcome.exit_code, 3);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("--preset"), HasSubstr("winter")));
}

TEST(Presets, ANameThatLeavesTheFolderIsRefused) {
  const Workplace workplace;
  for (const std::string name : {"../x", "a/b", "."}) {
    EXPECT_EQ(workplace.run({"texture", "--preset", name}).exit_code, 2) << name;
    EXPECT_EQ(workplace.run({"presets", "show", name}).exit_code, 2) << name;
  }
}

TEST(Presets, AFailedCommandSavesNothing) {
  const Workplace workplace;
  EXPECT_NE(workplace.run(small_texture({"--finish", "nonsense", "--save-preset", "bad"})).exit_code, 0);
  EXPECT_EQ(workplace.run({"presets"}).out, "");
}

}  // namespace
}  // namespace atelier::cli_test
