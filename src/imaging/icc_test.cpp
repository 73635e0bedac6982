#include "imaging/icc.h"

#include <gmock/gmock.h>
#include <lcms2.h>

#include "imaging/jpeg_segments.h"
#include "imaging/png_chunks.h"
#include "imaging/test_pictures.h"

namespace atelier {
namespace {

const RunContext run(2);

Bytes saved(cmsHPROFILE profile) {
  cmsUInt32Number size = 0;
  cmsSaveProfileToMem(profile, nullptr, &size);
  Bytes bytes(size);
  cmsSaveProfileToMem(profile, bytes.data(), &size);
  cmsCloseProfile(profile);
  return bytes;
}

/// sRGB's primaries and white with a plain power for its curve.
Bytes power_profile(double power) {
  const cmsCIExyY white = {0.3127, 0.3290, 1};
  const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.30, 0.60, 1}, {0.15, 0.06, 1}};
  cmsToneCurve* curve = cmsBuildGamma(nullptr, power);
  cmsToneCurve* curves[3] = {curve, curve, curve};
  const Bytes bytes = saved(cmsCreateRGBProfile(&white, &primaries, curves));
  cmsFreeToneCurve(curve);
  return bytes;
}

Bytes grey_profile(double power) {
  cmsToneCurve* curve = cmsBuildGamma(nullptr, power);
  const Bytes bytes = saved(cmsCreateGrayProfile(cmsD50_xyY(), curve));
  cmsFreeToneCurve(curve);
  return bytes;
}

Image one_pixel(std::initializer_list<std::uint8_t> samples) {
  Image image(1, 1, static_cast<int>(samples.size()), SampleType::u8, ColorMeaning::srgb);
  std::copy(samples.begin(), samples.end(), image.row<std::uint8_t>(0));
  return image;
}

std::vector<int> converted(Image image, Bytes profile, bool cmyk = false) {
  const auto result = into_srgb({std::move(image), std::move(profile), cmyk}, "picture", run);
  EXPECT_TRUE(result.ok());
  const std::uint8_t* row = result->row<std::uint8_t>(0);
  return {row, row + result->row_samples()};
}

using ::testing::ElementsAre;

TEST(Icc, LinearLightBecomesSrgb) {
  // 0.5 of the light is 188 of 255 in sRGB, 0.2 is 124.
  const auto near = [](int level) { return ::testing::AllOf(::testing::Ge(level - 1), ::testing::Le(level + 1)); };
  EXPECT_THAT(converted(one_pixel({128, 51, 0}), power_profile(1)), ElementsAre(near(188), near(124), near(0)));
  EXPECT_THAT(converted(one_pixel({128, 51, 0, 77}), power_profile(1)), ElementsAre(near(188), near(124), near(0), 77));
  EXPECT_THAT(converted(one_pixel({128}), grey_profile(1)), ElementsAre(near(188)));
  EXPECT_THAT(converted(one_pixel({128, 77}), grey_profile(1)), ElementsAre(near(188), 77));
}

TEST(Icc, ThePictureIsUntouchedWhenTheProfileIsOfSrgb) {
  const Image image = test_picture(50, 40, 3, SampleType::u8);
  const auto same = into_srgb({image.clone(), srgb_profile()}, "picture", run);
  EXPECT_TRUE(same_samples(image, *same));
}

TEST(Icc, SixteenBitsStayFine) {
  Image image(2, 1, 3, SampleType::u16, ColorMeaning::srgb);
  for (int i = 0; i < 6; ++i) image.row<std::uint16_t>(0)[i] = static_cast<std::uint16_t>(30000 + 40 * i);
  const auto result = into_srgb({std::move(image), power_profile(1)}, "picture", run);
  const std::uint16_t* row = result->row<std::uint16_t>(0);
  EXPECT_NEAR(row[0] / 65535.0, 0.70685, 0.001);
  EXPECT_GT(row[3], row[0]);
  EXPECT_NE((row[3] - row[0]) % 257, 0);
}

TEST(Icc, WhatCannotBeUsedCountsAsSrgb) {
  const Bytes good = power_profile(1), grey = grey_profile(1);
  EXPECT_THAT(converted(one_pixel({128, 51, 0}), Bytes(good.begin(), good.begin() + 100)), ElementsAre(128, 51, 0));
  EXPECT_THAT(converted(one_pixel({128, 51, 0}), Bytes(300, std::byte{1})), ElementsAre(128, 51, 0));
  EXPECT_THAT(converted(one_pixel({128, 51, 0}), grey), ElementsAre(128, 51, 0));
  EXPECT_THAT(converted(one_pixel({128}), good), ElementsAre(128));
  EXPECT_THAT(converted(one_pixel({0, 0, 0, 255}), good, true), ElementsAre(0, 0, 0));
}

TEST(Icc, InkWithoutAProfileTakesItsShareOfTheLight) {
  EXPECT_THAT(converted(one_pixel({0, 128, 255, 51}), {}, true), ElementsAre(204, 102, 0));
}

TEST(Icc, TheProfileWrittenIsTheSameEveryTime) {
  EXPECT_EQ(srgb_profile(), srgb_profile());
  EXPECT_LT(srgb_profile().size(), 4096u);
}

TEST(Icc, ChangedBytesOfAProfileAreSurvived) {
  for (const Bytes& whole : {power_profile(1.8), grey_profile(2.2)}) {
    for (std::size_t i = 0; i < whole.size(); i += i < 200 ? 1 : 5) {
      Bytes changed = whole;
      changed[i] ^= std::byte{0xff};
      (void)into_srgb({test_picture(3, 2, whole.size() % 3 == 0 ? 1 : 3, SampleType::u8), changed}, "picture", run);
    }
  }
}

Bytes jpeg_with_parts(const std::vector<std::pair<int, Bytes>>& parts, int count) {
  const Bytes plain = *encode_image(test_picture(8, 8, 3, SampleType::u8), "jpeg", {}, run);
  Bytes file(plain.begin(), plain.begin() + 2);
  for (const auto& [number, bytes] : parts) {
    const std::size_t length = 2 + jpeg_icc_start.size() + 2 + bytes.size();
    for (const std::size_t value : {std::size_t{0xff}, std::size_t{0xe2}, length >> 8, length}) {
      append_byte(file, static_cast<std::uint32_t>(value));
    }
    append(file, jpeg_icc_start);
    append_byte(file, static_cast<std::uint32_t>(number));
    append_byte(file, static_cast<std::uint32_t>(count));
    append(file, bytes);
  }
  append(file, ByteView(plain).subspan(2));
  return file;
}

TEST(Icc, PartsInAJpegArePutInOrder) {
  const Bytes first = {std::byte{1}, std::byte{2}}, second = {std::byte{3}};
  const Bytes whole = {std::byte{1}, std::byte{2}, std::byte{3}};
  EXPECT_EQ(jpeg_profile(jpeg_with_parts({{1, first}, {2, second}}, 2)), whole);
  EXPECT_EQ(jpeg_profile(jpeg_with_parts({{2, second}, {1, first}}, 2)), whole);
  EXPECT_EQ(jpeg_profile(jpeg_with_parts({{1, first}}, 2)), Bytes());
  EXPECT_EQ(jpeg_profile(jpeg_with_parts({{1, first}, {1, second}}, 2)), Bytes());
}

TEST(Icc, AJpegIsShownInSrgb) {
  const Bytes profile = power_profile(1);
  const auto linear = decode_image(jpeg_with_parts({{1, profile}}, 1), {}, "picture", run);
  const auto plain = decode_image(jpeg_with_parts({}, 0), {}, "picture", run);
  ASSERT_TRUE(linear.ok() && plain.ok());
  EXPECT_GT(std::to_integer<int>(linear->data()[60]), std::to_integer<int>(plain->data()[60]));
}

}  // namespace
}  // namespace atelier
