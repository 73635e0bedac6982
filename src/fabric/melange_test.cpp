#include "fabric/melange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace atelier {
namespace {

TEST(Melange, WhatLiesBelowAShareOfTheValuesCoversThatShareOfTheYarn) {
  const MelangeTexture texture(7);
  for (const double share : {0.1, 0.35, 0.8}) {
    int below = 0;
    for (int y = 0; y < MelangeTexture::along_texels; ++y) {
      for (int x = 0; x < MelangeTexture::across_texels; ++x) {
        below += texture.value(static_cast<float>(x), static_cast<float>(y)) < share ? 1 : 0;
      }
    }
    EXPECT_NEAR(static_cast<double>(below) / (MelangeTexture::along_texels * MelangeTexture::across_texels), share,
                0.001);
  }
}

TEST(Melange, ThePatternRepeatsBothWays) {
  const MelangeTexture texture(7);
  for (const float across : {-3.25F, 17.5F, 255.75F}) {
    EXPECT_FLOAT_EQ(texture.value(across, 40.5F), texture.value(across + MelangeTexture::across_texels, 40.5F));
    EXPECT_FLOAT_EQ(texture.value(across, -1.5F), texture.value(across, MelangeTexture::along_texels - 1.5F));
  }
}

TEST(Melange, FibresRunAlongTheYarn) {
  const MelangeTexture texture(3);
  double along = 0, across = 0;
  for (int i = 0; i < 4000; ++i) {
    const auto x = static_cast<float>(i * 37 % MelangeTexture::across_texels), y = static_cast<float>(i % 128);
    along += std::abs(texture.value(x, y + 1) - texture.value(x, y));
    across += std::abs(texture.value(x + MelangeTexture::texels_per_fibre, y) - texture.value(x, y));
  }
  EXPECT_GT(across, 1.5 * along);
}

TEST(Melange, DyesShareWhatLiesNearTheirBorder) {
  const std::array<double, 3> shares{0.5, 0.3, 0.2};
  EXPECT_EQ(split_melange(shares, 0.2F, 0.1F).dye, 0);
  EXPECT_EQ(split_melange(shares, 0.2F, 0.1F).share, 1);
  EXPECT_EQ(split_melange(shares, 0.65F, 0.1F).dye, 1);
  EXPECT_EQ(split_melange(shares, 0.95F, 0.1F).dye, 2);
  const MelangeSplit near = split_melange(shares, 0.51F, 0.1F);
  EXPECT_EQ(near.dye, 1);
  EXPECT_EQ(near.other, 0);
  EXPECT_NEAR(near.share, 0.6, 1e-5);
}

TEST(Melange, ABlendIsDarkerThanTheMeanOfItsLights) {
  const std::array<LinearRgb, 2> dyes{LinearRgb{0.8F, 0.8F, 0.05F}, LinearRgb{0.05F, 0.8F, 0.05F}};
  const std::array<double, 2> shares{0.5, 0.5};
  const LinearRgb blend = blended_color(dyes, shares);
  EXPECT_NEAR(blend.r, 0.13305, 1e-4);  // f(0.8) = 1.5564, f(0.05) = 59.375, f⁻¹(30.466)
  EXPECT_NEAR(blend.g, 0.8, 1e-5);
  EXPECT_NEAR(blend.b, 0.05, 1e-5);
}

TEST(Melange, BothFibresAreSeenAndTheirMeanIsTheWish) {
  for (const LinearRgb wish : {LinearRgb{0.4F, 0.4F, 0.4F}, LinearRgb{0.012F, 0.02F, 0.07F},
                               LinearRgb{0.45F, 0.05F, 0.06F}, LinearRgb{0.75F, 0.72F, 0.6F}}) {
    FabricSpec spec;
    spec.dyes = {wish};
    spec.color_target = wish;
    set_melange(spec);
    ASSERT_EQ(spec.dyes.size(), 2u);
    ASSERT_EQ(spec.melange.shares.size(), 2u);
    EXPECT_NEAR(spec.melange.shares[0] + spec.melange.shares[1], 1, 1e-9);
    const double mean =
        spec.melange.shares[0] * luminance(spec.dyes[0]) + spec.melange.shares[1] * luminance(spec.dyes[1]);
    EXPECT_NEAR(mean, luminance(wish), 0.03 * luminance(wish));
    const double high = std::max(luminance(spec.dyes[0]), luminance(spec.dyes[1]));
    EXPECT_GT(high, 1.8 * std::min(luminance(spec.dyes[0]), luminance(spec.dyes[1])));
  }
}

}  // namespace
}  // namespace atelier
