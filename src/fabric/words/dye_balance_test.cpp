#include "fabric/words/dye_balance.h"

#include <gtest/gtest.h>

namespace atelier {
namespace {

constexpr LinearRgb ecru{0.69F, 0.60F, 0.42F};
constexpr double share = 0.14;

LinearRgb mixed(const LinearRgb& warp, const LinearRgb& weft) {
  const auto mix = [](float a, float b) { return static_cast<float>((1 - share) * a + share * b); };
  return {mix(warp.r, weft.r), mix(warp.g, weft.g), mix(warp.b, weft.b)};
}

void expect_near(const LinearRgb& a, const LinearRgb& b) {
  EXPECT_NEAR(a.r, b.r, 1e-4);
  EXPECT_NEAR(a.g, b.g, 1e-4);
  EXPECT_NEAR(a.b, b.b, 1e-4);
}

TEST(DyeBalance, WarpAndFlecksTogetherHaveTheWishedColour) {
  for (const LinearRgb wish : {LinearRgb{0.024F, 0.042F, 0.112F}, {0.063F, 0.12F, 0.262F}, {0.015F, 0.015F, 0.015F}}) {
    LinearRgb warp = wish, weft = ecru;
    balance_dyes(wish, share, warp, weft);
    expect_near(mixed(warp, weft), wish);
    EXPECT_LT(luminance(warp), luminance(wish));
  }
}

TEST(DyeBalance, ALightWishLeavesTheWeftUndyed) {
  const LinearRgb wish{0.275F, 0.381F, 0.539F};
  LinearRgb warp = wish, weft = ecru;
  balance_dyes(wish, share, warp, weft);
  expect_near(weft, ecru);
  expect_near(mixed(warp, weft), wish);
}

TEST(DyeBalance, ADarkWishTintsTheWeftNoMoreThanItMust) {
  const LinearRgb wish{0.024F, 0.042F, 0.112F};
  LinearRgb warp = wish, weft = ecru;
  balance_dyes(wish, share, warp, weft);
  EXPECT_GT(luminance(weft), 4 * luminance(warp));
  EXPECT_GT(weft.b, weft.r);
}

}  // namespace
}  // namespace atelier
