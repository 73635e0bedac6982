#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const Setting with_cache{.environment = {{"ATELIER_CACHE_MB", "64"}}};

void write(const fs::path& path, std::string_view text) {
  std::ofstream(path) << text;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

nlohmann::json json_of(const Outcome& outcome) {
  return nlohmann::json::parse(outcome.out, nullptr, false);
}

TEST(Batch, OneBadLineIsNamedAndTheOthersAreMade) {
  const Workplace workplace;
  write(workplace.folder() / "list.csv",
        "product,material,color,name\nshirt,poplin,white,one\nshirt,poplin,nocolor,two\njeans,denim,indigo,three\n");
  const Outcome outcome = workplace.run({"texture", "--batch", "list.csv", "--size", "64", "--out", "all"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_EQ(outcome.out, "all/one\nall/three\n");
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("line 3"), HasSubstr("color"), HasSubstr("1 of 3")));
  EXPECT_TRUE(fs::exists(workplace.folder() / "all" / "three" / "manifest.json"));
  EXPECT_FALSE(fs::exists(workplace.folder() / "all" / "two"));
}

TEST(Batch, RunAgainItSkipsWhatIsDoneAndMakesWhatWasMended) {
  const Workplace workplace;
  const std::vector<std::string> command = {"texture", "--batch", "list.jsonl", "--size",
                                            "64",      "--out",   "all",        "--json"};
  const std::string good = "{\"product\":\"shirt\",\"material\":\"poplin\",\"color\":\"white\"}\n";
  write(workplace.folder() / "list.jsonl", good + "{\"product\":\"shirt\"}\n");
  const Outcome first = workplace.run(command);
  EXPECT_EQ(json_of(first)["made"], 1);
  EXPECT_EQ(json_of(first)["failed"], 1);
  EXPECT_EQ(json_of(first)["items"][1]["line"], 2);
  write(workplace.folder() / "list.jsonl",
        good + "{\"product\":\"shirt\",\"material\":\"poplin\",\"color\":\"red\"}\n");
  const Outcome second = workplace.run(command);
  EXPECT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(json_of(second)["skipped"], 1);
  EXPECT_EQ(json_of(second)["made"], 1);
}

TEST(Batch, TheSameClothInTwoLanguagesIsMadeOnce) {
  const Workplace workplace;
  write(workplace.folder() / "list.csv",
        "product;material;color\nshirt;poplin;white\nрубашка;поплин;белый\n셔츠;포플린;흰색\n");
  const Outcome outcome = workplace.run({"texture", "--batch", "list.csv", "--size", "64", "--out", "all", "--json"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(json_of(outcome)["made"], 1);
  EXPECT_EQ(json_of(outcome)["skipped"], 2);
}

TEST(Batch, ADifferentClothUnderATakenNameIsNotWrittenOver) {
  const Workplace workplace;
  write(workplace.folder() / "list.csv", "name,color\nsame,white\nsame,red\n");
  const Outcome outcome = workplace.run(
      {"texture", "--batch", "list.csv", "--product", "shirt", "--material", "poplin", "--size", "64", "--out", "all"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("line 3"), HasSubstr("line 2")));
}

TEST(Batch, AListThatIsNoneIsRefused) {
  const Workplace workplace;
  write(workplace.folder() / "empty.csv", "");
  write(workplace.folder() / "picture.csv", "\x89PNG\r\n\x1a\n");
  fs::create_directory(workplace.folder() / "folder");
  for (const std::string list : {"empty.csv", "picture.csv", "folder", "missing.csv"}) {
    const Outcome outcome = workplace.run({"texture", "--batch", list, "--out", "all"});
    EXPECT_EQ(outcome.exit_code, 2) << list;
    EXPECT_THAT(outcome.err, HasSubstr("--batch")) << list;
    EXPECT_FALSE(fs::exists(workplace.folder() / "all")) << list;
  }
}

TEST(Batch, ComesFromStandardInputToo) {
  const Workplace workplace;
  const Outcome outcome = workplace.shell(
      "printf '[{\"product\":\"shirt\",\"material\":\"poplin\",\"color\":\"white\",\"name\":\"x\"}]' | "
      "atelier texture --batch - --size 64 --out all");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_EQ(outcome.out, "all/x\n");
}

TEST(Cache, AnEqualRequestInOtherWordsIsTheSameFilesWithItsOwnWords) {
  const Workplace workplace;
  const Outcome first = workplace.run(small_texture({"--out", "a", "--finish", "washed, mercerised"}), with_cache);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  const nlohmann::json was = nlohmann::json::parse(text_of(workplace.folder() / "a" / "manifest.json"));
  const Outcome second = workplace.run(small_texture({"--out", "b", "--finish", "Mercerised,washed"}), with_cache);
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_THAT(second.err, HasSubstr("made before"));
  const nlohmann::json is = nlohmann::json::parse(text_of(workplace.folder() / "b" / "manifest.json"));
  EXPECT_EQ(is["request"]["finish"], "Mercerised,washed");
  EXPECT_EQ(is["maps"], was["maps"]);
  for (const auto& [name, map] : is["maps"].items()) {
    const std::string file = map["file"];
    EXPECT_EQ(text_of(workplace.folder() / "a" / file), text_of(workplace.folder() / "b" / file)) << name;
  }
}

TEST(Cache, AnotherSeedSizeOrRecipeIsAnotherResult) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "a"}), with_cache).exit_code, 0);
  for (const std::vector<std::string>& other :
       {std::vector<std::string>{"--seed", "2"}, {"--recipe", "none"}, {"--tile-mm", "60"}, {"--no-cache"}}) {
    std::vector<std::string> more = {"--out", "other", "--overwrite"};
    more.insert(more.end(), other.begin(), other.end());
    const Outcome outcome = workplace.run(small_texture(more), with_cache);
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_THAT(outcome.err, Not(HasSubstr("made before"))) << other.front();
  }
}

TEST(Cache, ADamagedEntryIsMadeAnew) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "a"}), with_cache).exit_code, 0);
  int damaged = 0;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(workplace.folder() / ".cache")) {
    if (file.path().extension() != ".png") continue;
    write(file.path(), "damaged");
    ++damaged;
  }
  ASSERT_GT(damaged, 0);
  const Outcome outcome = workplace.run(small_texture({"--out", "b"}), with_cache);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
  EXPECT_THAT(outcome.err, Not(HasSubstr("made before")));
  for (const fs::directory_entry& file : fs::directory_iterator(workplace.folder() / "a")) {
    EXPECT_EQ(fs::file_size(file.path()), fs::file_size(workplace.folder() / "b" / file.path().filename()));
  }
}

}  // namespace
}  // namespace atelier::cli_test
