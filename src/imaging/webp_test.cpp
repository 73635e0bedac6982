#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "imaging/codec.h"
#include "imaging/codecs/riff.h"
#include "imaging/test_pictures.h"

namespace atelier {
namespace {

const RunContext run(1);

TEST(WebP, LosslessComesBackUnchanged) {
  for (const int channels : {3, 4}) {
    const Image image = test_picture(61, 43, channels, SampleType::u8);
    const auto file = encode_image(image, "webp", {.lossless = true}, run);
    ASSERT_TRUE(file.ok()) << file.error().message.en;
    const auto back = decode_image(*file, {}, "picture", run);
    ASSERT_TRUE(back.ok()) << back.error().message.en;
    EXPECT_TRUE(same_samples(image, *back)) << channels;
  }
}

TEST(WebP, LossyComesBackClose) {
  Image image(64, 48, 3, SampleType::u8, ColorMeaning::srgb);
  for (int y = 0; y < 48; ++y) {
    for (int i = 0; i < 192; ++i) image.row<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(y * 3 + i / 3);
  }
  const auto back = decode_image(*encode_image(image, "webp", {.quality = 95}, run), {}, "picture", run);
  ASSERT_TRUE(back.ok()) << back.error().message.en;
  for (std::size_t i = 0; i < image.bytes(); ++i) {
    ASSERT_NEAR(std::to_integer<int>(image.data()[i]), std::to_integer<int>(back->data()[i]), 10);
  }
}

TEST(WebP, KeepsItsRecipeWhateverTheFile) {
  const Json recipe = {{"engine", "fabric"}, {"seed", 7}};
  for (const bool lossless : {false, true}) {
    for (const int channels : {1, 2, 3, 4}) {
      EncodeOptions options;
      options.lossless = lossless;
      options.metadata = make_metadata(recipe, RecipeLevel::full, "atelier");
      const auto file = encode_image(test_picture(20, 11, channels, SampleType::u8), "webp", options, run);
      ASSERT_TRUE(file.ok()) << file.error().message.en;
      const auto back = read_recipe(*file, "picture");
      ASSERT_TRUE(back.ok() && back->has_value());
      EXPECT_EQ(**back, recipe);
      const auto image = decode_image(*file, {}, "picture", run);
      ASSERT_TRUE(image.ok()) << image.error().message.en;
      EXPECT_EQ(image->channels(), channels % 2 == 0 ? 4 : 3);
      EXPECT_TRUE(inspect_image(*file, "picture")->has_xmp);
    }
  }
}

TEST(WebP, RefusesWhatItCannotHold) {
  const auto kind = [](const Image& image, const EncodeOptions& options) {
    return encode_image(image, "webp", options, run).error().kind;
  };
  EXPECT_EQ(kind(test_picture(4, 4, 3, SampleType::u16), {}), ErrorKind::unsupported);
  EXPECT_EQ(kind(test_picture(16384, 1, 3, SampleType::u8), {}), ErrorKind::too_large);
  EXPECT_EQ(kind(test_picture(4, 4, 3, SampleType::u8), {.quality = 101}), ErrorKind::invalid_argument);
}

TEST(WebP, EveryCutAndEveryChangedByteIsSurvived) {
  EncodeOptions options;
  options.metadata.creator_tool = "atelier";
  const Bytes whole = *encode_image(test_picture(40, 30, 4, SampleType::u8), "webp", options, run);
  const std::size_t xmp = riff_chunk(whole, "XMP ").size();
  for (std::size_t size = 0; size + xmp + 9 < whole.size(); ++size) {
    ASSERT_FALSE(decode_image(ByteView(whole).first(size), {}, "cut", run).ok()) << size << " of " << whole.size();
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Bytes changed = whole;
    changed[i] ^= std::byte{0xff};
    (void)decode_image(changed, {}, "changed", run);
    (void)read_recipe(changed, "changed");
  }
}

}  // namespace
}  // namespace atelier
