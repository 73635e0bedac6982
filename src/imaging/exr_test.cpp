#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cmath>

#include "imaging/codec.h"
#include "imaging/codecs/exr_chunk.h"
#include "imaging/color.h"
#include "imaging/test_pictures.h"

namespace atelier {
namespace {

const RunContext run(2);

Image waves(int channels, ColorMeaning meaning) {
  Image image(45, 37, channels, SampleType::f32, meaning);
  for (int y = 0; y < 37; ++y) {
    for (int i = 0; i < 45 * channels; ++i) {
      image.row<float>(y)[i] = 0.125f + static_cast<float>((i * 7 + y * 13) % 100) * 0.03125f;
    }
  }
  return image;
}

TEST(Exr, FloatsComeBackUnchanged) {
  for (const int channels : {1, 3}) {
    const Image image = waves(channels, ColorMeaning::linear);
    for (const bool half_floats : {false, true}) {
      const auto file = encode_image(image, "exr", {.half_floats = half_floats}, run);
      ASSERT_TRUE(file.ok()) << file.error().message.en;
      const auto back = decode_image(*file, {}, "picture", run);
      ASSERT_TRUE(back.ok()) << back.error().message.en;
      EXPECT_EQ(back->meaning(), ColorMeaning::linear);
      EXPECT_TRUE(same_samples(image, *back)) << channels << half_floats;
    }
  }
}

TEST(Exr, SrgbBecomesLightAndDataStays) {
  for (const ColorMeaning meaning : {ColorMeaning::srgb, ColorMeaning::data}) {
    Image image(1, 1, 3, SampleType::u8, meaning);
    for (const int c : {0, 1, 2}) image.row<std::uint8_t>(0)[c] = 128;
    const auto back = decode_image(*encode_image(image, "exr", {.half_floats = false}, run), {}, "picture", run);
    ASSERT_TRUE(back.ok()) << back.error().message.en;
    const float expected = meaning == ColorMeaning::srgb ? srgb_decode_table()[128] : 128 / 255.0f;
    EXPECT_FLOAT_EQ(back->row<float>(0)[1], expected);
  }
}

TEST(Exr, AlphaIsStraightOutsideTheFile) {
  Image image(2, 1, 4, SampleType::f32, ColorMeaning::linear);
  const float samples[] = {0.5f, 0.25f, 1, 0.5f, 1, 1, 1, 0};
  std::copy_n(samples, 8, image.row<float>(0));
  const auto back = decode_image(*encode_image(image, "exr", {.half_floats = false}, run), {}, "picture", run);
  ASSERT_TRUE(back.ok()) << back.error().message.en;
  for (int i = 0; i < 4; ++i) EXPECT_FLOAT_EQ(back->row<float>(0)[i], samples[i]);
  EXPECT_FLOAT_EQ(back->row<float>(0)[7], 0);
}

TEST(Exr, HalvesAreTheNearest) {
  const auto value = [](std::uint16_t half) {
    const int exponent = half >> 10 & 31, fraction = half & 1023;
    return exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
  };
  for (std::uint16_t half = 0; half < 0x7bff; ++half) {
    const double low = value(half), high = value(half + 1), middle = (low + high) / 2;
    ASSERT_EQ(half_from_float(static_cast<float>(low)), half);
    ASSERT_EQ(half_from_float(static_cast<float>(middle)), half % 2 == 0 ? half : half + 1);
    ASSERT_EQ(half_from_float(std::nextafter(static_cast<float>(middle), 0.0f)), half);
    ASSERT_EQ(half_from_float(-std::nextafter(static_cast<float>(middle), 1e9f)), 0x8000 | (half + 1));
  }
  EXPECT_EQ(half_from_float(65519.9f), 0x7bff);
  EXPECT_EQ(half_from_float(65520), 0x7c00);
  EXPECT_EQ(half_from_float(INFINITY), 0x7c00);
  EXPECT_EQ(half_from_float(NAN), 0x7e00);
}

TEST(Exr, KeepsItsRecipeAndDoesNotDependOnThreads) {
  const Json recipe = {{"engine", "fabric"}, {"seed", 7}};
  EncodeOptions options;
  options.metadata = make_metadata(recipe, RecipeLevel::full, "atelier");
  const Image image = test_picture(300, 500, 3, SampleType::u16);
  const auto file = encode_image(image, "exr", options, RunContext(4));
  ASSERT_TRUE(file.ok()) << file.error().message.en;
  EXPECT_EQ(**read_recipe(*file, "picture"), recipe);
  EXPECT_TRUE(inspect_image(*file, "picture")->has_xmp);
  EXPECT_EQ(*file, *encode_image(image, "exr", options, RunContext(1)));
}

TEST(Exr, EveryCutAndEveryChangedByteIsSurvived) {
  const Bytes whole = *encode_image(test_picture(20, 35, 3, SampleType::u8), "exr", {}, run);
  for (std::size_t size = 0; size < whole.size(); ++size) {
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
