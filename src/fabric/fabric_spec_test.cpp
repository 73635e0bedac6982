#include "fabric/fabric_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fabric/words/fabrics_table.h"

namespace atelier {
namespace {

TextureRequest wish(std::string product, std::string material, std::string color, std::string finish = "") {
  TextureRequest request;
  request.product = std::move(product);
  request.material = std::move(material);
  request.color = std::move(color);
  request.finish = std::move(finish);
  return request;
}

FabricSpec spec_of(const TextureRequest& request) {
  const Result<FabricSpec> spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok()) << request.product << " / " << request.material << " / " << request.color << ": "
                         << (spec.ok() ? "" : spec.error().message.en);
  return spec.ok() ? *spec : FabricSpec{};
}

Error error_of(const TextureRequest& request) {
  const Result<FabricSpec> spec = resolve_fabric(request);
  EXPECT_FALSE(spec.ok()) << request.product << " / " << request.material << " / " << request.color;
  return spec.ok() ? Error{} : spec.error();
}

TEST(FabricSpec, ThreeLanguagesGiveTheSameDownJacket) {
  const FabricSpec english = spec_of(wish("down jacket", "nylon", "navy blue"));
  EXPECT_EQ(english, spec_of(wish("패딩", "나일론", "네이비")));
  EXPECT_EQ(english, spec_of(wish("пуховик", "нейлон", "тёмно-синий")));
  EXPECT_EQ(english.product, "down_jacket");
  EXPECT_EQ(english.fabric, "F25");
  EXPECT_EQ(english.material, "nylon");
  EXPECT_EQ(english.color, "navy");
  EXPECT_EQ(english.quilt.layout, QuiltSpec::Layout::horizontal);
  EXPECT_THAT(english.finishes, testing::ElementsAre("quilt_horizontal", "dwr", "calender"));
  EXPECT_NEAR(english.warp.diameter_mm, 0.057, 0.0005);
}

struct Basic {
  const char* product;
  const char* material;
  const char* finish;
  const char* fabric;
  const char* weave;
  double ends;
};

TEST(FabricSpec, WovenBasicsHaveTheirConstruction) {
  const Basic basics[] = {
      {"shirt", "poplin", "", "F02", "plain", 52},
      {"jeans", "denim", "", "F10", "twill", 28},
      {"suit", "wool", "houndstooth", "F32", "houndstooth", 32},
      {"gown", "charmeuse", "", "F18", "satin", 118},
      {"overcoat", "tweed", "", "F35", "twill", 8.3},
      {"overcoat", "herringbone", "", "F35", "herringbone", 8.3},
      {"chinos", "chino", "", "F08", "twill", 50},
      {"shirt", "oxford", "", "F03", "oxford", 44},
      {"bag", "canvas", "", "F12", "plain", 18},
      {"shirt", "linen", "", "F13", "plain", 19},
      {"windbreaker", "nylon", "", "F26", "ripstop", 60},
  };
  for (const Basic& basic : basics) {
    const FabricSpec spec = spec_of(wish(basic.product, basic.material, "navy", basic.finish));
    EXPECT_EQ(spec.fabric, basic.fabric) << basic.material;
    EXPECT_EQ(spec.weave.id, basic.weave) << basic.material;
    EXPECT_EQ(spec.ends_per_cm, basic.ends) << basic.material;
  }
}

TEST(FabricSpec, EveryWovenRowWeighsWhatTheTradeSays) {
  for (const WovenRow& row : woven_rows()) {
    EXPECT_GE(areal_mass(row), row.mass_min) << row.id;
    EXPECT_LE(areal_mass(row), row.mass_max) << row.id;
  }
}

TEST(FabricSpec, DenimHasADyedWarpAndAnEcruWeft) {
  const FabricSpec denim = spec_of(wish("jeans", "denim", "indigo"));
  ASSERT_EQ(denim.dyes.size(), 2u);
  EXPECT_EQ(denim.warp_order, DyeOrder{0});
  EXPECT_EQ(denim.weft_order, DyeOrder{1});
  EXPECT_TRUE(denim.target_is_mean);
  EXPECT_GT(luminance(denim.dyes[1]), 4 * luminance(denim.dyes[0]));
  EXPECT_LT(luminance(denim.dyes[0]), 0.9 * luminance(denim.color_target));
  EXPECT_GT(denim.finish.stonewash, 0);
}

TEST(FabricSpec, HoundstoothIsFourAndFourInBothSystems) {
  const FabricSpec spec = spec_of(wish("suit", "wool", "black and white", "houndstooth"));
  EXPECT_EQ(spec.warp_order, (DyeOrder{0, 0, 0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(spec.weft_order, spec.warp_order);
  EXPECT_EQ(spec.color, "black+white");
}

TEST(FabricSpec, ATypingErrorIsNamedWithTheNearestWords) {
  const Error english = error_of(wish("jeans", "denmi", "indigo"));
  EXPECT_EQ(english.kind, ErrorKind::invalid_argument);
  EXPECT_THAT(english.message.en, testing::AllOf(testing::StartsWith("material"), testing::HasSubstr("denmi"),
                                                 testing::HasSubstr("denim")));
  EXPECT_THAT(error_of(wish("пуховик", "нейлонн", "синий")).message.ru, testing::HasSubstr("нейлон"));
  EXPECT_THAT(error_of(wish("패딩", "나일롱", "네이비")).message.ko, testing::HasSubstr("나일론"));
}

TEST(FabricSpec, ABareStemIsATypingError) {
  EXPECT_EQ(error_of(wish("костюм", "шерст", "серый")).kind, ErrorKind::invalid_argument);
  EXPECT_EQ(spec_of(wish("костюма", "шерсти", "серого")).fabric, "F32");
}

TEST(FabricSpec, APartOfAProductsNameIsAnsweredWithNamesThatHoldIt) {
  EXPECT_THAT(error_of(wish("jacket", "nylon", "navy")).message.en, testing::HasSubstr("down jacket"));
  EXPECT_THAT(error_of(wish("куртка", "нейлон", "синий")).message.ru, testing::HasSubstr("куртка"));
}

TEST(FabricSpec, HerringboneShowsByTwoShadesOfTheColour) {
  const FabricSpec spec = spec_of(wish("overcoat", "tweed", "brown", "herringbone"));
  ASSERT_EQ(spec.dyes.size(), 2u);
  EXPECT_GT(luminance(spec.dyes[1]), 1.5 * luminance(spec.dyes[0]));
  EXPECT_EQ(spec.weft_order, DyeOrder{1});
}

TEST(FabricSpec, FinishesThatExcludeEachOtherAreRefused) {
  EXPECT_EQ(error_of(wish("suit", "wool", "grey", "herringbone, houndstooth")).kind, ErrorKind::invalid_argument);
  EXPECT_EQ(error_of(wish("gown", "satin", "red", "ripstop")).kind, ErrorKind::invalid_argument);
}

TEST(FabricSpec, BlackAndWhiteAreMovedToColoursThatClothCanHave) {
  const FabricSpec black = spec_of(wish("shirt", "poplin", "#000000"));
  EXPECT_TRUE(black.color_adjusted);
  EXPECT_NEAR(black.color_target.g, 0.012, 1e-5);
  const FabricSpec navy = spec_of(wish("shirt", "poplin", "navy"));
  EXPECT_FALSE(navy.color_adjusted);
  EXPECT_TRUE(navy.target_is_mean);
}

}  // namespace
}  // namespace atelier
