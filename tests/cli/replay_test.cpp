#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/cli/process.h"

namespace atelier::cli_test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string one_file(const Workplace& workplace, const std::string& pattern) {
  const std::string names = workplace.shell("ls " + pattern).out;
  return names.substr(0, names.find('\n'));
}

TEST(Replay, ManifestMapAndPhotographGiveTheSameSamplesAgain) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "cloth", "--seed", "7"})).exit_code, 0);
  for (const char* pattern : {"cloth/manifest.json", "cloth/*_disp_*", "cloth/*_macro_*"}) {
    const Outcome outcome = workplace.run({"replay", one_file(workplace, pattern), "--json"});
    ASSERT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(json::parse(outcome.out).at("equal"), true) << pattern;
  }
}

TEST(Replay, ASetWithoutRecipesIsMadeAgainFromItsManifestOnly) {
  const Workplace workplace;
  for (const std::string level : {"minimal", "none"}) {
    ASSERT_EQ(workplace.run(small_texture({"--out", level, "--recipe", level})).exit_code, 0);
    const Outcome map = workplace.run({"replay", one_file(workplace, level + "/*_diff_*")});
    EXPECT_EQ(map.exit_code, 2);
    EXPECT_THAT(map.err, HasSubstr("atelier replay " + level + "/manifest.json"));
    const Outcome manifest = workplace.run({"replay", level + "/manifest.json", "--json", "--quiet"});
    ASSERT_EQ(manifest.exit_code, 0) << manifest.err;
    EXPECT_EQ(json::parse(manifest.out).at("equal"), true) << level;
    EXPECT_THAT(workplace.run({"show", one_file(workplace, level + "/*_diff_*")}).out,
                testing::Not(HasSubstr("made again by")));
  }
}

TEST(Replay, AChangedPictureBesideTheManifestIsSaid) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "cloth"})).exit_code, 0);
  ASSERT_EQ(workplace.shell("cp cloth/*_ao_*.png cloth/*_rough_*.png").exit_code, 0);
  const Outcome outcome = workplace.run({"replay", "cloth/manifest.json"});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_THAT(outcome.err, HasSubstr("samples differ"));
}

TEST(Replay, AnotherFileIsNotOurs) {
  const Workplace workplace;
  std::ofstream(workplace.folder() / "other.json") << "{}";
  const Outcome outcome = workplace.run({"replay", "other.json"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("FILE: other.json carries no recipe of atelier"));
  EXPECT_EQ(workplace.run({"replay", "nothing.png"}).exit_code, 3);
  EXPECT_EQ(workplace.run({"replay", "."}).exit_code, 2);
}

TEST(Replay, ADamagedManifestIsRefused) {
  const Workplace workplace;
  for (const char* text : {"{\"canonical\":3}", "{\"canonical\":{}}", "{\"canonical\":{\"product\":7}}",
                           "{\"canonical\"", "{\"a\":1,\"a\":2}"}) {
    std::ofstream(workplace.folder() / "manifest.json") << text;
    const Outcome outcome = workplace.run({"replay", "manifest.json"});
    EXPECT_EQ(outcome.exit_code, 2) << text;
    EXPECT_THAT(outcome.err, HasSubstr("manifest.json")) << text;
  }
  EXPECT_EQ(workplace.files(), std::vector<std::string>{"manifest.json"});
}

TEST(Show, TellsFormatAndRecipeAndFindsDamage) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "cloth"})).exit_code, 0);
  const std::string map = one_file(workplace, "cloth/*_diff_*");
  const json shown = json::parse(workplace.run({"show", map, "--check", "--json"}).out);
  EXPECT_EQ(shown.at("format"), "png");
  EXPECT_EQ(shown.at("width_px"), 64);
  EXPECT_EQ(shown.at("recipe").at("kind"), "texture");
  EXPECT_THAT(shown.at("digital_source_type").get<std::string>(), testing::EndsWith("algorithmicMedia"));
  const auto bytes = std::filesystem::file_size(workplace.folder() / map);
  std::filesystem::resize_file(workplace.folder() / map, bytes / 2);
  const Outcome outcome = workplace.run({"show", map, "--check"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr(map));
}

TEST(Show, WithoutARecipeTheSourceTypeStays) {
  const Workplace workplace;
  ASSERT_EQ(workplace.run(small_texture({"--out", "bare", "--recipe", "none"})).exit_code, 0);
  const std::string map = one_file(workplace, "bare/*_diff_*");
  EXPECT_THAT(workplace.run({"show", map, "--json"}).out, HasSubstr("algorithmicMedia"));
  const Outcome outcome = workplace.run({"replay", map});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("--recipe minimal or none"));
}

}  // namespace
}  // namespace atelier::cli_test
