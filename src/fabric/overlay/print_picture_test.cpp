#include "fabric/overlay/print_picture.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/files.h"
#include "base/test_folder.h"
#include "fabric/structure.h"
#include "fabric/words/canonical.h"
#include "imaging/codec.h"

namespace atelier {
namespace {

struct Whole {
  Tile tile;
  Surface surface;
};

Whole raster_of(const FabricSpec& spec, int pixels) {
  const auto structure = make_structure(spec);
  EXPECT_TRUE(structure.ok());
  const Tile tile = structure.value()->tile();
  return {
      tile,
      structure.value()->raster({0, 0, tile.width_mm, tile.height_mm, pixels, pixels, true}, RunContext(2)).value()};
}

// How much of the face each dye has.
std::vector<double> dye_shares(const Surface& surface, std::size_t dyes) {
  std::vector<double> shares(dyes);
  for (std::size_t i = 0; i < surface.dye.size(); ++i) {
    const double share = surface.dye_share.empty() ? 1 : surface.dye_share.data()[i] / 255.0;
    shares[surface.dye.data()[i]] += share / static_cast<double>(surface.dye.size());
    if (share < 1) shares[surface.other_dye.data()[i]] += (1 - share) / static_cast<double>(surface.dye.size());
  }
  return shares;
}

TextureRequest shirt(const char* finish) {
  TextureRequest request;
  request.product = "shirt";
  request.material = "poplin";
  request.color = "white and navy";
  request.finish = finish;
  return request;
}

class PrintedPicture : public testing::Test {
 protected:
  void SetUp() override {
    file_ = (folder_ / "half.png").string();
    Image image(80, 40, 3, SampleType::u8, ColorMeaning::srgb);
    for (int y = 0; y < 40; ++y) {
      for (int x = 0; x < 80; ++x) {
        auto* pixel = image.row<std::uint8_t>(y) + 3 * x;
        pixel[0] = x < 20 ? 200 : 30, pixel[1] = 40, pixel[2] = x < 20 ? 40 : 180;
      }
    }
    const Bytes bytes = encode_image(image, "png", {}, RunContext(1)).value();
    ASSERT_TRUE(write_file(file_, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}).ok());
  }

  TextureRequest request() const {
    TextureRequest made = shirt("none");
    made.color = "white";
    made.print = file_;
    made.print_mm = 40;
    return made;
  }

  TestFolder folder_;
  std::string file_;
};

TEST_F(PrintedPicture, FillsWholeRepeatsOfTheTileInItsOwnColours) {
  const auto spec = resolve_fabric(request());
  ASSERT_TRUE(spec.ok()) << spec.error().message.en;
  ASSERT_EQ(spec->dyes.size(), 3U);
  EXPECT_DOUBLE_EQ(spec->overlay.print.aspect, 0.5);
  const auto [tile, surface] = raster_of(*spec, 320);
  const std::vector<double> shares = dye_shares(surface, 3);
  const bool red_first = spec->dyes[1].r > spec->dyes[2].r;
  EXPECT_NEAR(shares[red_first ? 1 : 2], 0.25, 0.01);
  EXPECT_NEAR(shares[red_first ? 2 : 1], 0.75, 0.01);
  const double repeats = tile.width_mm / 40;
  EXPECT_NEAR(repeats, std::round(repeats), 0.04 * repeats);
}

TEST_F(PrintedPicture, IsNamedByItsContentInRecipes) {
  const FabricSpec spec = resolve_fabric(request()).value();
  const TextureRequest again = canonical_request(spec);
  EXPECT_EQ(again.print, file_);
  EXPECT_EQ(again.print_sha256.size(), 64U);
  EXPECT_EQ(resolve_fabric(again).value(), spec);
  TextureRequest other = again;
  other.print_sha256[0] = other.print_sha256[0] == '0' ? '1' : '0';
  const auto refused = resolve_fabric(other);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid_argument);
  EXPECT_THAT(refused.error().message.en, testing::HasSubstr("print"));
  std::filesystem::remove(file_);
  const auto missing = resolve_fabric(again);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(missing.error().hint.en, testing::HasSubstr(again.print_sha256));
}

TEST_F(PrintedPicture, WhatIsNoPictureIsRefused) {
  ASSERT_TRUE(write_file(file_, "no picture at all").ok());
  const auto refused = resolve_fabric(request());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::invalid_argument);
  TextureRequest both = request();
  both.finish = "polka dots";
  EXPECT_EQ(resolve_fabric(both).error().kind, ErrorKind::invalid_argument);
  TextureRequest plain = shirt("none");
  plain.print_mm = 30;
  EXPECT_EQ(resolve_fabric(plain).error().kind, ErrorKind::invalid_argument);
}

TEST(PrintPicture, AGradientPrintsWithinFewDyes) {
  Image image(256, 64, 3, SampleType::u8, ColorMeaning::srgb);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 256; ++x) {
      auto* pixel = image.row<std::uint8_t>(y) + 3 * x;
      pixel[0] = static_cast<std::uint8_t>(40 + x * 200 / 256), pixel[1] = static_cast<std::uint8_t>(60 + y * 2),
      pixel[2] = 120;
    }
  }
  const PrintableFile made = mix_print(image, {1, 1, 1});
  EXPECT_LE(made.dyes.size(), static_cast<std::size_t>(print_dyes_max));
  double worst = 0;
  for (int y = 0; y < 64; y += 3) {
    for (int x = 0; x < 256; x += 3) {
      const std::size_t at = static_cast<std::size_t>(y) * 256 + x;
      const LinearRgb& a = made.dyes[made.picture->dye[at]];
      const LinearRgb& b = made.dyes[made.picture->other_dye[at]];
      const float share = made.picture->dye_share[at] / 255.0F;
      const LinearRgb mixed{b.r + share * (a.r - b.r), b.g + share * (a.g - b.g), b.b + share * (a.b - b.b)};
      const auto* pixel = image.row<std::uint8_t>(y) + 3 * x;
      worst = std::max(worst, delta_e_2000(to_lab(mixed), to_lab(linear_from_srgb8(pixel[0], pixel[1], pixel[2]))));
    }
  }
  EXPECT_LT(worst, 7);
}

}  // namespace
}  // namespace atelier
