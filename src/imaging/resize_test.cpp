#include "imaging/resize.h"

#include <gtest/gtest.h>

#include <cmath>

#include "imaging/color.h"
#include "imaging/test_pictures.h"

namespace atelier {
namespace {

const RunContext run(2);

template <class T>
Image filled(int width, int height, int channels, SampleType type, ColorMeaning meaning, T value) {
  Image image(width, height, channels, type, meaning);
  for (int y = 0; y < height; ++y) std::fill_n(image.row<T>(y), image.row_samples(), value);
  return image;
}

TEST(Resize, AFlatPictureStaysFlatInEverySize) {
  for (const int level : {0, 1, 77, 128, 254, 255}) {
    const Image image = filled(37, 53, 3, SampleType::u8, ColorMeaning::srgb, static_cast<std::uint8_t>(level));
    for (const auto& [width, height] : {std::pair{1, 1}, {10, 7}, {36, 52}, {37, 53}, {80, 60}}) {
      for (const AverageIn average_in : {AverageIn::light, AverageIn::samples}) {
        const auto resized = resize(image, width, height, {Filter::area, average_in}, run);
        ASSERT_TRUE(resized.ok());
        for (std::size_t i = 0; i < resized->bytes(); ++i) ASSERT_EQ(std::to_integer<int>(resized->data()[i]), level);
      }
    }
  }
}

TEST(Resize, BlackAndWhiteMeetAtHalfTheLightOrHalfTheNumber) {
  Image image(2, 1, 1, SampleType::u8, ColorMeaning::srgb);
  image.row<std::uint8_t>(0)[0] = 0;
  image.row<std::uint8_t>(0)[1] = 255;
  EXPECT_EQ(resize(image, 1, 1, {Filter::area, AverageIn::light}, run)->row<std::uint8_t>(0)[0], 188);
  EXPECT_EQ(resize(image, 1, 1, {Filter::area, AverageIn::samples}, run)->row<std::uint8_t>(0)[0], 128);
}

TEST(Resize, DataIsNeverAveragedAsLight) {
  Image image(2, 1, 1, SampleType::u16, ColorMeaning::data);
  image.row<std::uint16_t>(0)[0] = 0;
  image.row<std::uint16_t>(0)[1] = 65535;
  EXPECT_EQ(resize(image, 1, 1, {Filter::area, AverageIn::light}, run)->row<std::uint16_t>(0)[0], 32768);
}

TEST(Resize, PartsOfPixelsCountByTheirArea) {
  Image image(3, 1, 1, SampleType::f32, ColorMeaning::data);
  for (int x = 0; x < 3; ++x) image.row<float>(0)[x] = static_cast<float>(x);
  const auto resized = resize(image, 2, 1, {Filter::area, AverageIn::samples}, run);
  EXPECT_NEAR(resized->row<float>(0)[0], (0 + 0.5) / 1.5, 1e-6);
  EXPECT_NEAR(resized->row<float>(0)[1], (0.5 + 2) / 1.5, 1e-6);
}

TEST(Resize, WhatIsTransparentLendsNoColour) {
  Image image(2, 1, 4, SampleType::u8, ColorMeaning::srgb);
  const std::uint8_t pixels[8] = {10, 200, 30, 255, 255, 255, 255, 0};
  std::copy_n(pixels, 8, image.row<std::uint8_t>(0));
  const auto resized = resize(image, 1, 1, {Filter::area, AverageIn::light}, run);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[0], 10);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[1], 200);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[2], 30);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[3], 128);
}

TEST(Resize, ThreadsChangeNothing) {
  const Image image = test_picture(333, 211, 3, SampleType::u8);
  const auto one = resize(image, 100, 77, {Filter::area, AverageIn::light}, RunContext(1));
  const auto many = resize(image, 100, 77, {Filter::area, AverageIn::light}, RunContext(5));
  EXPECT_TRUE(same_samples(*one, *many));
}

TEST(Resize, FitsKeepProportionsAndNeverEnlarge) {
  const Image image = test_picture(400, 100, 1, SampleType::u8);
  EXPECT_EQ(fit_within(image, 200, AverageIn::light, run)->height(), 50);
  EXPECT_EQ(fit_within(image, 1000, AverageIn::light, run)->width(), 400);
  EXPECT_EQ(fit_within(image, 2, AverageIn::light, run)->height(), 1);
}

TEST(Resize, NoSizeIsRefused) {
  const Image image = test_picture(4, 4, 1, SampleType::u8);
  EXPECT_EQ(resize(image, 0, 4, {Filter::area, AverageIn::light}, run).error().kind, ErrorKind::invalid_argument);
}

constexpr Filter every_filter[] = {Filter::nearest, Filter::box,     Filter::area,   Filter::bilinear,
                                   Filter::hamming, Filter::bicubic, Filter::lanczos};

TEST(Resize, EveryFilterKeepsAFlatPictureFlat) {
  for (const Filter filter : every_filter) {
    for (const AverageIn average_in : {AverageIn::light, AverageIn::samples}) {
      const Image image = filled(23, 31, 4, SampleType::u8, ColorMeaning::srgb, std::uint8_t{77});
      for (const auto& [width, height] : {std::pair{1, 1}, {7, 40}, {60, 5}, {23, 31}}) {
        const auto resized = resize(image, width, height, {filter, average_in}, run);
        ASSERT_TRUE(resized.ok());
        for (std::size_t i = 0; i < resized->bytes(); ++i) {
          ASSERT_NEAR(std::to_integer<int>(resized->data()[i]), 77, 2) << static_cast<int>(filter);
        }
      }
    }
  }
}

TEST(Resize, SixteenBitsAndFloatsGiveThePictureOfEightBits) {
  const Image narrow = test_picture(40, 30, 3, SampleType::u8);
  Image wide(40, 30, 3, SampleType::u16, ColorMeaning::srgb), real(40, 30, 3, SampleType::f32, ColorMeaning::srgb);
  for (int y = 0; y < 30; ++y) {
    for (int i = 0; i < 120; ++i) {
      wide.row<std::uint16_t>(y)[i] = static_cast<std::uint16_t>(narrow.row<std::uint8_t>(y)[i] * 257);
      real.row<float>(y)[i] = static_cast<float>(narrow.row<std::uint8_t>(y)[i]) / 255;
    }
  }
  for (const Filter filter : {Filter::nearest, Filter::box, Filter::area, Filter::bilinear, Filter::hamming}) {
    const ResizeOptions options{filter, AverageIn::samples};
    const auto a = resize(narrow, 17, 44, options, run), b = resize(wide, 17, 44, options, run),
               c = resize(real, 17, 44, options, run);
    for (int y = 0; y < 44; ++y) {
      for (int i = 0; i < 51; ++i) {
        const double level = a->row<std::uint8_t>(y)[i];
        ASSERT_NEAR(b->row<std::uint16_t>(y)[i] / 257.0, level, 1.1) << static_cast<int>(filter);
        ASSERT_NEAR(c->row<float>(y)[i] * 255, level, 1.1) << static_cast<int>(filter);
      }
    }
  }
}

TEST(Resize, SharpFiltersStayInRange) {
  Image image(8, 8, 2, SampleType::u16, ColorMeaning::srgb);
  for (int i = 0; i < 128; ++i) image.row<std::uint16_t>(0)[i] = i / 2 % 8 < 4 ? 0 : 65535;
  for (const AverageIn average_in : {AverageIn::light, AverageIn::samples}) {
    const auto resized = resize(image, 31, 31, {Filter::lanczos, average_in}, run);
    EXPECT_EQ(resized->row<std::uint16_t>(15)[0], 0);
    EXPECT_EQ(resized->row<std::uint16_t>(15)[2 * 22], 65535);
  }
}

TEST(Resize, BoxesMustLieInThePicture) {
  const Image image = test_picture(8, 6, 1, SampleType::u8);
  const auto kind = [&](const Box& box) {
    const auto resized = resize(image, 4, 4, {Filter::bilinear, AverageIn::samples, box}, run);
    return resized.ok() ? std::string("fine") : error_row(resized.error().kind).name;
  };
  EXPECT_EQ(kind({0, 0, 8, 6}), "fine");
  EXPECT_EQ(kind({0.5, 0.5, 0.6, 0.6}), "fine");
  EXPECT_EQ(kind({-0.1, 0, 8, 6}), "invalid_argument");
  EXPECT_EQ(kind({0, 0, 8, 6.5}), "invalid_argument");
  EXPECT_EQ(kind({4, 0, 4, 6}), "invalid_argument");
  EXPECT_EQ(kind({0, 0, NAN, 6}), "invalid_argument");
}

TEST(Resize, RepeatPutsCopiesSideBySide) {
  const Image image = test_picture(5, 3, 3, SampleType::u16);
  const Image repeated = repeat(image, 3, 2);
  ASSERT_EQ(repeated.width(), 15);
  ASSERT_EQ(repeated.height(), 6);
  for (int y = 0; y < 6; ++y) {
    for (int i = 0; i < 45; ++i) ASSERT_EQ(repeated.row<std::uint16_t>(y)[i], image.row<std::uint16_t>(y % 3)[i % 15]);
  }
}

}  // namespace
}  // namespace atelier
