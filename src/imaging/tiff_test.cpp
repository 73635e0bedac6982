#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include <vector>

#include "imaging/codec.h"
#include "imaging/codecs/tiff_file.h"
#include "imaging/test_pictures.h"

namespace atelier {
namespace {

const RunContext run(1);

/// How a test file is laid out.
struct Layout {
  const char* what = "";
  int width = 19, height = 21;
  int bits = 8, per_pixel = 3;
  int photometric = PHOTOMETRIC_RGB, packing = COMPRESSION_NONE;
  bool separate = false, tiled = false;
  int extra = -1;  ///< kind of the last sample
  int format = SAMPLEFORMAT_UINT;
};

/// The value of a sample of 8 bits.
int value_at(int x, int y, int sample) {
  return (x * 7 + y * 5 + sample * 40) % 256;
}

void put_sample(std::vector<std::uint8_t>& row, int bits, int index, int value) {
  if (bits == 16) {
    row[2 * index] = row[2 * index + 1] = static_cast<std::uint8_t>(value);  // value × 257
  } else if (bits <= 8) {
    row[index * bits / 8] |= static_cast<std::uint8_t>(value >> (8 - bits) << (8 - bits - index * bits % 8));
  }
}

/// Pixels x0 .. x0 + count of row y, of all samples or of one plane.
std::vector<std::uint8_t> packed_row(const Layout& layout, int plane, int x0, int y, int count) {
  const int step = layout.separate ? 1 : layout.per_pixel;
  std::vector<std::uint8_t> row((count * step * layout.bits + 7) / 8);
  for (int x = 0; x < count; ++x) {
    for (int s = 0; s < step; ++s) {
      put_sample(row, layout.bits, x * step + s, value_at(x0 + x, y, layout.separate ? plane : s));
    }
  }
  return row;
}

void describe(TIFF* tiff, const Layout& layout) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, layout.width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, layout.height);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, layout.per_pixel);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, layout.bits);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, layout.photometric);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, layout.format);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, layout.packing);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, layout.separate ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 4);
  if (layout.extra >= 0) {
    const auto kind = static_cast<std::uint16_t>(layout.extra);
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &kind);
  }
  if (layout.tiled) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 16);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
  }
}

Bytes file_of(const Layout& layout) {
  const auto file = create_tiff();
  TIFF* tiff = file->tiff.get();
  describe(tiff, layout);
  for (int plane = 0; plane < (layout.separate ? layout.per_pixel : 1); ++plane) {
    for (int y = 0; y < layout.height && !layout.tiled; ++y) {
      auto row = packed_row(layout, plane, 0, y, layout.width);
      TIFFWriteScanline(tiff, row.data(), y, plane);
    }
    for (int y0 = 0; y0 < layout.height && layout.tiled; y0 += 16) {
      for (int x0 = 0; x0 < layout.width; x0 += 16) {
        std::vector<std::uint8_t> tile;
        for (int y = 0; y < 16; ++y) {
          const auto row = packed_row(layout, plane, x0, y0 + y, 16);
          tile.insert(tile.end(), row.begin(), row.end());
        }
        TIFFWriteTile(tiff, tile.data(), x0, y0, 0, plane);
      }
    }
  }
  file->tiff.reset();
  return file->output;
}

/// What the picture must show, in 8 bits.
int expected_at(const Layout& layout, int x, int y, int channel) {
  const int kept = layout.bits < 8 ? value_at(x, y, channel) >> (8 - layout.bits) : value_at(x, y, channel);
  const int value = layout.bits < 8 ? kept * 255 / ((1 << layout.bits) - 1) : kept;
  return layout.photometric == PHOTOMETRIC_MINISWHITE ? 255 - value : value;
}

TEST(Tiff, EveryLayoutShowsTheSamePicture) {
  std::vector<Layout> layouts;
  for (const bool separate : {false, true}) {
    for (const bool tiled : {false, true}) {
      for (const int packing : {COMPRESSION_NONE, COMPRESSION_LZW, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS}) {
        for (const int bits : {8, 16}) {
          layouts.push_back({"RGB", 19, 21, bits, 3, PHOTOMETRIC_RGB, packing, separate, tiled});
          layouts.push_back(
              {"RGBA", 19, 21, bits, 4, PHOTOMETRIC_RGB, packing, separate, tiled, EXTRASAMPLE_UNASSALPHA});
          layouts.push_back(
              {"RGB and more", 19, 21, bits, 4, PHOTOMETRIC_RGB, packing, separate, tiled, EXTRASAMPLE_UNSPECIFIED});
          layouts.push_back({"grey", 19, 21, bits, 1, PHOTOMETRIC_MINISBLACK, packing, separate, tiled});
        }
        for (const int bits : {1, 2, 4}) {
          layouts.push_back({"grey of few bits", 19, 21, bits, 1, PHOTOMETRIC_MINISBLACK, packing, separate, tiled});
          layouts.push_back({"white is 0", 19, 21, bits, 1, PHOTOMETRIC_MINISWHITE, packing, separate, tiled});
        }
      }
    }
  }
  for (const Layout& layout : layouts) {
    SCOPED_TRACE(fmt::format("{}, {} bits, packing {}, separate {}, tiled {}", layout.what, layout.bits, layout.packing,
                             layout.separate, layout.tiled));
    const auto image = decode_image(file_of(layout), {}, "picture", run);
    ASSERT_TRUE(image.ok()) << image.error().message.en;
    ASSERT_EQ(image->width(), layout.width);
    ASSERT_EQ(image->channels(), layout.extra == EXTRASAMPLE_UNSPECIFIED ? 3 : layout.per_pixel);
    ASSERT_EQ(image->type(), layout.bits == 16 ? SampleType::u16 : SampleType::u8);
    for (int y = 0; y < layout.height; ++y) {
      for (int i = 0; i < static_cast<int>(image->row_samples()); ++i) {
        const int expected = expected_at(layout, i / image->channels(), y, i % image->channels());
        const int found = layout.bits == 16 ? image->row<std::uint16_t>(y)[i] / 257 : image->row<std::uint8_t>(y)[i];
        ASSERT_EQ(found, expected) << i << ", " << y;
      }
    }
  }
}

TEST(Tiff, InkBecomesLight) {
  Layout layout{"CMYK", 2, 1, 8, 4, PHOTOMETRIC_SEPARATED};
  const auto image = decode_image(file_of(layout), {}, "picture", run);
  ASSERT_TRUE(image.ok()) << image.error().message.en;
  ASSERT_EQ(image->channels(), 3);
  EXPECT_EQ(image->row<std::uint8_t>(0)[0], (255 - 0) * (255 - 120) / 255);
  EXPECT_EQ(image->row<std::uint8_t>(0)[1], ((255 - 40) * (255 - 120) + 127) / 255);
}

TEST(Tiff, PremultipliedColourBecomesStraight) {
  Layout layout{"RGBA", 1, 1, 8, 4, PHOTOMETRIC_RGB};
  layout.extra = EXTRASAMPLE_ASSOCALPHA;
  const auto image = decode_image(file_of(layout), {}, "picture", run);
  ASSERT_TRUE(image.ok()) << image.error().message.en;
  EXPECT_EQ(image->row<std::uint8_t>(0)[1], (40 * 255 + 60) / 120);
  EXPECT_EQ(image->row<std::uint8_t>(0)[3], 120);
}

TEST(Tiff, WhatIsNotReadIsNamed) {
  const auto message = [](const Layout& layout) {
    const auto image = decode_image(file_of(layout), {}, "picture", run);
    EXPECT_FALSE(image.ok());
    EXPECT_EQ(image.error().kind, ErrorKind::unsupported);
    return image.error().message.en;
  };
  EXPECT_THAT(
      message({"", 4, 4, 32, 1, PHOTOMETRIC_MINISBLACK, COMPRESSION_NONE, false, false, -1, SAMPLEFORMAT_IEEEFP}),
      ::testing::HasSubstr("floating-point"));
  EXPECT_THAT(message({"", 4, 4, 8, 3, PHOTOMETRIC_CIELAB}), ::testing::HasSubstr("Lab"));
}

TEST(Tiff, WhatIsWrittenComesBackWithItsRecipe) {
  const Json recipe = {{"engine", "fabric"}, {"seed", 7}};
  for (const SampleType type : {SampleType::u8, SampleType::u16}) {
    for (const int channels : {1, 2, 3, 4}) {
      const Image image = test_picture(33, 17, channels, type);
      EncodeOptions options;
      options.pixels_per_metre = 20000;
      options.metadata = make_metadata(recipe, RecipeLevel::full, "atelier");
      const auto file = encode_image(image, "tiff", options, run);
      ASSERT_TRUE(file.ok()) << file.error().message.en;
      const auto back = decode_image(*file, {}, "picture", run);
      ASSERT_TRUE(back.ok()) << back.error().message.en;
      EXPECT_TRUE(same_samples(image, *back));
      EXPECT_EQ(**read_recipe(*file, "picture"), recipe);
      EXPECT_NEAR(inspect_image(*file, "picture")->pixels_per_metre, 20000, 0.1);
      EXPECT_EQ(*file, *encode_image(image, "tiff", options, run));
    }
  }
  EXPECT_EQ(encode_image(test_picture(4, 4, 1, SampleType::f32), "tiff", {}, run).error().kind, ErrorKind::unsupported);
}

TEST(Tiff, EveryCutAndEveryChangedByteIsSurvived) {
  Layout layout{"RGB", 19, 21, 8, 3, PHOTOMETRIC_RGB, COMPRESSION_LZW};
  for (const bool tiled : {false, true}) {
    layout.tiled = tiled;
    const Bytes whole = file_of(layout);
    for (std::size_t size = 0; size < whole.size(); size += 7) {
      (void)decode_image(ByteView(whole).first(size), {}, "cut", run);
    }
    for (std::size_t i = 0; i < whole.size(); ++i) {
      for (const int change : {0x01, 0xff}) {
        Bytes changed = whole;
        changed[i] ^= static_cast<std::byte>(change);
        (void)decode_image(changed, {}, "changed", run);
      }
    }
  }
}

}  // namespace
}  // namespace atelier
