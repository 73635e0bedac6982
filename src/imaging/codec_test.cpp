#include "imaging/codec.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <cstdlib>

#include "imaging/png_chunks.h"
#include "imaging/png_writer.h"
#include "imaging/test_pictures.h"

namespace atelier {
namespace {

using ::testing::HasSubstr;

/// A file of shared/data/bad/image and what must come of it; width 0: any size.
struct Expected {
  const char* file;
  std::optional<ErrorKind> refused;
  int width = 0, height = 0, channels = 0;
  SampleType type = SampleType::u8;
};

constexpr auto damaged = ErrorKind::invalid_argument;
constexpr auto over = ErrorKind::too_large;
constexpr std::nullopt_t fine = std::nullopt;

constexpr Expected shared_files[] = {
    {"truncated_half.jpg", damaged},
    {"truncated_header.jpg", damaged},
    {"truncated_half.png", damaged},
    {"empty.png", damaged},
    {"empty.jpg", damaged},
    {"text_named.png", damaged},
    {"html_named.jpg", damaged},
    {"jpeg_named.png", fine},
    {"png_named.jpg", fine},
    {"bomb_header_60000x60000.png", over},
    {"bomb_real_20000x20000.png", over},
    {"zero_width.png", damaged},
    {"negative_dim.png", damaged},
    {"crc_error.png", damaged},
    {"corrupt_scan.jpg", damaged},
    {"cmyk.jpg", fine, 0, 0, 3},
    {"gray.jpg", fine, 0, 0, 1},
    {"gray.png", fine, 0, 0, 1},
    {"gray_alpha.png", fine, 0, 0, 2},
    {"one_bit.png", fine, 0, 0, 1},
    {"gray16.png", fine, 0, 0, 1, SampleType::u16},
    {"rgb16.png", fine, 0, 0, 3, SampleType::u16},
    {"palette_alpha.png", fine, 0, 0, 4},
    {"rgba_cutout.png", fine, 0, 0, 4},
    {"interlaced.png", fine, 0, 0, 3},
    {"progressive.jpg", fine, 0, 0, 3},
    {"animated.gif", fine, 0, 0, 3},
    {"animated.webp", fine, 0, 0, 3},
    {"plain.webp", fine, 0, 0, 3},
    {"plain.bmp", fine, 0, 0, 3},
    {"plain.tif", fine, 0, 0, 3},
    {"tiny_1x1.png", fine, 1, 1, 3},
    {"narrow_1x4000.png", fine, 1, 4000, 3},
    {"wide_8000x2.png", fine, 8000, 2, 3},
    {"flat_black.jpg", fine},
    {"noise.jpg", fine},
    {"trailing_garbage.jpg", fine},
    {"exif_orientation_1.jpg", fine, 120, 160, 3},
    {"exif_orientation_2.jpg", fine, 120, 160, 3},
    {"exif_orientation_3.jpg", fine, 120, 160, 3},
    {"exif_orientation_4.jpg", fine, 120, 160, 3},
    {"exif_orientation_5.jpg", fine, 120, 160, 3},
    {"exif_orientation_6.jpg", fine, 120, 160, 3},
    {"exif_orientation_7.jpg", fine, 120, 160, 3},
    {"exif_orientation_8.jpg", fine, 120, 160, 3},
    {"exif_orientation_invalid.jpg", fine, 120, 160, 3},
};

std::filesystem::path shared_images() {
  const char* named = std::getenv("ATELIER_SHARED");
  for (const auto& root :
       {std::filesystem::path(named ? named : ""), std::filesystem::path(ATELIER_SOURCE_DIR) / "../shared",
        std::filesystem::path(ATELIER_SOURCE_DIR) / "../../shared"}) {
    if (!root.empty() && std::filesystem::exists(root / "data/bad/image")) return root / "data/bad/image";
  }
  return {};
}

const RunContext run(1);

TEST(BadImages, EachDoesWhatItsListSays) {
  const auto folder = shared_images();
  if (folder.empty()) GTEST_SKIP() << "no shared/data/bad/image beside the source";
  for (const Expected& expected : shared_files) {
    SCOPED_TRACE(expected.file);
    const auto image = load_image(folder / expected.file, run);
    EXPECT_EQ(image.ok(), !expected.refused) << (image.ok() ? "" : image.error().message.en);
    if (!image.ok()) {
      EXPECT_EQ(image.error().kind, expected.refused) << image.error().message.en;
      EXPECT_THAT(image.error().message.en, HasSubstr(expected.file));
      continue;
    }
    EXPECT_EQ(image->width(), expected.width ? expected.width : image->width());
    EXPECT_EQ(image->height(), expected.height ? expected.height : image->height());
    EXPECT_EQ(image->channels(), expected.channels ? expected.channels : image->channels());
    EXPECT_EQ(image->type(), expected.type);
    const auto info = inspect_image(*read_image_file(folder / expected.file), expected.file);
    ASSERT_TRUE(info.ok());
    EXPECT_EQ(info->width_px, image->width());
    EXPECT_EQ(info->channels, image->channels());
    EXPECT_EQ(info->type, image->type());
  }
}

double mean_difference(const Image& a, const Image& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.bytes(); ++i) {
    sum += std::abs(std::to_integer<int>(a.data()[i]) - std::to_integer<int>(b.data()[i]));
  }
  return sum / static_cast<double>(a.bytes());
}

TEST(BadImages, EveryOrientationShowsTheSameUprightPicture) {
  const auto folder = shared_images();
  if (folder.empty()) GTEST_SKIP() << "no shared/data/bad/image beside the source";
  const auto upright = load_image(folder / "exif_orientation_1.jpg", run);
  for (const char* which : {"2", "3", "4", "5", "6", "7", "8", "invalid"}) {
    const auto image = load_image(folder / ("exif_orientation_" + std::string(which) + ".jpg"), run);
    EXPECT_LT(mean_difference(*upright, *image), 3) << which;
  }
}

TEST(BadImages, CmykLooksLikeThePictureItWasMadeFrom) {
  const auto folder = shared_images();
  if (folder.empty()) GTEST_SKIP() << "no shared/data/bad/image beside the source";
  const auto cmyk = load_image(folder / "cmyk.jpg", run), plain = load_image(folder / "progressive.jpg", run);
  ASSERT_EQ(cmyk->bytes(), plain->bytes());
  EXPECT_LT(mean_difference(*cmyk, *plain), 12);
}

Bytes small_png() {
  return *encode_png(test_picture(40, 30, 3, SampleType::u8), {}, run);
}
Bytes small_jpeg() {
  return *encode_image(test_picture(40, 30, 3, SampleType::u8), "jpeg", {}, run);
}

TEST(Decode, EveryCutIsRefusedAndNothingCrashes) {
  for (const Bytes& whole : {small_png(), small_jpeg()}) {
    const std::size_t end = sniff_codec(whole)->name == std::string_view("png") ? whole.size() - 12 : whole.size() - 2;
    for (std::size_t size = 0; size < end; ++size) {
      const auto image = decode_image(ByteView(whole).first(size), {}, "cut", run);
      ASSERT_FALSE(image.ok()) << size << " of " << whole.size();
      EXPECT_EQ(image.error().kind, ErrorKind::invalid_argument) << size;
    }
  }
}

TEST(Decode, EveryChangedByteIsSurvived) {
  for (const Bytes& whole : {small_png(), small_jpeg()}) {
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (const int change : {0x01, 0x80, 0xff}) {
        Bytes changed = whole;
        changed[i] ^= static_cast<std::byte>(change);
        (void)decode_image(changed, {}, "changed", run);
        (void)inspect_image(changed, "changed");
        (void)read_recipe(changed, "changed");
      }
    }
  }
}

TEST(Decode, EachLimitIsNamed) {
  const Bytes file = small_png();
  const auto message = [&](const DecodeLimits& limits) {
    const auto image = decode_image(file, limits, "picture", run);
    if (image.ok()) return std::string("accepted");
    EXPECT_EQ(image.error().kind, ErrorKind::too_large);
    return image.error().message.en;
  };
  EXPECT_THAT(message({.file_bytes_max = 100}), HasSubstr("bytes; the limit is 100"));
  EXPECT_THAT(message({.pixels_max = 1199}), HasSubstr("megapixels"));
  EXPECT_THAT(message({.side_px_max = 39}), HasSubstr("a side may have 39"));
  EXPECT_THAT(message({.expansion_max = 1, .expansion_free_bytes = 0}), HasSubstr("1 times"));
  EXPECT_EQ(message({.pixels_max = 1200, .side_px_max = 40}), "accepted");
}

TEST(Decode, ATinyFileThatClaimsHugePixelsTakesNoMemory) {
  Bytes file;
  append(file, png_signature);
  Bytes header;
  append_big_endian32(header, 9000);
  append_big_endian32(header, 9000);
  append(header, std::string_view("\x10\x06\0\0\0", 5));
  append_png_chunk(file, "IHDR", header);
  append_png_chunk(file, "IDAT", {});
  append_png_chunk(file, "IEND", {});
  const auto image = decode_image(file, {}, "bomb", run);
  ASSERT_FALSE(image.ok());
  EXPECT_EQ(image.error().kind, ErrorKind::too_large);
  EXPECT_THAT(image.error().message.en, HasSubstr("expand"));
}

TEST(Decode, WhatIsNoPictureIsNamed) {
  const auto message = [](std::string_view content) {
    return decode_image(as_byte_view(content), {}, "file.png", run).error().message.en;
  };
  EXPECT_THAT(message(""), HasSubstr("empty"));
  EXPECT_THAT(message("<!DOCTYPE html><html>"), HasSubstr("web page"));
  EXPECT_THAT(message("just words"), HasSubstr("text"));
  EXPECT_THAT(message(std::string_view("\0\1\2\3", 4)), HasSubstr("not a picture"));
}

TEST(Load, MissingFoldersAndDevicesAreRefused) {
  EXPECT_EQ(load_image("no-such-picture.png", run).error().kind, ErrorKind::not_found);
  EXPECT_EQ(load_image(std::filesystem::temp_directory_path(), run).error().kind, ErrorKind::invalid_argument);
  EXPECT_EQ(load_image("/dev/zero", run).error().kind, ErrorKind::invalid_argument);
}

TEST(Encode, UnknownFormatsAreRefusedWithTheKnownOnes) {
  const auto file = encode_image(test_picture(4, 4, 3, SampleType::u8), "gif", {}, run);
  ASSERT_FALSE(file.ok());
  EXPECT_EQ(file.error().kind, ErrorKind::unsupported);
  EXPECT_THAT(file.error().message.en, HasSubstr("PNG, JPEG"));
}

TEST(Decode, HeicAndAvifAreLeftToTheMediaProgram) {
  for (const char* brand : {"avif", "avis", "heic", "mif1", "heix"}) {
    const std::string file = std::string(
                                 "\0\0\0\x18"
                                 "ftyp",
                                 8) +
                             brand + std::string(12, '\0');
    const auto image = decode_image(as_byte_view(file), {}, "photo.jpg", run);
    ASSERT_FALSE(image.ok()) << brand;
    EXPECT_EQ(image.error().kind, ErrorKind::not_installed);
    EXPECT_THAT(image.error().message.en, HasSubstr("atelier-media"));
    EXPECT_FALSE(image.error().hint.empty());
  }
}

TEST(Jpeg, ComesBackCloseAndRefusesWhatItCannotHold) {
  for (const int channels : {1, 3}) {
    Image image(64, 48, channels, SampleType::u8, ColorMeaning::srgb);
    for (int y = 0; y < 48; ++y) {
      for (int i = 0; i < 64 * channels; ++i)
        image.row<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(y * 3 + i / channels);
    }
    EncodeOptions options;
    options.pixels_per_metre = 20000;
    const auto file = encode_image(image, "jpeg", options, run);
    ASSERT_TRUE(file.ok());
    const auto back = decode_image(*file, {}, "picture", run);
    EXPECT_LT(mean_difference(image, *back), 2);
    EXPECT_EQ(inspect_image(*file, "picture")->pixels_per_metre, 20000);
  }
  EXPECT_EQ(encode_image(test_picture(4, 4, 4, SampleType::u8), "jpeg", {}, run).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(encode_image(test_picture(4, 4, 3, SampleType::u16), "jpeg", {}, run).error().kind, ErrorKind::unsupported);
  EXPECT_EQ(encode_image(test_picture(4, 4, 3, SampleType::u8), "jpeg", {.quality = 0}, run).error().kind,
            ErrorKind::invalid_argument);
}

}  // namespace
}  // namespace atelier
