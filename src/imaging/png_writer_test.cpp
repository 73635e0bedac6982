#include "imaging/png_writer.h"

#include <gtest/gtest.h>

#include "imaging/png_chunks.h"
#include "imaging/test_pictures.h"
#include "imaging/test_targets.h"

namespace atelier {
namespace {

std::vector<std::string> chunk_types(ByteView file) {
  std::vector<std::string> types;
  for_each_png_chunk(file, [&](const PngChunk& chunk) {
    if (types.empty() || types.back() != chunk.type) types.emplace_back(chunk.type);
    return true;
  });
  return types;
}

TEST(PngWriter, EveryKindOfSamplesComesBackEqual) {
  const RunContext run(2);
  for (const SampleType type : {SampleType::u8, SampleType::u16}) {
    for (int channels = 1; channels <= 4; ++channels) {
      for (const auto& [width, height] : {std::pair{1, 1}, {1, 300}, {700, 1}, {257, 129}, {1500, 700}}) {
        const Image image = test_picture(width, height, channels, type);
        const auto file = encode_png(image, {}, run);
        ASSERT_TRUE(file.ok());
        const auto back = decode_image(*file, {}, "picture", run);
        ASSERT_TRUE(back.ok()) << back.error().message.en;
        EXPECT_TRUE(same_samples(image, *back)) << width << "x" << height << "x" << channels;
      }
    }
  }
}

TEST(PngWriter, BytesDependNeitherOnThreadsNorOnTheProcessor) {
  const Image image = test_picture(900, 1500, 3, SampleType::u8);
  const Image deep = test_picture(900, 1500, 1, SampleType::u16);
  const Bytes first = *encode_png(image, {}, RunContext(1));
  const Bytes first_deep = *encode_png(deep, {}, RunContext(1));
  on_every_instruction_set([&] {
    for (const int threads : {1, 2, 3, 7}) {
      EXPECT_EQ(*encode_png(image, {}, RunContext(threads)), first);
      EXPECT_EQ(*encode_png(deep, {}, RunContext(threads)), first_deep);
    }
  });
}

TEST(PngWriter, OnlyColourSaysSrgb) {
  const auto color = encode_png(test_picture(8, 8, 3, SampleType::u8, ColorMeaning::srgb), {}, RunContext(1));
  const auto data = encode_png(test_picture(8, 8, 3, SampleType::u8, ColorMeaning::data), {}, RunContext(1));
  EXPECT_EQ(chunk_types(*color), (std::vector<std::string>{"IHDR", "sRGB", "gAMA", "IDAT", "IEND"}));
  EXPECT_EQ(chunk_types(*data), (std::vector<std::string>{"IHDR", "IDAT", "IEND"}));
}

TEST(PngWriter, MetadataIsReplacedAsIfWrittenAnew) {
  const Image image = test_picture(700, 900, 3, SampleType::u8);
  EncodeOptions first, second;
  first.pixels_per_metre = second.pixels_per_metre = 4000;
  first.metadata = {std::string(algorithmic_media), "atelier 1", R"({"seed":1})"};
  second.metadata = {std::string(algorithmic_media), "atelier 2", R"({"seed":2,"color":"navy"})"};
  const Bytes before = *encode_png(image, first, RunContext(2)), wish = *encode_png(image, second, RunContext(2));
  EXPECT_EQ(*png_with_metadata(before, second.metadata, "picture"), wish);
  EXPECT_EQ(*png_with_metadata(wish, first.metadata, "picture"), before);
  for (const std::size_t size : {std::size_t{0}, std::size_t{7}, before.size() / 2, before.size() - 1}) {
    EXPECT_FALSE(png_with_metadata(ByteView(before).first(size), first.metadata, "picture").ok()) << size;
  }
}

TEST(PngWriter, APaletteGivesSamplesTheirColours) {
  Image image(300, 200, 1, SampleType::u8, ColorMeaning::data);
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 300; ++x) image.row<std::uint8_t>(y)[x] = static_cast<std::uint8_t>((x / 7 + y / 5) % 3);
  }
  EncodeOptions options;
  options.palette = {0x112233, 0xff8000, 0x0040ff};
  const Bytes file = *encode_png(image, options, RunContext(2));
  EXPECT_EQ(chunk_types(file), (std::vector<std::string>{"IHDR", "PLTE", "IDAT", "IEND"}));
  EXPECT_EQ(inspect_image(file, "picture")->layout, "palette");
  const Image back = decode_image(file, {}, "picture", RunContext(1)).value();
  for (const auto& [x, y] : {std::pair{0, 0}, {8, 0}, {13, 3}, {299, 199}}) {
    const std::uint32_t color = options.palette[image.row<std::uint8_t>(y)[x]];
    const std::uint8_t* pixel = back.row<std::uint8_t>(y) + 3 * x;
    EXPECT_EQ(pixel[0] << 16 | pixel[1] << 8 | pixel[2], color);
  }
  EXPECT_FALSE(encode_png(test_picture(8, 8, 3, SampleType::u8), options, RunContext(1)).ok());
}

TEST(PngWriter, OurDataComesBackAsData) {
  EncodeOptions options;
  options.metadata.recipe = R"({"seed":1})";
  for (const ColorMeaning meaning : {ColorMeaning::srgb, ColorMeaning::data}) {
    const auto file = encode_png(test_picture(8, 8, 1, SampleType::u16, meaning), options, RunContext(1));
    EXPECT_EQ(decode_image(*file, {}, "map", RunContext(1))->meaning(), meaning);
  }
}

TEST(PngWriter, ScaleAndMetadataAreReadBack) {
  EncodeOptions options;
  options.pixels_per_metre = 20480.4;
  options.metadata = {std::string(algorithmic_media), "atelier 0.1.0", R"({"seed":1})"};
  const auto file = encode_png(test_picture(8, 8, 3, SampleType::u8), options, RunContext(1));
  const auto info = inspect_image(*file, "picture");
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->pixels_per_metre, 20480);
  EXPECT_EQ(info->color, "sRGB");
  EXPECT_TRUE(info->has_xmp);
  EXPECT_TRUE(info->has_recipe);
  EXPECT_EQ(chunk_types(*file), (std::vector<std::string>{"IHDR", "sRGB", "gAMA", "pHYs", "iTXt", "IDAT", "IEND"}));
}

TEST(PngWriter, GammaIsThatOfSrgb) {
  const Bytes file = *encode_png(test_picture(8, 8, 3, SampleType::u8), {}, RunContext(1));
  std::uint32_t gamma = 0;
  for_each_png_chunk(file, [&](const PngChunk& chunk) {
    if (chunk.type == "gAMA") gamma = big_endian32(chunk.payload, 0);
    return true;
  });
  EXPECT_EQ(gamma, 45455u);  // W3C PNG, 11.3.2.5
}

TEST(PngWriter, FloatsAreRefused) {
  const auto file = encode_png(Image(4, 4, 1, SampleType::f32, ColorMeaning::data), {}, RunContext(1));
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().kind, ErrorKind::unsupported);
}

TEST(PngWriter, ACancelledRunWritesNothing) {
  Cancellation stop;
  stop.request();
  const auto file = encode_png(test_picture(64, 64, 3, SampleType::u8), {}, RunContext(2, &stop));
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace atelier
