#include <gmock/gmock.h>

#include <bit>
#include <vector>

#include "imaging/codec.h"

namespace atelier {
namespace {

const RunContext run(1);

void append16(Bytes& to, std::uint32_t value) {
  append_byte(to, value);
  append_byte(to, value >> 8);
}
void append32(Bytes& to, std::uint32_t value) {
  append16(to, value & 0xffff);
  append16(to, value >> 16);
}

struct Bmp {
  int width = 1, height = 1;  ///< negative: rows from the top
  int bits = 24;
  std::uint32_t packing = 0;
  std::vector<std::uint32_t> masks;   ///< behind the header of 40 bytes
  std::vector<std::uint32_t> colors;  ///< 0xrrggbb
  Bytes pixels;
  std::uint32_t header_size = 40;
};

Bytes file_of(const Bmp& bmp) {
  Bytes info;
  append32(info, bmp.header_size);
  append32(info, std::bit_cast<std::uint32_t>(bmp.width));
  append32(info, std::bit_cast<std::uint32_t>(bmp.height));
  append16(info, 1);
  append16(info, static_cast<std::uint32_t>(bmp.bits));
  append32(info, bmp.packing);
  append32(info, 0);
  append32(info, 20000);
  append32(info, 20000);
  append32(info, static_cast<std::uint32_t>(bmp.colors.size()));
  append32(info, 0);
  for (const std::uint32_t mask : bmp.masks) append32(info, mask);
  if (bmp.header_size > 40) info.resize(bmp.header_size);
  for (const std::uint32_t color : bmp.colors) append32(info, color);
  Bytes file;
  append(file, "BM");
  append32(file, static_cast<std::uint32_t>(14 + info.size() + bmp.pixels.size()));
  append32(file, 0);
  append32(file, static_cast<std::uint32_t>(14 + info.size()));
  append(file, info);
  append(file, bmp.pixels);
  return file;
}

Bytes bytes_of(std::initializer_list<std::uint32_t> values) {
  Bytes bytes;
  for (const std::uint32_t value : values) append_byte(bytes, value);
  return bytes;
}

/// The samples, or what the error says.
std::string samples(const Bytes& file) {
  const auto image = decode_image(file, {}, "picture", run);
  if (!image.ok()) return std::string(error_row(image.error().kind).name) + ": " + image.error().message.en;
  std::string text;
  for (std::size_t i = 0; i < image->bytes(); ++i) {
    text += (i ? " " : "") + std::to_string(std::to_integer<int>(image->data()[i]));
  }
  return text;
}

TEST(Bmp, RowsGoUpUnlessTheHeightIsNegative) {
  const Bytes rows = bytes_of({1, 2, 3, 0, 4, 5, 6, 0});
  EXPECT_EQ(samples(file_of({.width = 1, .height = 2, .pixels = rows})), "6 5 4 3 2 1");
  EXPECT_EQ(samples(file_of({.width = 1, .height = -2, .pixels = rows})), "3 2 1 6 5 4");
}

TEST(Bmp, PalettesOfEveryDepthAreLookedUp) {
  const std::vector<std::uint32_t> colors = {0x0a0b0c, 0x141516};
  const std::string expected = "20 21 22 10 11 12 20 21 22";
  EXPECT_EQ(samples(file_of({.width = 3, .bits = 1, .colors = colors, .pixels = bytes_of({0xa0, 0, 0, 0})})), expected);
  EXPECT_EQ(samples(file_of({.width = 3, .bits = 4, .colors = colors, .pixels = bytes_of({0x10, 0x10, 0, 0})})),
            expected);
  EXPECT_EQ(samples(file_of({.width = 3, .bits = 8, .colors = colors, .pixels = bytes_of({1, 0, 1, 0})})), expected);
  EXPECT_THAT(samples(file_of({.width = 3, .bits = 8, .colors = colors, .pixels = bytes_of({1, 2, 1, 0})})),
              ::testing::HasSubstr("colour 2 of a palette of 2"));
}

TEST(Bmp, BitFieldsSpanTheWholeRange) {
  EXPECT_EQ(samples(file_of({.bits = 16, .pixels = bytes_of({0xff, 0x7f, 0, 0})})), "255 255 255");
  EXPECT_EQ(samples(file_of(
                {.bits = 16, .packing = 3, .masks = {0xf800, 0x7e0, 0x1f}, .pixels = bytes_of({0x00, 0xf8, 0, 0})})),
            "255 0 0");
  EXPECT_EQ(samples(file_of({.bits = 32,
                             .packing = 3,
                             .masks = {0xff, 0xff00, 0xff0000, 0xff000000},
                             .pixels = bytes_of({1, 2, 3, 4}),
                             .header_size = 108})),
            "1 2 3 4");
  EXPECT_EQ(
      samples(file_of(
          {.bits = 32, .packing = 6, .masks = {0xff, 0xff00, 0xff0000, 0xff000000}, .pixels = bytes_of({1, 2, 3, 4})})),
      "1 2 3 4");
  EXPECT_EQ(samples(file_of({.bits = 32, .pixels = bytes_of({1, 2, 3, 4})})), "3 2 1");
  EXPECT_THAT(samples(file_of({.bits = 16, .packing = 3, .masks = {0x5, 0, 0}, .pixels = bytes_of({1, 2, 3, 4})})),
              ::testing::HasSubstr("bit fields"));
}

TEST(Bmp, RunLengthsAreUnpacked) {
  const std::vector<std::uint32_t> colors = {0, 1, 2, 3};
  const auto blue = [&](std::uint32_t packing, int bits, Bytes pixels) {
    const auto image = decode_image(
        file_of({.width = 4, .height = 2, .bits = bits, .packing = packing, .colors = colors, .pixels = pixels}), {},
        "picture", run);
    if (!image.ok()) return image.error().message.en;
    std::string text;
    for (int i = 0; i < 8; ++i) text += std::to_string(image->row<std::uint8_t>(0)[3 * i + 2]);
    return text;
  };
  EXPECT_EQ(blue(1, 8, bytes_of({4, 1, 0, 0, 0, 3, 3, 2, 1, 0, 1, 3, 0, 1})), "32131111");
  EXPECT_EQ(blue(1, 8, bytes_of({1, 1, 0, 2, 2, 1, 1, 2, 0, 1})), "00021000");
  EXPECT_EQ(blue(2, 4, bytes_of({4, 0x12, 0, 0, 0, 3, 0x32, 0x10, 1, 0x30, 0, 1})), "32131212");
  EXPECT_THAT(blue(1, 8, bytes_of({5, 1, 0, 1})), ::testing::HasSubstr("leaves its row"));
  EXPECT_THAT(blue(1, 8, bytes_of({0, 2, 5, 0, 0, 1})), ::testing::HasSubstr("leaves its row"));
  EXPECT_THAT(blue(1, 8, bytes_of({4, 1, 0, 0})), ::testing::HasSubstr("cut off"));
  EXPECT_THAT(blue(1, 8, bytes_of({4, 1, 0, 9, 1})), ::testing::HasSubstr("cut off"));
}

TEST(Bmp, TheOldestHeaderIsRead) {
  Bytes file;
  append(file, "BM");
  for (const std::uint32_t value : {0u, 0u, 32u, 12u}) append32(file, value);
  for (const std::uint32_t value : {2u, 1u, 1u, 1u}) append16(file, value);
  append(file, bytes_of({1, 2, 3, 4, 5, 6, 0x40, 0, 0, 0}));
  EXPECT_EQ(samples(file), "3 2 1 6 5 4");
}

TEST(Bmp, BadHeadersAreRefused) {
  const auto refused = [](const Bmp& bmp, const char* kind) {
    EXPECT_THAT(samples(file_of(bmp)), ::testing::StartsWith(kind));
  };
  const Bytes four = bytes_of({0, 0, 0, 0});
  refused({.width = 0, .pixels = four}, "invalid_argument");
  refused({.width = -1, .pixels = four}, "invalid_argument");
  refused({.height = 0, .pixels = four}, "invalid_argument");
  refused({.height = INT32_MIN, .pixels = four}, "invalid_argument");
  refused({.bits = 2, .pixels = four}, "invalid_argument");
  refused({.bits = 24, .packing = 1, .pixels = four}, "invalid_argument");
  refused({.bits = 24, .packing = 4, .pixels = four}, "unsupported");
  refused({.bits = 24, .packing = 3, .pixels = four}, "invalid_argument");
  refused({.height = 2, .pixels = four}, "invalid_argument: picture: the picture is damaged: the file is cut off");
  refused({.width = 40000, .bits = 8, .packing = 1, .pixels = bytes_of({0, 1})}, "too_large");
  refused({.width = 9000, .height = 9000, .bits = 8, .packing = 1, .pixels = bytes_of({0, 1})}, "too_large");
}

TEST(Bmp, EveryCutAndEveryChangedByteIsSurvived) {
  const Bytes whole = file_of({.width = 4,
                               .height = 2,
                               .bits = 8,
                               .packing = 1,
                               .colors = {1, 2, 3, 4},
                               .pixels = bytes_of({4, 1, 0, 0, 0, 3, 3, 2, 1, 0, 1, 3, 0, 1})});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    ASSERT_FALSE(decode_image(ByteView(whole).first(size), {}, "cut", run).ok()) << size;
  }
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (int value = 0; value < 256; value += 5) {
      Bytes changed = whole;
      changed[i] = static_cast<std::byte>(value);
      (void)decode_image(changed, {}, "changed", run);
    }
  }
}

}  // namespace
}  // namespace atelier
