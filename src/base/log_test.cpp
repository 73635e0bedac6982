#include "base/log.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

namespace atelier {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

class LogTest : public ::testing::Test {
 protected:
  void to_memory(LogLevel level, bool json = false) {
    configure_log({level, json, [this](std::string_view line) { lines.emplace_back(line); }});
  }
  void TearDown() override { configure_log({}); }
  std::vector<std::string> lines;
};

TEST_F(LogTest, WritesOneLineWithTimeAndLevel) {
  to_memory(LogLevel::info);
  log_warning("threads: {} is more than {}", 9, 4);
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], MatchesRegex("[0-9:.]+ warning: threads: 9 is more than 4\n"));
}

TEST_F(LogTest, DropsWhatIsBelowTheLevel) {
  to_memory(LogLevel::error);
  log_debug("a");
  log_warning("b");
  EXPECT_THAT(lines, IsEmpty());
  EXPECT_FALSE(logs(LogLevel::warning));
  EXPECT_TRUE(logs(LogLevel::error));
  to_memory(LogLevel::off);
  log_error("c");
  EXPECT_THAT(lines, IsEmpty());
}

TEST_F(LogTest, MasksSecretsAndControlCharacters) {
  to_memory(LogLevel::debug);
  log_error("{} failed\nwith {} {}", "x", "hf_abcdefghijklmnop", "{}");
  ASSERT_THAT(lines, SizeIs(1));
  EXPECT_THAT(lines[0], EndsWith("error: x failed\uFFFDwith hf_… {}\n"));
}

TEST_F(LogTest, WritesJsonLines) {
  to_memory(LogLevel::debug, true);
  log_info("say \"천\" ?token={}", "abcdef123456789");
  ASSERT_THAT(lines, SizeIs(1));
  const nlohmann::json line = nlohmann::json::parse(lines[0]);
  EXPECT_EQ(line["level"], "info");
  EXPECT_EQ(line["message"], "say \"천\" ?token=abc…");
  EXPECT_THAT(line["time"].get<std::string>(), MatchesRegex("[0-9-]+T[0-9:]+[.][0-9]+Z"));
}

TEST_F(LogTest, TakesMessagesFromSeveralThreads) {
  to_memory(LogLevel::info);
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([] {
        for (int i = 0; i < 100; ++i) log_info("{}", i);
      });
    }
  }
  EXPECT_THAT(lines, SizeIs(400));
}

TEST_F(LogTest, LevelsHaveNames) {
  for (const LogLevel level :
       {LogLevel::trace, LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error, LogLevel::off}) {
    EXPECT_EQ(log_level_from_name(log_level_name(level)), level);
  }
  EXPECT_EQ(log_level_from_name("loud"), std::nullopt);
}

}  // namespace
}  // namespace atelier
