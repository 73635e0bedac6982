#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

json setting(const Workplace& workplace, const std::string& name, const Setting& around = {},
             std::vector<std::string> more = {}) {
  more.insert(more.begin(), {"config", name, "--json"});
  const Outcome outcome = workplace.run(more, around);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  return json::parse(outcome.out);
}

TEST(Settings, TellWhereEachCameFrom) {
  const Workplace workplace;
  EXPECT_EQ(setting(workplace, "threads")["source"], "default");
  std::filesystem::create_directories(workplace.folder() / ".config/atelier");
  write(workplace.folder() / ".config/atelier/config.toml", "threads = 1\n");
  EXPECT_EQ(setting(workplace, "threads")["source"], "file");
  write(workplace.folder() / ".env", "ATELIER_THREADS=2\n");
  EXPECT_EQ(setting(workplace, "threads")["where"], ".env:1");
  EXPECT_EQ(setting(workplace, "threads", {.environment = {{"ATELIER_THREADS", "3"}}})["where"], "ATELIER_THREADS");
  EXPECT_EQ(setting(workplace, "threads", {}, {"--threads", "4"})["value"], 4);
}

TEST(Settings, SecretsAreMaskedEverywhere) {
  const Workplace workplace;
  write(workplace.folder() / ".env", "OPENAI_API_KEY=mysteriousvalue42\nREPLICATE_API_TOKEN=short12\n");
  const Setting around = {.environment = {{"HF_TOKEN", "hf_verysecretvalue"}}};
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"config"}, {"config", "--json"}, {"doctor"}, {"doctor", "--json"}}) {
    const Outcome outcome = workplace.run(words, around);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, AllOf(HasSubstr("hf_…"), HasSubstr("mys…")));
    EXPECT_THAT(outcome.out + outcome.err,
                AllOf(Not(HasSubstr("verysecret")), Not(HasSubstr("mysterious")), Not(HasSubstr("short12"))));
  }
}

TEST(Settings, UnknownNamesAreReportedWithTheNearest) {
  const Workplace workplace;
  const Outcome outcome = workplace.run({"version"}, {.environment = {{"ATELIER_THREDS", "3"}}});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("ATELIER_THREDS"), HasSubstr("ATELIER_THREADS")));
  EXPECT_THAT(outcome.out, StartsWith("atelier "));
}

TEST(Settings, BrokenOnesNameFileAndLine) {
  const Workplace workplace;
  std::filesystem::create_directories(workplace.folder() / ".config/atelier");
  write(workplace.folder() / ".config/atelier/config.toml", "\nnonsense\n");
  const Outcome outcome = workplace.run({"config"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("config.toml:2: "));
  EXPECT_THAT(outcome.out, IsEmpty());
  for (const char* verb : {"help", "version"}) EXPECT_EQ(workplace.run({verb}).exit_code, 0) << verb;
  const Outcome doctor = workplace.run({"doctor"});
  EXPECT_NE(doctor.exit_code, 0);
  EXPECT_THAT(doctor.out, HasSubstr("config.toml:2: "));
}

TEST(Settings, AnEnvFileOfAnotherProgramIsPassedBySilently) {
  const Workplace workplace;
  write(workplace.folder() / ".env", "source ./other.sh\nKEY=\"open\n\xFF\xFE\n");
  const Outcome outcome = workplace.run({"config", "threads"}, {.environment = {{"ATELIER_SHARED", "data"}}});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(Settings, LanguageComesFromThemUnlessTheFlagSaysOtherwise) {
  const Workplace workplace;
  const Setting russian = {.environment = {{"ATELIER_LANG", "ru"}}};
  EXPECT_THAT(workplace.run({"config"}, russian).out, HasSubstr("Файл настроек"));
  EXPECT_THAT(workplace.run({"config", "--lang", "ko"}, russian).out, HasSubstr("설정 파일"));
}

TEST(Schema, DescribesTheFieldsOfATask) {
  const Workplace workplace;
  const json schema = json::parse(workplace.run({"schema", "texture"}).out);
  EXPECT_EQ(schema["properties"]["size"]["maximum"], 8192);
  EXPECT_THAT(schema["required"], testing::Contains("color"));
  EXPECT_TRUE(json::parse(workplace.run({"schema", "--json"}).out).contains("texture"));
  EXPECT_THAT(workplace.run({"schema", "textur"}).err, HasSubstr("texture"));
}

TEST(Doctor, FindsAHealthyPlaceAndSaysWhatIsWrongWithAnother) {
  const Workplace workplace;
  const json healthy = json::parse(workplace.run({"doctor", "--json"}).out);
  EXPECT_EQ(healthy["ok"], true) << healthy.dump(1);
  write(workplace.folder() / "file", "x");
  const Outcome sick = workplace.run({"doctor", "--json"}, {.environment = {{"ATELIER_HOME", "file"}}});
  EXPECT_NE(sick.exit_code, 0);
  EXPECT_EQ(json::parse(sick.out)["ok"], false);
}

}  // namespace
}  // namespace atelier::cli_test
