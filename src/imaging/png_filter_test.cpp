#include "imaging/png_filter.h"
#include "imaging/test_targets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <random>

namespace atelier {
namespace {

// Straight from the PNG specification, one byte at a time.
std::uint8_t predicted(PngFilter filter, int left, int above, int corner) {
  switch (filter) {
    case PngFilter::none:
      return 0;
    case PngFilter::sub:
      return static_cast<std::uint8_t>(left);
    case PngFilter::up:
      return static_cast<std::uint8_t>(above);
    case PngFilter::average:
      return static_cast<std::uint8_t>((left + above) / 2);
    case PngFilter::paeth:
      break;
  }
  const int p = left + above - corner, pa = std::abs(p - left), pb = std::abs(p - above), pc = std::abs(p - corner);
  return static_cast<std::uint8_t>(pa <= pb && pa <= pc ? left : pb <= pc ? above : corner);
}

void expect_filtered(const Image& image, PngFilter filter) {
  const PngRows rows(image, 0, image.height());
  const std::size_t pixel = rows.pixel_bytes();
  std::vector<std::uint8_t> out(rows.row_bytes());
  for (int y = 0; y < image.height(); ++y) {
    filter_row(rows, y, filter, out.data());
    const std::uint8_t* row = rows.row(y);
    const std::uint8_t* above = rows.row(y - 1);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const bool inside = i >= pixel;
      const std::uint8_t guess =
          predicted(filter, inside ? row[i - pixel] : 0, above[i], inside ? above[i - pixel] : 0);
      ASSERT_EQ(out[i], static_cast<std::uint8_t>(row[i] - guess)) << "row " << y << " byte " << i;
    }
  }
}

TEST(PngFilter, EveryFilterFollowsTheSpecificationOnEveryProcessor) {
  std::mt19937 random(3);
  for (const int channels : {1, 3, 4}) {
    Image image(337, 40, channels, SampleType::u8, ColorMeaning::srgb);
    for (std::size_t i = 0; i < image.bytes(); ++i) {
      image.data()[i] = static_cast<std::byte>(i % 3 == 0 ? (random() & 1) * 255 : random() >> 9);
    }
    on_every_instruction_set([&] {
      for (const PngFilter filter :
           {PngFilter::none, PngFilter::sub, PngFilter::up, PngFilter::average, PngFilter::paeth}) {
        expect_filtered(image, filter);
      }
    });
  }
}

TEST(PngFilter, TheChoiceSuitsThePicture) {
  const auto chosen = [](auto value) {
    Image image(200, 64, 1, SampleType::u8, ColorMeaning::srgb);
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 200; ++x) image.row<std::uint8_t>(y)[x] = static_cast<std::uint8_t>(value(x, y));
    }
    return choose_filter(PngRows(image, 0, 64));
  };
  std::mt19937 random(1);
  std::vector<int> noise(4096);
  for (int& value : noise) value = static_cast<int>(random() >> 24);
  EXPECT_EQ(chosen([](int, int) { return 9; }), PngFilter::up);
  EXPECT_EQ(chosen([&](int x, int) { return noise[x]; }), PngFilter::up);
  EXPECT_EQ(chosen([&](int x, int) { return x % 2 * 255; }), PngFilter::up);
}

}  // namespace
}  // namespace atelier
