#include "base/config.h"

#include <gmock/gmock.h>

#include "base/files.h"
#include "base/redact.h"
#include "base/test_folder.h"

namespace atelier {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() {
    inputs.folder = folder.path();
    inputs.variables["HOME"] = folder.path();
    std::filesystem::create_directories(folder / ".config" / "atelier");
  }
  void env_file(std::string_view text) { ASSERT_TRUE(write_file(folder / ".env", text).ok()); }
  void toml(std::string_view text) {
    ASSERT_TRUE(write_file(folder / ".config" / "atelier" / "config.toml", text).ok());
  }

  Config load() {
    Result<Config> config = Config::load(inputs);
    if (config.ok()) return std::move(config).value();
    ADD_FAILURE() << config.error().message.en;
    return {};
  }
  std::string refusal() {
    const Result<Config> config = Config::load(inputs);
    if (config.ok()) {
      ADD_FAILURE() << "accepted";
      return "";
    }
    EXPECT_EQ(config.error().kind, ErrorKind::invalid_argument);
    return config.error().message.en;
  }

  TestFolder folder;
  ConfigInputs inputs;
};

TEST_F(ConfigTest, HasDefaults) {
  const Config config = load();
  EXPECT_THAT(config.values(), SizeIs(config_keys().size()));
  EXPECT_EQ(config.integer("threads"), 0);
  EXPECT_EQ(config.text("recipe"), "full");
  EXPECT_EQ(config.log_level(), LogLevel::warning);
  EXPECT_EQ(config["recipe"].source, ConfigSource::standard);
  EXPECT_EQ(config.file(), folder / ".config" / "atelier" / "config.toml");
  EXPECT_THAT(config.notes(), IsEmpty());
}

TEST_F(ConfigTest, StrongerSourcesWinAndAreNamed) {
  toml("lang = \"ru\"\nthreads = 1\n");
  EXPECT_EQ(load().integer("threads"), 1);
  EXPECT_EQ(load()["threads"].source, ConfigSource::config_file);
  EXPECT_THAT(load()["threads"].where, EndsWith("config.toml:2"));
  env_file("# mine\nATELIER_THREADS=2");
  EXPECT_EQ(load().integer("threads"), 2);
  EXPECT_EQ(load()["threads"].where, ".env:2");
  inputs.variables["ATELIER_THREADS"] = "3";
  EXPECT_EQ(load().integer("threads"), 3);
  EXPECT_EQ(load()["threads"].where, "ATELIER_THREADS");
  inputs.flags["threads"] = 4;
  EXPECT_EQ(load().integer("threads"), 4);
  EXPECT_EQ(load()["threads"].where, "--threads");
  EXPECT_EQ(load().lang(), Lang::ru) << "other keys keep their source";
}

TEST_F(ConfigTest, AnEmptyVariableIsNotSet) {
  toml("threads = 1");
  inputs.variables["ATELIER_THREADS"] = " ";
  EXPECT_EQ(load().integer("threads"), 1);
}

TEST_F(ConfigTest, TakesTokensInTheDocumentedOrderAndMasksThem) {
  inputs.variables["HF_API_KEY"] = "hf_lastlastlastlast";
  EXPECT_EQ(load()["hf_token"].where, "HF_API_KEY");
  inputs.variables["HUGGINGFACEHUB_API_TOKEN"] = "hf_middlemiddle";
  EXPECT_EQ(load()["hf_token"].where, "HUGGINGFACEHUB_API_TOKEN");
  inputs.variables["HF_TOKEN"] = "sesame-of-mine-123\n";
  const Config config = load();
  EXPECT_EQ(config["hf_token"].where, "HF_TOKEN");
  EXPECT_EQ(config.text("hf_token"), "sesame-of-mine-123");
  EXPECT_EQ(config["hf_token"].shown(), "ses…");
  EXPECT_EQ(config["openai_key"].shown(), "");
  EXPECT_EQ(redact("got sesame-of-mine-123."), "got ses….");
}

TEST_F(ConfigTest, ShowsAnAddressWithoutItsPassword) {
  inputs.variables["ATELIER_STORE"] = "postgresql://ann:hunter22@host/x";
  EXPECT_EQ(load()["store"].shown(), "postgresql://ann:…@host/x");
  EXPECT_EQ(load().text("store"), "postgresql://ann:hunter22@host/x");
}

TEST_F(ConfigTest, TheEnvironmentBeatsTheEnvFileWhateverTheSpelling) {
  env_file("HF_TOKEN=from-the-file-000");
  inputs.variables["HF_API_KEY"] = "from-outside-0000";
  EXPECT_EQ(load().text("hf_token"), "from-outside-0000");
}

TEST_F(ConfigTest, ReportsUnknownNamesWithTheNearest) {
  toml("thread = 2\n[server]\nport = 1");
  env_file("ATELIER_RECIP=none\nOTHER=1");
  inputs.variables["ATELIER_HOM"] = "x";
  const Config config = load();
  ASSERT_THAT(config.notes(), SizeIs(4));
  EXPECT_THAT(config.notes()[0].en, AllOf(HasSubstr("ATELIER_HOM"), HasSubstr("Did you mean ATELIER_HOME?")));
  EXPECT_THAT(config.notes()[1].en, AllOf(StartsWith(".env:1"), HasSubstr("ATELIER_RECIPE")));
  EXPECT_THAT(config.notes()[2].en, AllOf(HasSubstr("config.toml:1"), HasSubstr("threads")));
  EXPECT_THAT(config.notes()[3].en, HasSubstr("server"));
}

TEST_F(ConfigTest, RefusesBadValuesNamingThePlace) {
  inputs.variables["ATELIER_THREADS"] = "many";
  EXPECT_THAT(refusal(), StartsWith("ATELIER_THREADS: threads: "));
  inputs.variables["ATELIER_THREADS"] = "12.5";
  EXPECT_THAT(refusal(), StartsWith("ATELIER_THREADS: threads: "));
  inputs.variables.erase("ATELIER_THREADS");
  toml("\nrecipe = \"some\"");
  EXPECT_THAT(refusal(), HasSubstr("config.toml:2: recipe: "));
  toml("threads = \"4\"");
  EXPECT_THAT(refusal(), HasSubstr("config.toml:1: threads: "));
  toml("threads = 1979-05-27");
  EXPECT_THAT(refusal(), HasSubstr("config.toml:1: threads: "));
}

TEST_F(ConfigTest, RefusesBrokenFilesNamingTheLine) {
  toml("threads = 1\nhf_token = \"secret");
  EXPECT_THAT(refusal(), AllOf(HasSubstr("config.toml:2: "), Not(HasSubstr("secret"))));
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "[";
  toml("a = " + deep);
  EXPECT_FALSE(refusal().empty());
}

TEST_F(ConfigTest, AnEnvFileOfAnotherProgramStopsNothing) {
  env_file("A=1\nnonsense here\nDB_URL=\"unclosed\n\xFF\xFE\nATELIER_SHARED=x\nATELIER_THREADS=3\n");
  inputs.variables["ATELIER_SHARED"] = "data";
  const Config config = load();
  EXPECT_EQ(config.integer("threads"), 3);
  EXPECT_THAT(config.notes(), IsEmpty());
}

TEST_F(ConfigTest, ALineOfTheEnvFileThatIsMeantForUsAndCannotBeReadIsNoted) {
  env_file("ATELIER_THREADS='2\nHF_TOKEN=\"secret\nOTHER='x\n");
  const Config config = load();
  EXPECT_EQ(config.integer("threads"), 0);
  ASSERT_THAT(config.notes(), SizeIs(2));
  EXPECT_THAT(config.notes()[0].en, StartsWith(".env:1: "));
  EXPECT_THAT(config.notes()[1].ru, AllOf(StartsWith(".env:2: "), Not(HasSubstr("secret"))));
}

TEST_F(ConfigTest, ManyUnknownVariablesAreOneNote) {
  for (const char* name : {"ATELIER_ONE", "ATELIER_TWO", "ATELIER_THREE"}) inputs.variables[name] = "1";
  const Config config = load();
  ASSERT_THAT(config.notes(), SizeIs(1));
  EXPECT_THAT(config.notes()[0].en, AllOf(HasSubstr("ATELIER_ONE"), HasSubstr("ATELIER_TWO")));
}

TEST_F(ConfigTest, AFolderCalledEnvIsNoEnvFile) {
  std::filesystem::create_directory(folder / ".env");
  EXPECT_THAT(load().notes(), IsEmpty());
}

TEST_F(ConfigTest, HomeMovesEverything) {
  inputs.variables["ATELIER_HOME"] = folder / "studio";
  std::filesystem::create_directory(folder / "studio");
  ASSERT_TRUE(write_file(folder / "studio" / "config.toml", "threads = 5").ok());
  const Config config = load();
  EXPECT_EQ(config.integer("threads"), 5);
  EXPECT_EQ(config.paths().cache, folder / "studio" / "cache");
}

TEST_F(ConfigTest, ChoosesTheLanguage) {
  inputs.variables["LANG"] = "ko_KR.UTF-8";
  EXPECT_EQ(load().lang(), Lang::ko);
  inputs.variables["ATELIER_LANG"] = "ru";
  EXPECT_EQ(load().lang(), Lang::ru);
}

TEST(ConfigStandard, HasEveryKey) {
  const Config config = Config::standard();
  EXPECT_THAT(config.values(), SizeIs(config_keys().size()));
  EXPECT_EQ(config.text("recipe"), "full");
}

TEST(Paths, FollowTheXdgRules) {
  const Paths plain = find_paths("", {{"HOME", "/people/eva"}}).value();
  EXPECT_EQ(plain.config, "/people/eva/.config/atelier");
  EXPECT_EQ(plain.data, "/people/eva/.local/share/atelier");
  EXPECT_EQ(plain.cache, "/people/eva/.cache/atelier");
  EXPECT_EQ(plain.state, "/people/eva/.local/state/atelier");
  const Paths moved =
      find_paths("", {{"HOME", "/people/eva"}, {"XDG_DATA_HOME", "/big"}, {"XDG_CACHE_HOME", "relative"}}).value();
  EXPECT_EQ(moved.data, "/big/atelier");
  EXPECT_EQ(moved.cache, "/people/eva/.cache/atelier");
  EXPECT_TRUE(find_paths("studio", {}).value().data.is_absolute());
}

TEST(ConfigTable, EveryKeyHasItsTextsAndAGoodDefault) {
  for (const ConfigKey& key : config_keys()) {
    EXPECT_FALSE(key.help.en.empty() || key.help.ru.empty() || key.help.ko.empty()) << key.name;
    EXPECT_FALSE(key.variables.empty()) << key.name;
    EXPECT_TRUE(!key.secret || key.standard.empty()) << key.name;
  }
}

}  // namespace
}  // namespace atelier
