#include "imaging/color.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "imaging/portable_math.h"
#include "imaging/test_targets.h"

namespace atelier {
namespace {

TEST(PortableMath, AgreesWithTheLibraryToTheLastDigits) {
  for (double x = 1e-9; x < 1e9; x *= 1.37) {
    EXPECT_NEAR(portable_cbrt(x) / std::cbrt(x), 1, 1e-15) << x;
    EXPECT_NEAR(portable_fifth_root(x) / std::pow(x, 0.2), 1, 2e-15) << x;
    EXPECT_EQ(portable_cbrt(-x), -portable_cbrt(x));
  }
  EXPECT_EQ(portable_cbrt(0), 0);
  EXPECT_EQ(portable_fifth_root(0), 0);
  for (double degrees = -725; degrees <= 725; degrees += 0.73) {
    const double radians = degrees / 180 * M_PI;
    EXPECT_NEAR(portable_sin_deg(degrees), std::sin(radians), 5e-15) << degrees;
    EXPECT_NEAR(portable_cos_deg(degrees), std::cos(radians), 5e-15) << degrees;
  }
  for (double degrees = 0.1; degrees < 360; degrees += 0.7) {
    const double radians = degrees / 180 * M_PI;
    EXPECT_NEAR(portable_angle_deg(std::sin(radians), std::cos(radians)), degrees, 1e-12);
  }
  for (double x = 0; x > -140; x -= 0.37) EXPECT_NEAR(portable_exp_negative(x) / std::exp(x), 1, 1e-12) << x;
}

TEST(PortableMath, AxesAreExact) {
  EXPECT_EQ(portable_angle_deg(0, 1), 0);
  EXPECT_EQ(portable_angle_deg(1, 0), 90);
  EXPECT_EQ(portable_angle_deg(0, -1), 180);
  EXPECT_EQ(portable_angle_deg(-1, 0), 270);
  EXPECT_EQ(portable_angle_deg(0, 0), 0);
  EXPECT_EQ(portable_sin_deg(90), 1);
  EXPECT_EQ(portable_cos_deg(180), -1);
}

TEST(Srgb, TransferFollowsTheStandard) {
  for (double v = 0; v <= 1; v += 1.0 / 1024) {
    EXPECT_NEAR(srgb_decode(v), v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4), 1e-14);
    EXPECT_NEAR(srgb_encode(v), v <= 0.0031308 ? v * 12.92 : 1.055 * std::pow(v, 1 / 2.4) - 0.055, 1e-14);
    EXPECT_NEAR(srgb_encode(srgb_decode(v)), v, 1e-6);
  }
  EXPECT_EQ(srgb_decode(-1), 0);
  EXPECT_EQ(srgb_encode(2), srgb_encode(1));
  EXPECT_EQ(srgb_encode(std::nan("")), 0);
}

// Every level, the floats on both sides of every step, and a sweep of all magnitudes.
std::vector<float> interesting_light() {
  std::vector<float> light{0,
                           1,
                           -0.0f,
                           -1,
                           2,
                           0x1p-13f,
                           std::numeric_limits<float>::infinity(),
                           -std::numeric_limits<float>::infinity(),
                           std::nanf(""),
                           1e-40f};
  for (int level = 0; level < 255; ++level) {
    light.push_back(static_cast<float>(srgb_decode(level / 255.0)));
    const float step = static_cast<float>(srgb_decode((level + 0.5) / 255));
    for (float x : {std::nextafter(step, 0.0f), step, std::nextafter(step, 1.0f)}) light.push_back(x);
  }
  for (std::uint32_t bits = std::bit_cast<std::uint32_t>(1e-6f); bits < std::bit_cast<std::uint32_t>(1.1f);
       bits += 997) {
    light.push_back(std::bit_cast<float>(bits));
  }
  return light;
}

TEST(Srgb, EightBitRowsAreCorrectlyRounded) {
  const std::vector<float> light = interesting_light();
  std::vector<std::uint8_t> encoded(light.size());
  encode_srgb(light, encoded);
  for (std::size_t i = 0; i < light.size(); ++i) {
    const double exact = srgb_encode(light[i]) * 255;
    ASSERT_NEAR(encoded[i], exact, 0.5 + 2e-5) << light[i];  // 2e-5: half a float's spacing at a step
  }
}

TEST(Srgb, SixteenBitRowsAreWithinSixTenthsOfALevel) {
  const std::vector<float> light = interesting_light();
  std::vector<std::uint16_t> encoded(light.size());
  encode_srgb(light, encoded);
  double worst = 0;
  for (std::size_t i = 0; i < light.size(); ++i) {
    worst = std::max(worst, std::fabs(encoded[i] - srgb_encode(light[i]) * 65535));
  }
  EXPECT_LE(worst, 0.6);
}

TEST(Srgb, EveryLevelSurvivesARoundTrip) {
  std::vector<std::uint8_t> levels(256), back(256);
  std::vector<std::uint16_t> levels16(65536), back16(65536);
  for (int i = 0; i < 256; ++i) levels[i] = static_cast<std::uint8_t>(i);
  for (int i = 0; i < 65536; ++i) levels16[i] = static_cast<std::uint16_t>(i);
  std::vector<float> light(256), light16(65536);
  decode_srgb(levels, light);
  encode_srgb(light, back);
  EXPECT_EQ(levels, back);
  decode_srgb(levels16, light16);
  encode_srgb(light16, back16);
  EXPECT_EQ(levels16, back16);
}

TEST(Srgb, RowsAreEqualOnEveryProcessor) {
  const std::vector<float> light = interesting_light();
  std::vector<std::uint8_t> first8, now8(light.size());
  std::vector<std::uint16_t> first16, now16(light.size());
  on_every_instruction_set([&] {
    encode_srgb(light, now8);
    encode_srgb(light, now16);
    if (first8.empty()) first8 = now8, first16 = now16;
    EXPECT_EQ(now8, first8);
    EXPECT_EQ(now16, first16);
  });
}

TEST(Color, SpacesMatchKnownColours) {
  const Lab red = to_lab(linear_from_srgb8(255, 0, 0));
  EXPECT_NEAR(red.l, 53.24, 0.01);
  EXPECT_NEAR(red.a, 80.09, 0.01);
  EXPECT_NEAR(red.b, 67.20, 0.01);
  const Lab white = to_lab(LinearRgb{1, 1, 1});
  EXPECT_NEAR(white.l, 100, 1e-3);
  EXPECT_NEAR(white.a, 0, 0.01);
  EXPECT_NEAR(white.b, 0, 0.01);
  const OkLab blue = to_oklab(linear_from_srgb8(0, 0, 255));
  EXPECT_NEAR(blue.l, 0.452014, 1e-5);
  EXPECT_NEAR(blue.a, -0.032457, 1e-5);
  EXPECT_NEAR(blue.b, -0.311528, 1e-5);
}

TEST(Color, SpacesRoundTrip) {
  for (int r = 0; r < 256; r += 51) {
    for (int g = 0; g < 256; g += 51) {
      for (int b = 0; b < 256; b += 51) {
        const LinearRgb c =
            linear_from_srgb8(static_cast<std::uint8_t>(r), static_cast<std::uint8_t>(g), static_cast<std::uint8_t>(b));
        const LinearRgb through_lab = to_linear(to_xyz(to_lab(c)));
        const LinearRgb through_ok = to_linear(to_oklab(c));
        EXPECT_NEAR(through_lab.r, c.r, 1e-6);
        EXPECT_NEAR(through_lab.g, c.g, 1e-6);
        EXPECT_NEAR(through_lab.b, c.b, 1e-6);
        EXPECT_NEAR(through_ok.r, c.r, 1e-6);
        EXPECT_NEAR(through_ok.g, c.g, 1e-6);
        EXPECT_NEAR(through_ok.b, c.b, 1e-6);
      }
    }
  }
}

TEST(Color, HexIsClamped) {
  EXPECT_EQ(to_hex(linear_from_srgb8(0x1a, 0x2b, 0x3c)), "#1a2b3c");
  EXPECT_EQ(to_hex(LinearRgb{-1, 2, std::nanf("")}), "#00ff00");
}

}  // namespace
}  // namespace atelier
