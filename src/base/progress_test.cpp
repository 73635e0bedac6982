#include "base/progress.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "base/utf8.h"

namespace atelier {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Phrase weaving = {"Weaving", "Ткём", "직조 중"};

/// A display with its own clock, and what it has written.
struct Stage {
  explicit Stage(ProgressStyle style, Lang lang = Lang::en, int columns = 80)
      : display({style, lang, columns, [this](std::string_view text) { written.emplace_back(text); },
                 [this] { return now; }}),
        run(1, nullptr, display.sink()) {}

  void steps(int count, double seconds_each) {
    for (int i = 0; i < count; ++i) {
      now += seconds_each;
      EXPECT_TRUE(run.step().ok());
    }
  }

  double now = 100;
  std::vector<std::string> written;
  ProgressDisplay display;
  RunContext run;
};

TEST(ProgressBar, DrawsNothingForAShortStage) {
  Stage stage(ProgressStyle::bar);
  stage.run.begin(weaving, 10);
  stage.steps(10, 0.029);
  stage.display.clear();
  EXPECT_THAT(stage.written, IsEmpty());
}

TEST(ProgressBar, ShowsStagePercentageAndTimeLeft) {
  Stage stage(ProgressStyle::bar);
  stage.run.begin(weaving, 4);
  stage.steps(1, 2.0);
  ASSERT_THAT(stage.written, SizeIs(1));
  EXPECT_EQ(stage.written[0], "\r\x1b[KWeaving  ██████░░░░░░░░░░░░░░░░░░   25 %  6 s left");
}

TEST(ProgressBar, SpeaksThePersonsLanguage) {
  Stage russian(ProgressStyle::bar, Lang::ru);
  russian.run.begin(weaving, 4);
  russian.steps(1, 200);
  EXPECT_THAT(russian.written.at(0), HasSubstr("Ткём"));
  EXPECT_THAT(russian.written.at(0), HasSubstr("осталось 10 мин"));
  Stage korean(ProgressStyle::bar, Lang::ko);
  korean.run.begin(weaving, 2);
  korean.steps(1, 3);
  EXPECT_THAT(korean.written.at(0), HasSubstr("3초 남음"));
}

TEST(ProgressBar, IsRedrawnAtMostTenTimesASecondAndWipedAtTheEnd) {
  Stage stage(ProgressStyle::bar);
  stage.run.begin(weaving, 10'000);
  stage.steps(2'000, 0.001);
  EXPECT_LE(stage.written.size(), 18u);
  EXPECT_GE(stage.written.size(), 15u);
  stage.display.clear();
  EXPECT_EQ(stage.written.back(), "\r\x1b[K");
  const std::size_t before = stage.written.size();
  stage.display.clear();
  EXPECT_EQ(stage.written.size(), before) << "wiped once";
}

TEST(ProgressBar, FitsTheTerminal) {
  Stage stage(ProgressStyle::bar, Lang::ko, 30);
  stage.run.begin(weaving, 4);
  stage.steps(1, 2.0);
  EXPECT_LE(display_width(stage.written.at(0).substr(4)), 29);
}

TEST(ProgressBar, NeverSaysThatAllIsDoneWithTimeLeft) {
  Stage stage(ProgressStyle::bar);
  stage.run.begin(weaving, 1000);
  stage.steps(1000, 0.1);
  for (const std::string& line : stage.written) {
    const bool full = line.find("100 %") != std::string::npos;
    EXPECT_FALSE(full && line.find("left") != std::string::npos) << line;
    EXPECT_EQ(line.find(" 0 s left"), std::string::npos) << line;
  }
  EXPECT_THAT(stage.written[stage.written.size() - 3], HasSubstr("99 %"));
}

TEST(ProgressLines, ComeAfterASecondAndThenEveryFiveWithoutEscapes) {
  Stage stage(ProgressStyle::lines);
  stage.run.begin(weaving, 104);
  stage.steps(104, 0.125);
  EXPECT_THAT(stage.written,
              ElementsAre("Weaving: 8 %, 12 s left\n", "Weaving: 46 %, 7 s left\n", "Weaving: 85 %, 2 s left\n"));
}

TEST(ProgressLines, ShortStagesSayNothing) {
  Stage stage(ProgressStyle::lines);
  for (int i = 0; i < 5; ++i) {
    stage.run.begin(weaving, 9);
    stage.steps(9, 0.1);
  }
  stage.run.begin(weaving, 12);
  stage.steps(12, 0.1);
  EXPECT_THAT(stage.written, IsEmpty()) << "less than a second was left when it could have been said";
}

TEST(ProgressJson, GivesOneObjectALine) {
  Stage stage(ProgressStyle::json, Lang::ko);
  stage.run.begin(weaving, 2);
  stage.steps(2, 1.5);
  EXPECT_THAT(stage.written,
              ElementsAre("{\"progress\":{\"stage\":\"Weaving\",\"done\":0,\"total\":2,\"eta_s\":null}}\n",
                          "{\"progress\":{\"stage\":\"Weaving\",\"done\":1,\"total\":2,\"eta_s\":1.5}}\n",
                          "{\"progress\":{\"stage\":\"Weaving\",\"done\":2,\"total\":2,\"eta_s\":0.0}}\n"));
}

TEST(ProgressJson, FirstAndLastEventAlwaysCome) {
  Stage stage(ProgressStyle::json);
  stage.run.begin(weaving, 1000);
  stage.steps(1000, 0.0001);
  ASSERT_GE(stage.written.size(), 2u);
  EXPECT_LE(stage.written.size(), 3u);
  EXPECT_EQ(nlohmann::json::parse(stage.written.back())["progress"]["done"], 1000);
}

TEST(ProgressStyles, NoneTakesNothing) {
  ProgressDisplay display({});
  EXPECT_FALSE(display.sink());
  EXPECT_EQ(progress_style(true, 1), ProgressStyle::json);
}

}  // namespace
}  // namespace atelier
