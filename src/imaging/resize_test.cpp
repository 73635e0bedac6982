#include "imaging/resize.h"

#include <gtest/gtest.h>

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
        const auto resized = resize_area(image, width, height, average_in, run);
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
  EXPECT_EQ(resize_area(image, 1, 1, AverageIn::light, run)->row<std::uint8_t>(0)[0], 188);
  EXPECT_EQ(resize_area(image, 1, 1, AverageIn::samples, run)->row<std::uint8_t>(0)[0], 128);
}

TEST(Resize, DataIsNeverAveragedAsLight) {
  Image image(2, 1, 1, SampleType::u16, ColorMeaning::data);
  image.row<std::uint16_t>(0)[0] = 0;
  image.row<std::uint16_t>(0)[1] = 65535;
  EXPECT_EQ(resize_area(image, 1, 1, AverageIn::light, run)->row<std::uint16_t>(0)[0], 32768);
}

TEST(Resize, PartsOfPixelsCountByTheirArea) {
  Image image(3, 1, 1, SampleType::f32, ColorMeaning::data);
  for (int x = 0; x < 3; ++x) image.row<float>(0)[x] = static_cast<float>(x);
  const auto resized = resize_area(image, 2, 1, AverageIn::samples, run);
  EXPECT_NEAR(resized->row<float>(0)[0], (0 + 0.5) / 1.5, 1e-6);
  EXPECT_NEAR(resized->row<float>(0)[1], (0.5 + 2) / 1.5, 1e-6);
}

TEST(Resize, WhatIsTransparentLendsNoColour) {
  Image image(2, 1, 4, SampleType::u8, ColorMeaning::srgb);
  const std::uint8_t pixels[8] = {10, 200, 30, 255, 255, 255, 255, 0};
  std::copy_n(pixels, 8, image.row<std::uint8_t>(0));
  const auto resized = resize_area(image, 1, 1, AverageIn::light, run);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[0], 10);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[1], 200);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[2], 30);
  EXPECT_EQ(resized->row<std::uint8_t>(0)[3], 128);
}

TEST(Resize, ThreadsChangeNothing) {
  const Image image = test_picture(333, 211, 3, SampleType::u8);
  const auto one = resize_area(image, 100, 77, AverageIn::light, RunContext(1));
  const auto many = resize_area(image, 100, 77, AverageIn::light, RunContext(5));
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
  EXPECT_EQ(resize_area(image, 0, 4, AverageIn::light, run).error().kind, ErrorKind::invalid_argument);
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
