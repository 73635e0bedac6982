#include <gmock/gmock.h>
#include <zlib.h>
#include <nlohmann/json.hpp>

#include "imaging/codec.h"
#include "imaging/jpeg_segments.h"
#include "imaging/png_chunks.h"
#include "imaging/png_writer.h"
#include "imaging/test_pictures.h"

namespace atelier {
namespace {

Bytes bytes_of(std::initializer_list<std::uint32_t> values) {
  Bytes bytes;
  for (const std::uint32_t value : values) append_byte(bytes, value);
  return bytes;
}

Bytes header(std::uint32_t width, std::uint32_t height, std::uint32_t bits, std::uint32_t color,
             std::uint32_t interlace = 0) {
  Bytes payload;
  append_big_endian32(payload, width);
  append_big_endian32(payload, height);
  append(payload, bytes_of({bits, color, 0, 0, interlace}));
  return payload;
}

Bytes packed(const Bytes& plain) {
  uLongf packed_size = compressBound(plain.size());
  Bytes out(packed_size);
  compress(reinterpret_cast<Bytef*>(out.data()), &packed_size, reinterpret_cast<const Bytef*>(plain.data()),
           plain.size());
  out.resize(packed_size);
  return out;
}

Bytes packed(std::size_t size, std::byte value = std::byte{0}) {
  return packed(Bytes(size, value));
}

struct Chunk {
  std::string_view type;
  Bytes payload;
};

Bytes png(const std::vector<Chunk>& chunks) {
  Bytes file;
  append(file, png_signature);
  for (const Chunk& chunk : chunks) append_png_chunk(file, chunk.type, chunk.payload);
  return file;
}

/// A picture that must be refused, and how.
struct Bad {
  const char* what;
  Bytes file;
  ErrorKind kind = ErrorKind::invalid_argument;
};

std::vector<Bad> bad_pngs() {
  const Chunk end{"IEND", {}}, pixels{"IDAT", packed(8 * 25)};
  Bytes two(72, std::byte{2});  // rows of the index 2, unfiltered
  for (int y = 0; y < 8; ++y) two[9 * y] = std::byte{0};
  Bytes long_profile = bytes_of({'p', 0, 0});
  append(long_profile, packed(std::size_t{80} << 20));
  std::vector<Bad> all;
  all.push_back({"signature alone", png({})});
  all.push_back({"no header", png({pixels, end})});
  all.push_back({"colour type 5", png({{"IHDR", header(8, 8, 8, 5)}, pixels, end})});
  all.push_back({"3 bits", png({{"IHDR", header(8, 8, 3, 0)}, pixels, end})});
  all.push_back({"RGB of 4 bits", png({{"IHDR", header(8, 8, 4, 2)}, pixels, end})});
  all.push_back({"palette of 16 bits", png({{"IHDR", header(8, 8, 16, 3)}, pixels, end})});
  all.push_back({"interlace 2", png({{"IHDR", header(8, 8, 8, 2, 2)}, pixels, end})});
  all.push_back({"height 0", png({{"IHDR", header(8, 0, 8, 2)}, pixels, end})});
  all.push_back({"two headers", png({{"IHDR", header(8, 8, 8, 2)}, {"IHDR", header(9, 9, 8, 2)}, pixels, end})});
  all.push_back({"no pixels", png({{"IHDR", header(8, 8, 8, 2)}, end})});
  all.push_back({"too few pixels", png({{"IHDR", header(8, 8, 8, 2)}, {"IDAT", packed(100)}, end})});
  all.push_back({"filter 9", png({{"IHDR", header(8, 8, 8, 2)}, {"IDAT", packed(200, std::byte{9})}, end})});
  all.push_back(
      {"pixels that are no zlib stream", png({{"IHDR", header(8, 8, 8, 2)}, {"IDAT", bytes_of({1, 2, 3})}, end})});
  all.push_back({"palette missing", png({{"IHDR", header(8, 8, 8, 3)}, {"IDAT", packed(72)}, end})});
  all.push_back({"palette cut",
                 png({{"IHDR", header(8, 8, 8, 3)}, {"PLTE", bytes_of({1, 2, 3, 4})}, {"IDAT", packed(72)}, end})});
  all.push_back(
      {"colour beyond the palette",
       png({{"IHDR", header(8, 8, 8, 3)}, {"PLTE", bytes_of({1, 2, 3, 4, 5, 6})}, {"IDAT", packed(two)}, end})});
  Bytes wrong_sum = png({{"IHDR", header(8, 8, 8, 0)}, {"gAMA", bytes_of({0, 0, 177, 143})}});
  wrong_sum.back() ^= std::byte{1};
  append_png_chunk(wrong_sum, "IDAT", packed(72));
  append_png_chunk(wrong_sum, "IEND", {});
  all.push_back({"wrong checksum", wrong_sum});
  all.push_back({"unknown critical chunk", png({{"IHDR", header(8, 8, 8, 2)}, {"ABCD", {}}, pixels, end})});
  all.push_back({"profile bomb", png({{"IHDR", header(8, 8, 8, 2)}, {"iCCP", long_profile}, pixels, end})});
  all.push_back(
      {"wider than a side may be", png({{"IHDR", header(40000, 8, 8, 2)}, pixels, end}), ErrorKind::too_large});
  all.push_back(
      {"more pixels than allowed", png({{"IHDR", header(20000, 20000, 1, 0)}, pixels, end}), ErrorKind::too_large});
  all.push_back({"more samples than the file can hold", png({{"IHDR", header(9000, 9000, 8, 6)}, pixels, end}),
                 ErrorKind::too_large});
  return all;
}

Bytes jpeg(std::initializer_list<std::pair<std::uint32_t, Bytes>> segments) {
  Bytes file = bytes_of({0xff, 0xd8});
  for (const auto& [marker, payload] : segments) {
    const auto length = static_cast<std::uint32_t>(payload.size() + 2);
    append(file, bytes_of({0xff, marker, length >> 8, length}));
    append(file, payload);
  }
  return file;
}

Bytes frame(std::uint32_t bits, std::uint32_t height, std::uint32_t width, std::uint32_t components) {
  Bytes payload = bytes_of({bits, height >> 8, height, width >> 8, width, components});
  for (std::uint32_t i = 1; i <= components; ++i) append(payload, bytes_of({i, 0x11, 0}));
  return payload;
}

std::vector<Bad> bad_jpegs() {
  std::vector<Bad> all;
  all.push_back({"start alone", bytes_of({0xff, 0xd8, 0xff})});
  all.push_back({"no frame", jpeg({{0xe0, bytes_of({'J', 'F', 'I', 'F', 0})}})});
  all.push_back({"frame cut", jpeg({{0xc0, bytes_of({8, 0, 8})}})});
  all.push_back({"frame without scan", jpeg({{0xc0, frame(8, 8, 8, 3)}})});
  all.push_back({"height 0", jpeg({{0xc0, frame(8, 0, 8, 3)}})});
  all.push_back({"width 0", jpeg({{0xc0, frame(8, 8, 0, 3)}})});
  all.push_back({"two components", jpeg({{0xc0, frame(8, 8, 8, 2)}}), ErrorKind::unsupported});
  all.push_back({"12 bits", jpeg({{0xc1, frame(12, 8, 8, 3)}}), ErrorKind::unsupported});
  all.push_back({"lossless", jpeg({{0xc3, frame(8, 8, 8, 3)}, {0xda, bytes_of({1, 1, 0, 0, 63, 0})}})});
  all.push_back({"65535 a side", jpeg({{0xc0, frame(8, 65535, 65535, 3)}}), ErrorKind::too_large});
  all.push_back({"more samples than the file can hold", jpeg({{0xc0, frame(8, 9000, 9000, 3)}}), ErrorKind::too_large});
  all.push_back({"segment longer than the file", bytes_of({0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 1, 2, 3})});
  all.push_back({"segment of length 0", bytes_of({0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xc0})});
  return all;
}

TEST(BadPictures, EachIsRefusedWithItsKindInEveryLanguage) {
  for (const auto& all : {bad_pngs(), bad_jpegs()}) {
    for (const Bad& bad : all) {
      SCOPED_TRACE(bad.what);
      const auto image = decode_image(bad.file, {}, "picture", RunContext(1));
      ASSERT_FALSE(image.ok());
      EXPECT_EQ(image.error().kind, bad.kind) << image.error().message.en;
      for (const Lang lang : {Lang::en, Lang::ru, Lang::ko}) {
        EXPECT_THAT(image.error().message.in(lang), ::testing::HasSubstr("picture")) << image.error().message.en;
      }
    }
  }
}

// Adam7 (W3C PNG, 8.2): where each pass begins, and its steps.
constexpr int adam7[7][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                             {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};

int index_at(int x, int y, int colors) {
  return (x * 5 + y * 3) % colors;
}

/// The unfiltered rows of a picture of index_at, as stored.
Bytes stored_indexes(int width, int height, int bits, std::span<const int[4]> passes) {
  Bytes rows;
  for (const auto& [x0, y0, step_x, step_y] : passes) {
    for (int y = y0; y < height; y += step_y) {
      append_byte(rows, 0);
      std::uint32_t byte = 0;
      int filled = 0;
      for (int x = x0; x < width; x += step_x) {
        byte |= static_cast<std::uint32_t>(index_at(x, y, 1 << std::min(bits, 4))) << (8 - bits - filled);
        filled += bits;
        if (filled < 8 && x + step_x < width) continue;
        append_byte(rows, byte);
        byte = 0;
        filled = 0;
      }
    }
  }
  return rows;
}

TEST(Palette, EveryDepthShowsItsColoursWithTheirTransparency) {
  constexpr int width = 13, height = 9, plain[1][4] = {{0, 0, 1, 1}};
  for (const int bits : {1, 2, 4, 8}) {
    for (const bool interlaced : {false, true}) {
      SCOPED_TRACE(fmt::format("{} bits, interlaced {}", bits, interlaced));
      const int colors = 1 << std::min(bits, 4);
      Bytes palette;
      for (int i = 0; i < colors; ++i) append(palette, bytes_of({10u + i, 20u + i, 30u + i}));
      const Bytes rows =
          interlaced ? stored_indexes(width, height, bits, adam7) : stored_indexes(width, height, bits, plain);
      const Bytes file = png({{"IHDR", header(width, height, bits, 3, interlaced)},
                              {"PLTE", palette},
                              {"tRNS", bytes_of({77})},
                              {"IDAT", packed(rows)},
                              {"IEND", {}}});
      const auto image = decode_image(file, {}, "picture", RunContext(1));
      ASSERT_TRUE(image.ok()) << image.error().message.en;
      ASSERT_EQ(image->channels(), 4);
      for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
          const int index = index_at(x, y, colors);
          const std::uint8_t* pixel = image->row<std::uint8_t>(y) + 4 * x;
          ASSERT_EQ(pixel[0], 10 + index) << x << ", " << y;
          ASSERT_EQ(pixel[2], 30 + index);
          ASSERT_EQ(pixel[3], index == 0 ? 77 : 255);
        }
      }
    }
  }
}

/// A small JPEG with an EXIF block before everything else.
Bytes jpeg_with_exif(const Bytes& tiff) {
  const Bytes plain = *encode_image(test_picture(16, 8, 3, SampleType::u8), "jpeg", {}, RunContext(1));
  Bytes payload;
  append(payload, std::string_view("Exif\0\0", 6));
  append(payload, tiff);
  Bytes file = jpeg({{0xe1, payload}});
  append(file, ByteView(plain).subspan(2));
  return file;
}

/// Orientation 6: what is stored as the first row is the right-hand column.
Bytes turned_right() {
  return bytes_of({'I', 'I', '*', 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0});
}

TEST(Exif, TurnsPngToo) {
  const Bytes rows = bytes_of({0, 10, 20, 30, 0, 40, 50, 60});  // two rows of three grey pixels
  const Bytes file =
      png({{"IHDR", header(3, 2, 8, 0)}, {"eXIf", turned_right()}, {"IDAT", packed(rows)}, {"IEND", {}}});
  const auto info = inspect_image(file, "picture");
  ASSERT_TRUE(info.ok());
  EXPECT_EQ(info->width_px, 2);
  EXPECT_EQ(info->height_px, 3);
  const auto image = decode_image(file, {}, "picture", RunContext(1));
  ASSERT_TRUE(image.ok()) << image.error().message.en;
  ASSERT_EQ(image->width(), 2);
  EXPECT_EQ(Bytes(image->data(), image->data() + 6), bytes_of({40, 10, 50, 20, 60, 30}));
}

TEST(Jpeg, DensityInInchesAndCentimetresIsRead) {
  for (const auto& [unit, pixels_per_metre] : {std::pair{1u, 300 / 0.0254}, {2u, 30000.0}, {0u, 0.0}}) {
    Bytes file =
        jpeg({{0xe0, bytes_of({'J', 'F', 'I', 'F', 0, 1, 1, unit, 1, 44, 1, 44, 0, 0})}, {0xc0, frame(8, 8, 8, 3)}});
    const auto info = inspect_image(file, "picture");
    ASSERT_TRUE(info.ok()) << info.error().message.en;
    EXPECT_DOUBLE_EQ(info->pixels_per_metre, pixels_per_metre);
  }
}

TEST(Exif, NonsenseCountsAsUpright) {
  const Bytes good = turned_right();
  EXPECT_EQ(decode_image(jpeg_with_exif(good), {}, "picture", RunContext(1))->width(), 8);
  for (std::size_t size = 0; size < 20; ++size) {
    const Bytes cut(good.begin(), good.begin() + size);
    EXPECT_EQ(decode_image(jpeg_with_exif(cut), {}, "picture", RunContext(1))->width(), 16) << size;
  }
  for (const std::size_t at :
       {std::size_t{0}, std::size_t{2}, std::size_t{4}, std::size_t{7}, std::size_t{10}, std::size_t{12}}) {
    Bytes changed = good;
    changed[at] = std::byte{0xff};
    EXPECT_EQ(decode_image(jpeg_with_exif(changed), {}, "picture", RunContext(1))->width(), 16) << at;
  }
}

TEST(Exif, NothingOfItIsCopiedIntoWhatIsWritten) {
  const auto image =
      decode_image(jpeg_with_exif(bytes_of({'I', 'I', '*', 0, 8, 0, 0, 0, 0, 0})), {}, "picture", RunContext(1));
  for (const char* format : {"png", "jpeg"}) {
    const auto file = encode_image(*image, format, {}, RunContext(1));
    EXPECT_FALSE(inspect_image(*file, "picture")->has_exif) << format;
  }
}

}  // namespace
}  // namespace atelier
