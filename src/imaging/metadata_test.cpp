#include "imaging/metadata.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "imaging/codec.h"
#include "imaging/png_chunks.h"
#include "imaging/test_pictures.h"
#include "imaging/xmp.h"

namespace atelier {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Json recipe() {
  return Json::parse(R"({"kind":"texture","engine":"weave","version":"0.1.0",
    "params":{"product":"down <jacket> & \"co\"","color":"тёмно-синий 네이비","seed":9007199254740991}})");
}

Bytes picture_with(const Metadata& metadata, std::string_view format) {
  EncodeOptions options;
  options.metadata = metadata;
  auto file = encode_image(test_picture(32, 16, 3, SampleType::u8), format, options, RunContext(1));
  EXPECT_TRUE(file.ok()) << file.error().message.en;
  return std::move(file).value();
}

TEST(Recipe, ComesBackFromPngAndJpegLetterByLetter) {
  for (const char* format : {"png", "jpeg"}) {
    const Bytes file = picture_with(make_metadata(recipe(), RecipeLevel::full, "atelier 0.1.0"), format);
    const auto back = read_recipe(file, "picture");
    ASSERT_TRUE(back.ok()) << format << ": " << back.error().message.en;
    ASSERT_TRUE(back->has_value()) << format;
    EXPECT_EQ(**back, recipe()) << format;
    EXPECT_EQ(xmp_value(read_xmp(file), "DigitalSourceType"), std::string(algorithmic_media));
    EXPECT_EQ(xmp_value(read_xmp(file), "CreatorTool"), "atelier 0.1.0");
    EXPECT_TRUE(decode_image(file, {}, "picture", RunContext(1)).ok());
  }
}

TEST(Recipe, MinimalHoldsNoWords) {
  for (const char* format : {"png", "jpeg"}) {
    const Bytes file = picture_with(make_metadata(recipe(), RecipeLevel::minimal, "atelier 0.1.0"), format);
    const auto back = read_recipe(file, "picture");
    EXPECT_EQ(**back, Json::parse(R"({"engine":"weave","version":"0.1.0","seed":9007199254740991})")) << format;
    EXPECT_THAT(std::string(as_text(file)), Not(HasSubstr("jacket")));
  }
}

TEST(Recipe, NoneKeepsOnlyTheDigitalSourceType) {
  for (const char* format : {"png", "jpeg"}) {
    const Bytes file = picture_with(make_metadata(recipe(), RecipeLevel::none, "atelier 0.1.0"), format);
    const auto back = read_recipe(file, "picture");
    ASSERT_TRUE(back.ok());
    EXPECT_FALSE(back->has_value());
    EXPECT_EQ(xmp_value(read_xmp(file), "DigitalSourceType"), std::string(algorithmic_media));
    EXPECT_THAT(std::string(as_text(file)), Not(HasSubstr("0.1.0")));
  }
}

TEST(Recipe, ADamagedOneIsSaidToBeDamaged) {
  Metadata metadata;
  for (const char* text : {"{\"seed\":", "[1]", "{\"a\":1,\"a\":2}"}) {
    metadata.recipe = text;
    const auto back = read_recipe(picture_with(metadata, "png"), "picture");
    ASSERT_FALSE(back.ok()) << text;
    EXPECT_EQ(back.error().kind, ErrorKind::invalid_argument);
  }
}

TEST(Recipe, PicturesOfOthersHaveNone) {
  const auto nothing = read_recipe(picture_with({}, "jpeg"), "picture");
  ASSERT_TRUE(nothing.ok());
  EXPECT_FALSE(nothing->has_value());
  EXPECT_FALSE(read_recipe({}, "nothing")->has_value());
}

TEST(Recipe, TooLongForJpegIsNamed) {
  EncodeOptions options;
  options.metadata.recipe = "{\"a\":\"" + std::string(70000, 'x') + "\"}";
  const auto file = encode_image(test_picture(8, 8, 3, SampleType::u8), "jpeg", options, RunContext(1));
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().kind, ErrorKind::too_large);
}

TEST(Xmp, AttributesAndElementsAreRead) {
  EXPECT_EQ(xmp_value("<a:b x:Name='one'/>", "Name"), "one");
  EXPECT_EQ(xmp_value("<x:Name>\n two &amp; &#x442;&#1105; </x:Name>", "Name"), "two & тё");
  EXPECT_EQ(xmp_value("<x:Names>no</x:Names><x:Name>yes</x:Name>", "Name"), "yes");
}

TEST(Xmp, TricksAreRefused) {
  EXPECT_EQ(xmp_value("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><x:Name>&a;</x:Name>", "Name"), std::nullopt);
  EXPECT_EQ(xmp_value("<x:Name>&unknown;</x:Name>", "Name"), std::nullopt);
  EXPECT_EQ(xmp_value("<x:Name>&#0;</x:Name>", "Name"), std::nullopt);
  EXPECT_EQ(xmp_value("<x:Name>&#xd800;</x:Name>", "Name"), std::nullopt);
  EXPECT_EQ(xmp_value("<x:Name>&#99999999999;</x:Name>", "Name"), std::nullopt);
  for (const char* cut : {"<x:Name", "<x:Name>", "<x:Name>text", "<x:Name='", "<x:Name=", ":Name", ":Name>"}) {
    EXPECT_EQ(xmp_value(cut, "Name"), std::nullopt) << cut;
  }
}

TEST(Xmp, EscapedTextComesBack) {
  const std::string text = "<&>\"'\t\n\r тёмно-синий 네이비 😀";
  EXPECT_EQ(xml_unescape(xml_escape(text)), text);
  EXPECT_EQ(xml_escape("\x01"), "\xef\xbf\xbd");
}

}  // namespace
}  // namespace atelier
