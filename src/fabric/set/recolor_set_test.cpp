#include "fabric/set/recolor_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/test_folder.h"
#include "imaging/codec.h"

namespace atelier {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

constexpr FabricSetOptions no_photo{.photo = false};

TextureRequest request_of(const char* product, const char* material, const char* color, const char* finish = "") {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = color;
  request.finish = finish;
  request.size = 96;
  return request;
}

void bake(const TextureRequest& request, const fs::path& folder, const FabricSetOptions& options = no_photo) {
  RunContext run(2);
  const Result<FabricSpec> spec = resolve_fabric(request);
  ASSERT_TRUE(spec.ok()) << spec.error().message.en;
  ASSERT_TRUE(write_fabric_set(*spec, request, Lang::en, RecipeLevel::full, folder, run, options).ok());
}

Result<FabricSetFiles> recolor(const fs::path& from, const TextureRequest& request, const fs::path& folder,
                               const FabricSetOptions& options = no_photo) {
  RunContext run(2);
  TRY(const FinishedSet set, open_set(from));
  TRY(const FabricSpec spec, resolve_fabric(request));
  return recolor_fabric_set(set, spec, request, Lang::en, RecipeLevel::full, folder, run, options);
}

std::map<std::string, std::string> files_in(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder))
    files[entry.path().filename()] = read_file(entry.path(), std::size_t{64} << 20).value();
  return files;
}

TEST(RecolorSet, EveryFileIsThatOfANewBake) {
  struct Case {
    const char *product, *material, *from, *to, *finish;
  };
  for (const Case& cloth : {Case{"shirt", "poplin", "navy", "wine red", ""},
                            {"coat", "worsted wool", "black", "brown", "houndstooth"},
                            {"jeans", "denim", "indigo", "olive", "stonewash"},
                            {"dress", "georgette", "white", "pink", ""},
                            {"dress", "lace", "white", "black", ""},
                            {"sweater", "merino", "beige", "burgundy", ""},
                            {"down jacket", "nylon", "navy", "neon green", ""}}) {
    SCOPED_TRACE(cloth.material);
    const TestFolder first, dyed, baked;
    bake(request_of(cloth.product, cloth.material, cloth.from, cloth.finish), first.path());
    const TextureRequest wish = request_of(cloth.product, cloth.material, cloth.to, cloth.finish);
    const Result<FabricSetFiles> made = recolor(first.path(), wish, dyed.path());
    ASSERT_TRUE(made.ok()) << made.error().message.en;
    bake(wish, baked.path());
    EXPECT_THAT(files_in(dyed.path()), testing::ContainerEq(files_in(baked.path())));
    EXPECT_LE(made->facts["color"]["deltaE00"].get<double>(), 1);
  }
}

TEST(RecolorSet, PileKeepsTheShadingOfItsFirstColour) {
  struct Case {
    const char *product, *material, *from, *to;
    double levels;  // root of the mean squared difference to a new bake
  };
  for (const Case& cloth : {Case{"gown", "velvet", "red", "emerald", 2},
                            {"trousers", "corduroy", "beige", "olive", 6},
                            {"hat", "felt", "grey", "navy", 3}}) {
    SCOPED_TRACE(cloth.material);
    const TestFolder first, dyed, baked;
    bake(request_of(cloth.product, cloth.material, cloth.from), first.path());
    const TextureRequest wish = request_of(cloth.product, cloth.material, cloth.to);
    const Result<FabricSetFiles> made = recolor(first.path(), wish, dyed.path());
    ASSERT_TRUE(made.ok()) << made.error().message.en;
    bake(wish, baked.path());
    EXPECT_EQ(made->facts["shade_of"], cloth.from);
    EXPECT_LE(made->facts["color"]["deltaE00"].get<double>(), 1);
    RunContext run(2);
    const std::string file = made->facts["maps"]["diff"]["file"];
    const Image mine = load_image(dyed / file, run).value(), wished = load_image(baked / file, run).value();
    double sum = 0;
    for (std::size_t i = 0; i < mine.bytes(); ++i) {
      const double miss = std::to_integer<int>(mine.data()[i]) - std::to_integer<int>(wished.data()[i]);
      sum += miss * miss;
    }
    EXPECT_LE(std::sqrt(sum / static_cast<double>(mine.bytes())), cloth.levels);
    const Result<FabricSetFiles> back =
        recolor(dyed.path(), request_of(cloth.product, cloth.material, cloth.from), TestFolder().path());
    EXPECT_FALSE(back.ok() && back->facts.contains("shade_of"));
  }
}

TEST(RecolorSet, ThePhotographAndTheArchiveAreMadeAnew) {
  const TestFolder first, dyed, baked;
  FabricSetOptions all;
  all.archive = true;
  all.floats = true;
  all.names = FileNames::ambientcg;
  FabricSetOptions maps = no_photo;
  maps.floats = true;
  bake(request_of("shirt", "poplin", "navy"), first.path(), maps);
  const TextureRequest wish = request_of("shirt", "poplin", "mustard");
  ASSERT_TRUE(recolor(first.path(), wish, dyed.path(), all).ok());
  bake(wish, baked.path(), all);
  EXPECT_EQ(files_in(dyed.path()), files_in(baked.path()));
  const TestFolder plain, plain_baked;
  ASSERT_TRUE(recolor(first.path(), wish, plain.path()).ok());
  bake(wish, plain_baked.path());
  EXPECT_EQ(files_in(plain.path()), files_in(plain_baked.path()));
  EXPECT_EQ(recolor(plain.path(), wish, TestFolder().path(), maps).error().kind, ErrorKind::unsupported);
}

TEST(RecolorSet, ADyedSetCanBeDyedAgain) {
  const TestFolder first, second, third;
  bake(request_of("shirt", "poplin", "navy"), first.path());
  ASSERT_TRUE(recolor(first.path(), request_of("shirt", "poplin", "red"), second.path()).ok());
  ASSERT_TRUE(recolor(second.path(), request_of("shirt", "poplin", "navy"), third.path()).ok());
  EXPECT_EQ(files_in(first.path()), files_in(third.path()));
}

TEST(RecolorSet, OnlyTheColourCanChange) {
  const TestFolder first, dyed;
  bake(request_of("shirt", "poplin", "navy"), first.path());
  TextureRequest finer = request_of("shirt", "poplin", "red");
  finer.seed = 2;
  for (const TextureRequest& other : {finer, request_of("shirt", "oxford", "red")}) {
    const Result<FabricSetFiles> made = recolor(first.path(), other, dyed.path());
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(made.error().field, "recolor");
  }
  const Result<FabricSetFiles> striped =
      recolor(first.path(), request_of("shirt", "poplin", "red and white"), dyed.path());
  ASSERT_FALSE(striped.ok());
  EXPECT_EQ(striped.error().kind, ErrorKind::unsupported);
  EXPECT_EQ(striped.error().field, "color");
  EXPECT_TRUE(fs::is_empty(dyed.path()));
}

TEST(RecolorSet, WhatIsNoSetOrOfAnotherVersionIsSaid) {
  const TestFolder first, small, empty;
  EXPECT_EQ(open_set(empty.path()).error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(open_set(empty / "absent").error().kind, ErrorKind::invalid_argument);
  bake(request_of("shirt", "poplin", "navy"), small.path(), {MapChoice::small, false, false});
  EXPECT_EQ(open_set(small.path()).error().kind, ErrorKind::unsupported);
  bake(request_of("shirt", "poplin", "navy"), first.path());
  Json manifest = open_set(first.path()).value().manifest;
  const auto error_with = [&](const char* name, const Json& value) {
    Json changed = manifest;
    changed[name] = value;
    EXPECT_TRUE(write_file(first / "manifest.json", changed.dump()).ok());
    const TestFolder into;
    const Result<FabricSetFiles> made = recolor(first.path(), request_of("shirt", "poplin", "red"), into.path());
    EXPECT_FALSE(made.ok()) << name;
    return made.ok() ? Error{} : made.error();
  };
  const Error older = error_with("version", "0.0.1");
  EXPECT_EQ(older.kind, ErrorKind::unsupported);
  EXPECT_THAT(older.hint.en, HasSubstr("atelier replay"));
  for (const auto& [name, value] : {std::pair<const char*, Json>{"canonical", Json::array()},
                                    {"maps", {{"shade", 3}}},
                                    {"maps", Json::array()},
                                    {"height_mm", "high"},
                                    {"generator", nullptr}}) {
    EXPECT_EQ(error_with(name, value).kind, ErrorKind::invalid_argument) << name;
  }
}

TEST(RecolorSet, ADamagedMapIsNamed) {
  const TestFolder first;
  bake(request_of("shirt", "poplin", "navy"), first.path());
  for (const char* map : {"shade", "disp"}) {
    const TestFolder into;
    const std::string file = open_set(first.path())->manifest["maps"][map]["file"];
    const std::string whole = read_file(first / file, 1 << 24).value();
    ASSERT_TRUE(write_file(first / file, whole.substr(0, whole.size() / 2)).ok());
    const Result<FabricSetFiles> made = recolor(first.path(), request_of("shirt", "poplin", "red"), into.path());
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().kind, ErrorKind::invalid_argument);
    EXPECT_THAT(made.error().message.en, HasSubstr(file));
    fs::remove(first / file);
    EXPECT_EQ(recolor(first.path(), request_of("shirt", "poplin", "red"), into.path()).error().kind,
              ErrorKind::not_found);
    ASSERT_TRUE(write_file(first / file, whole).ok());
  }
}

}  // namespace
}  // namespace atelier
