#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

TEST(Recolor, TakesAllButTheColourFromTheSet) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--no-photo", "--out", "first"})).exit_code, 0);
  const Outcome dyed =
      workplace.run({"texture", "--recolor", "first", "--color", "wine red", "--no-photo", "--out", "dyed", "--json"});
  ASSERT_EQ(dyed.exit_code, 0) << dyed.err;
  const nlohmann::json result = nlohmann::json::parse(dyed.out);
  EXPECT_EQ(result["facts"]["canonical"]["color"], "wine");
  EXPECT_EQ(result["facts"]["size_px"][0], 64);
  EXPECT_FALSE(result["facts"]["pictures"].contains("macro"));
  const Outcome replayed = workplace.run({"replay", "dyed/manifest.json", "--out", "again", "--json"});
  ASSERT_EQ(replayed.exit_code, 0) << replayed.err;
  EXPECT_EQ(nlohmann::json::parse(replayed.out)["equal"], true);
}

TEST(Recolor, OneSetInManyColours) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--no-photo", "--out", "first"})).exit_code, 0);
  std::ofstream(workplace.folder() / "colours.csv") << "color,name\nred,one\nolive,two\n";
  const Outcome outcome =
      workplace.run({"texture", "--batch", "colours.csv", "--recolor", "first", "--no-photo", "--out", "all"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "all/one\nall/two\n");
}

TEST(Recolor, MistakesAreNamedAndLeaveNothing) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--no-photo", "--out", "first"})).exit_code, 0);
  const auto told = [&](std::vector<std::string> more) {
    std::vector<std::string> command = {"texture", "--out", "new"};
    command.insert(command.end(), more.begin(), more.end());
    const Outcome outcome = workplace.run(command);
    EXPECT_NE(outcome.exit_code, 0);
    EXPECT_FALSE(fs::exists(workplace.folder() / "new"));
    return outcome.err;
  };
  EXPECT_THAT(told({"--recolor", "absent", "--color", "red"}), AllOf(HasSubstr("--recolor"), HasSubstr("absent")));
  EXPECT_THAT(told({"--recolor", "first"}), HasSubstr("--color"));
  EXPECT_THAT(told({"--recolor", "first", "--color", "red", "--seed", "5"}), HasSubstr("only the colour"));
  EXPECT_THAT(told({"--recolor", "first", "--color", "nocolor"}), HasSubstr("nocolor"));
}

}  // namespace
}  // namespace atelier::cli_test
