#include "fabric/set/fabric_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/sha256.h"
#include "base/test_folder.h"
#include "fabric/set/fabric_recipe.h"
#include "imaging/codec.h"

namespace atelier {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TextureRequest request_of(const char* product, const char* material, const char* color, int size = 128) {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = color;
  request.size = size;
  return request;
}

FabricSpec spec_of(const TextureRequest& request) {
  Result<FabricSpec> spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok());
  return std::move(spec).value();
}

constexpr FabricSetOptions maps_only{MapChoice::full, false, false};

FabricSetFiles write(const TextureRequest& request, Lang lang, const std::filesystem::path& folder,
                     RecipeLevel level = RecipeLevel::full, const FabricSetOptions& options = maps_only) {
  RunContext run(2);
  Result<FabricSetFiles> files = write_fabric_set(spec_of(request), request, lang, level, folder, run, options);
  EXPECT_TRUE(files.ok());
  return std::move(files).value();
}

std::string content(const std::filesystem::path& path) {
  return read_file(path, std::size_t{64} << 20).value();
}

std::map<std::string, std::string> map_hashes(const Json& manifest) {
  std::map<std::string, std::string> hashes;
  for (const auto& [name, file] : manifest["maps"].items()) hashes[file["file"]] = file["sha256"];
  return hashes;
}

TEST(FabricSet, WritesEveryFileItNamesAndNothingElse) {
  const TestFolder folder;
  const FabricSetFiles set = write(request_of("shirt", "poplin", "navy"), Lang::en, folder.path(), RecipeLevel::full,
                                   {MapChoice::full, true, true});
  std::set<std::string> named, there;
  for (const auto& file : set.files) named.insert(file.string());
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) there.insert(entry.path().filename());
  EXPECT_EQ(named, there);
  EXPECT_THAT(set.primary.string(), HasSubstr("_macro_"));
  EXPECT_EQ(set.files.back(), "manifest.json");
  for (const char* group : {"maps", "pictures"}) {
    for (const auto& [name, file] : set.facts[group].items()) {
      const std::string bytes = content(folder / file["file"].get<std::string>());
      EXPECT_EQ(sha256_hex(bytes), file["sha256"]) << name;
      RunContext run(1);
      const Result<Image> image = decode_image(as_byte_view(bytes), {}, name, run);
      ASSERT_TRUE(image.ok()) << name;
      EXPECT_EQ(image->type(), file["bits"] == 16 ? SampleType::u16 : SampleType::u8) << name;
      EXPECT_EQ(image->channels(), file["channels"]) << name;
    }
  }
}

TEST(FabricSet, ALargeTilesMapsMadeOneByOneAreTheSame) {
  for (const char* material : {"poplin", "georgette", "denim"}) {
    const TestFolder held, made;
    const TextureRequest request = request_of("shirt", material, "navy");
    const FabricSetFiles all = write(request, Lang::en, held.path(), RecipeLevel::full, {MapChoice::full, false, true});
    FabricSetOptions large{MapChoice::full, false, true};
    large.held_size_px_max = 16;
    const FabricSetFiles one_by_one = write(request, Lang::en, made.path(), RecipeLevel::full, large);
    EXPECT_EQ(map_hashes(all.facts), map_hashes(one_by_one.facts)) << material;
    EXPECT_EQ(all.files, one_by_one.files) << material;
  }
}

TEST(FabricSet, NamesSayMaterialWeaveColorAndPixels) {
  const TestFolder folder;
  const FabricSetFiles set = write(request_of("jeans", "denim", "indigo", 100), Lang::en, folder.path());
  const std::string diff = set.facts["maps"]["diff"]["file"];
  EXPECT_THAT(diff, testing::MatchesRegex("denim_twill_indigo_[0-9a-f]{6}_diff_100px\\.png"));
  EXPECT_EQ(resolution_word(1024), "1k");
  EXPECT_EQ(resolution_word(2048), "2k");
  EXPECT_EQ(resolution_word(4096), "4k");
  EXPECT_EQ(resolution_word(8192), "8k");
  EXPECT_EQ(resolution_word(1500), "1500px");
}

TEST(FabricSet, NamesFollowTheCustomThatIsAsked) {
  const TestFolder folder;
  FabricSetOptions options = maps_only;
  options.names = FileNames::ambientcg;
  options.preview = true;
  const FabricSetFiles set =
      write(request_of("dress", "georgette", "red", 64), Lang::en, folder.path(), RecipeLevel::full, options);
  const std::string slug = set.facts["slug"];
  const auto file = [&](const char* group, const char* map) {
    return set.facts[group][map]["file"].get<std::string>();
  };
  EXPECT_EQ(file("maps", "diff"), slug + "_64PX-PNG_Color.png");
  EXPECT_EQ(file("maps", "nor_gl"), slug + "_64PX-PNG_NormalGL.png");
  EXPECT_EQ(file("maps", "disp"), slug + "_64PX-PNG_Displacement.png");
  EXPECT_EQ(file("maps", "ao"), slug + "_64PX-PNG_AmbientOcclusion.png");
  EXPECT_EQ(file("pictures", "preview"), slug + "_192PX-JPG_Preview.jpg");
  EXPECT_EQ(set_file_name(FileNames::ambientcg, "a", "rough", 2048, "png"), "a_2K-PNG_Roughness.png");
  std::set<std::string> names;
  for (const std::filesystem::path& path : set.files) names.insert(path.string());
  EXPECT_EQ(names.size(), set.files.size());
  EXPECT_THAT(content(folder / (slug + ".gltf")), HasSubstr("_64PX-PNG_ColorOpacity.png"));
}

TEST(FabricSet, FloatsSayWhatTheIntegersSayMoreExactly) {
  const TestFolder folder;
  FabricSetOptions options = maps_only;
  options.floats = true;
  const FabricSetFiles set =
      write(request_of("shirt", "poplin", "navy"), Lang::en, folder.path(), RecipeLevel::full, options);
  RunContext run(2);
  const auto image = [&](const char* map) {
    return load_image(folder / set.facts["maps"][map]["file"].get<std::string>(), run).value();
  };
  EXPECT_EQ(set.facts["maps"]["disp_exr"]["bits"], 32);
  EXPECT_EQ(set.facts["maps"]["nor_gl_exr"]["bits"], 16);
  EXPECT_THAT(set.facts["maps"]["disp_exr"]["file"].get<std::string>(), EndsWith("_disp_128px.exr"));
  const Image levels = image("disp"), heights = image("disp_exr"), bytes = image("nor_gl"),
              normals = image("nor_gl_exr");
  for (int y = 0; y < 128; ++y) {
    for (int x = 0; x < 128; ++x) {
      ASSERT_NEAR(heights.row<float>(y)[x], levels.row<std::uint16_t>(y)[x] / 65535.0, 0.6 / 65535);
      for (int c = 3 * x; c < 3 * x + 3; ++c)
        ASSERT_NEAR(normals.row<float>(y)[c], bytes.row<std::uint8_t>(y)[c] / 255.0, 1.1 / 255) << x << " " << y;
    }
  }
  FabricSpec large = spec_of(request_of("shirt", "poplin", "navy", 8192));
  const Result<FabricSetFiles> refused =
      write_fabric_set(large, {}, Lang::en, RecipeLevel::full, folder.path(), run, options);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
}

TEST(FabricSet, TheIdMapsColoursAreNamed) {
  const TestFolder folder;
  const FabricSetFiles set = write(request_of("jeans", "denim", "indigo"), Lang::en, folder.path());
  RunContext run(1);
  const Image id = load_image(folder / set.facts["maps"]["id"]["file"].get<std::string>(), run).value();
  std::set<std::string> seen, named;
  for (std::size_t i = 0; i < id.bytes(); i += 3) {
    const auto channel = [&](std::size_t c) { return std::to_integer<int>(id.data()[i + c]); };
    seen.insert(fmt::format("#{:02x}{:02x}{:02x}", channel(0), channel(1), channel(2)));
  }
  std::set<std::string> parts;
  for (const Json& entry : set.facts["id_map"]["entries"]) {
    named.insert(entry["color"].get<std::string>());
    parts.insert(entry["part"].get<std::string>());
  }
  EXPECT_EQ(seen, named);
  EXPECT_THAT(parts, testing::IsSupersetOf({"warp", "weft"}));
}

TEST(FabricSet, ManifestTellsScaleColorAndMeaning) {
  const TestFolder folder;
  write(request_of("shirt", "poplin", "#3366aa"), Lang::en, folder.path());
  const Json manifest = parse_json(content(folder / "manifest.json"), "manifest.json").value();
  EXPECT_THAT(manifest["generator"].get<std::string>(), testing::StartsWith("atelier"));
  const double width = manifest["size_mm"][0], ends = manifest["ends_per_cm"];
  EXPECT_NEAR(ends * width / 10, manifest["ends"].get<double>(), 0.01);
  EXPECT_GT(manifest["picks_per_cm"].get<double>(), 5);
  EXPECT_NEAR(manifest["mm_per_px"][0].get<double>() * 128, width, 0.001);
  const Json& height = manifest["height_mm"];
  EXPECT_LT(height["min"], height["max"]);
  EXPECT_NEAR(height["mid"].get<double>(),
              -height["min"].get<double>() / (height["max"].get<double>() - height["min"].get<double>()), 0.001);
  EXPECT_EQ(manifest["product"], "shirt");
  EXPECT_EQ(manifest["material"], "poplin");
  EXPECT_EQ(manifest["color"]["srgb"], "#3366aa");
  EXPECT_LE(manifest["color"]["deltaE00"].get<double>(), 1);
  EXPECT_EQ(manifest["request"]["language"], "en");
  EXPECT_EQ(manifest["maps"]["diff"]["space"], "sRGB");
  EXPECT_EQ(manifest["maps"]["nor_gl"]["space"], "linear");
  EXPECT_EQ(manifest["maps"]["disp"]["bits"], 16);
  EXPECT_EQ(manifest["weave"]["matrix"], Json({"10", "01"}));
  EXPECT_TRUE(manifest["checks"]["seamless"]);
  EXPECT_LT(manifest["checks"]["thread_count_error"].get<double>(), 0.015);
}

TEST(FabricSet, PngsKnowTheirScale) {
  const TestFolder folder;
  const FabricSetFiles set = write(request_of("shirt", "poplin", "navy"), Lang::en, folder.path());
  const std::string bytes = content(folder / set.facts["maps"]["nor_gl"]["file"].get<std::string>());
  const ImageInfo info = inspect_image(as_byte_view(bytes), "nor_gl").value();
  const double width_mm = set.facts["size_mm"][0];
  EXPECT_NEAR(info.pixels_per_metre, 128 / width_mm * 1000, 1);
}

TEST(FabricSet, TheSameClothInThreeLanguagesGivesTheSameFiles) {
  const TestFolder en, ko, ru;
  const FabricSetFiles english = write(request_of("down jacket", "nylon", "navy blue"), Lang::en, en.path());
  const FabricSetFiles korean = write(request_of("패딩", "나일론", "네이비"), Lang::ko, ko.path());
  const FabricSetFiles russian = write(request_of("пуховик", "нейлон", "тёмно-синий"), Lang::ru, ru.path());
  EXPECT_EQ(map_hashes(english.facts), map_hashes(korean.facts));
  EXPECT_EQ(map_hashes(english.facts), map_hashes(russian.facts));
  EXPECT_EQ(korean.facts["request"]["product"], "패딩");
  EXPECT_EQ(russian.facts["request"]["language"], "ru");
  const std::string diff = content(ko / korean.facts["maps"]["diff"]["file"].get<std::string>());
  EXPECT_THAT(diff, Not(HasSubstr("패딩")));
  EXPECT_THAT(diff, Not(HasSubstr("네이비")));
  EXPECT_THAT(diff, HasSubstr("algorithmicMedia"));
}

TEST(FabricSet, ARecipeMakesTheSameSamplesAgain) {
  const TestFolder first, second;
  TextureRequest request = request_of("jeans", "denim", "indigo");
  request.finish = "stonewash";
  request.seed = 77;
  const FabricSetFiles set = write(request, Lang::en, first.path());
  const std::string diff = content(first / set.facts["maps"]["diff"]["file"].get<std::string>());
  const Result<std::optional<Json>> recipe = read_recipe(as_byte_view(diff), "diff");
  ASSERT_TRUE(recipe.ok() && recipe->has_value());
  const Result<TextureRequest> again = request_of_recipe(**recipe);
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(spec_of(*again), spec_of(request));
  EXPECT_EQ(map_hashes(set.facts), map_hashes(write(*again, Lang::en, second.path()).facts));
}

TEST(FabricSet, RecipeLevelsKeepWhatTheyPromise) {
  const TestFolder minimal, none;
  const TextureRequest request = request_of("shirt", "poplin", "navy", 64);
  const FabricSetFiles a = write(request, Lang::en, minimal.path(), RecipeLevel::minimal);
  const FabricSetFiles b = write(request, Lang::en, none.path(), RecipeLevel::none);
  const std::string with_seed = content(minimal / a.facts["maps"]["disp"]["file"].get<std::string>());
  const std::string bare = content(none / b.facts["maps"]["disp"]["file"].get<std::string>());
  EXPECT_THAT(with_seed, HasSubstr("\"seed\""));
  EXPECT_THAT(with_seed, Not(HasSubstr("\"product\"")));
  EXPECT_THAT(bare, Not(HasSubstr("\"seed\"")));
  EXPECT_THAT(bare, HasSubstr("algorithmicMedia"));
  const Json short_recipe = *read_recipe(as_byte_view(with_seed), "disp").value();
  EXPECT_EQ(request_of_recipe(short_recipe).error().kind, ErrorKind::invalid_argument);
}

TEST(FabricSet, ForeignRecipesAreRefused) {
  for (const char* text :
       {"{}", "[]", "3", R"({"engine":3})", R"({"engine":"weave"})", R"({"engine":"weave","format":1,"params":[]})",
        R"({"engine":"weave","format":"x","params":{}})", R"({"engine":"weave","format":99,"params":{}})",
        R"({"engine":"weave","format":1,"params":{"product":"shirt"}})",
        R"({"engine":"weave","format":1,"params":{"product":5,"material":"poplin","color":"red"}})"}) {
    EXPECT_FALSE(request_of_recipe(Json::parse(text)).ok()) << text;
  }
}

TEST(FabricSet, AMissingFolderIsAnErrorThatNamesIt) {
  const TestFolder folder;
  RunContext run(2);
  const TextureRequest request = request_of("shirt", "poplin", "navy", 64);
  const Result<FabricSetFiles> set =
      write_fabric_set(spec_of(request), request, Lang::en, RecipeLevel::full, folder / "absent", run, maps_only);
  ASSERT_FALSE(set.ok());
  EXPECT_EQ(set.error().kind, ErrorKind::not_found);
}

TEST(FabricSet, ProgressNamesItsStages) {
  const TestFolder folder;
  std::vector<std::string> stages;
  RunContext run(2, nullptr, [&](const ProgressEvent& event) {
    if (event.done == 0) stages.emplace_back(event.stage.en);
    EXPECT_LE(event.done, event.total);
  });
  const TextureRequest request = request_of("shirt", "poplin", "navy", 64);
  ASSERT_TRUE(write_fabric_set(spec_of(request), request, Lang::en, RecipeLevel::full, folder.path(), run).ok());
  EXPECT_THAT(stages, testing::IsSupersetOf({"weaving", "computing maps", "writing maps"}));
}

}  // namespace
}  // namespace atelier
