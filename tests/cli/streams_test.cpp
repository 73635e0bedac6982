#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

using nlohmann::json;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

TEST(Streams, StandardOutputHoldsOnlyTheResult) {
  const Workplace workplace;
  const Outcome outcome = workplace.run(small_texture({"--out", "cloth"}));
  EXPECT_EQ(outcome.out, "cloth\n");
  EXPECT_THAT(outcome.err, Not(IsEmpty()));
}

TEST(Streams, QuietSaysNothingBesideTheResult) {
  const Workplace workplace;
  const Outcome outcome = workplace.run(small_texture({"--out", "cloth", "--quiet"}));
  EXPECT_EQ(outcome.out, "cloth\n");
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(Streams, JsonIsOneObjectAndProgressIsJsonLines) {
  const Workplace workplace;
  const Outcome outcome = workplace.run(small_texture({"--out", "cloth", "--json"}));
  ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
  const json result = json::parse(outcome.out);
  EXPECT_EQ(result["kind"], "texture");
  EXPECT_EQ(result["folder"], "cloth");
  EXPECT_TRUE(result["files"].is_array());
  EXPECT_EQ(result["engine"], "woven (embedded)");
  std::istringstream lines(outcome.err);
  for (std::string line; std::getline(lines, line);) EXPECT_TRUE(json::accept(line)) << line;
}

TEST(Streams, JsonErrorsAreOneObjectOnStandardError) {
  const Workplace workplace;
  const Outcome outcome = workplace.run({"texture", "--size", "0", "--json"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.out, IsEmpty());
  const json error = json::parse(outcome.err)["error"];
  EXPECT_EQ(error["kind"], "invalid_argument");
  EXPECT_EQ(error["field"], "size");
  EXPECT_THAT(error["message"].get<std::string>(), StartsWith("--size: 0 "));
}

TEST(Streams, AFullStandardOutputIsAnError) {
  const Workplace workplace;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"help"}, small_texture({"--out", "cloth"})}) {
    const Outcome outcome = workplace.run(words, {.output_file = "/dev/full"});
    EXPECT_EQ(outcome.exit_code, 7);
    EXPECT_THAT(outcome.err, HasSubstr("standard output"));
  }
}

TEST(Streams, AClosedStandardOutputIsAnErrorAndHarmsNoFile) {
  const Workplace workplace;
  const Outcome outcome = workplace.run(small_texture({"--out", "cloth"}), {.close_output = true});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("standard output is closed"));
  for (const std::string& file : workplace.files()) {
    if (!file.ends_with(".png")) continue;
    EXPECT_EQ(workplace.run({"show", file, "--check"}).exit_code, 0) << file;
  }
}

TEST(Streams, AReaderThatLeavesIsNoError) {
  const Workplace workplace;
  const Outcome outcome = workplace.shell("atelier help --json | head -c 1; echo ${PIPESTATUS[0]}");
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(Streams, NoColorWithoutATerminal) {
  const Workplace workplace;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"help"}, {"textur"}, {}}) {
    const Outcome outcome = workplace.run(words, {.environment = {{"TERM", "xterm-256color"}}});
    EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr("\x1b"))) << testing::PrintToString(words);
  }
}

TEST(Streams, ColorOnATerminalUnlessNoColorIsSet) {
  const Workplace workplace;
  Setting setting = {.environment = {{"TERM", "xterm-256color"}}, .terminal = true};
  EXPECT_THAT(workplace.run({"help"}, setting).out, HasSubstr("\x1b[1m"));
  EXPECT_THAT(workplace.run({"textur"}, setting).out, HasSubstr("\x1b[31m"));
  setting.environment["NO_COLOR"] = "1";
  EXPECT_THAT(workplace.run({"help"}, setting).out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(workplace.run({"textur"}, setting).out, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace atelier::cli_test
