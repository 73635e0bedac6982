#include "fabric/maps/seam_check.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace atelier {
namespace {

/// Yarns of a slowly changing height across the tile; `jump` is added at the right edge.
Image yarns(int count, double jump) {
  Image map(320, 320, 1, SampleType::u16, ColorMeaning::data);
  for (int y = 0; y < 320; ++y) {
    for (int x = 0; x < 320; ++x) {
      const double wave =
          std::sin(std::numbers::pi * count * (x + 0.5) / 320) * std::sin(std::numbers::pi * count * (y + 0.5) / 320);
      map.row<std::uint16_t>(y)[x] = static_cast<std::uint16_t>(20000 + 9000 * wave + (x > 310 ? jump * (x - 310) : 0));
    }
  }
  return map;
}

SeamCheck checked(const Image& map, int yarns_per_side) {
  RunContext run(2);
  return check_seams(map, yarns_per_side, yarns_per_side, run).value();
}

TEST(SeamCheck, ASeamlessTilePasses) {
  const SeamCheck check = checked(yarns(20, 0), 20);
  EXPECT_TRUE(check.seamless);
  EXPECT_LE(check.ratio, 1.05);
}

TEST(SeamCheck, AStepAcrossTheEdgeIsSeen) {
  const SeamCheck check = checked(yarns(20, 700), 20);
  EXPECT_FALSE(check.seamless);
  EXPECT_GT(check.rank, 0.995);
  EXPECT_GT(check.ratio, 1.05);
}

TEST(SeamCheck, AFlatMapIsSeamless) {
  Image map(16, 16, 3, SampleType::u8, ColorMeaning::data);
  std::fill_n(reinterpret_cast<std::uint8_t*>(map.data()), map.bytes(), std::uint8_t{128});
  EXPECT_TRUE(checked(map, 4).seamless);
  EXPECT_TRUE(checked(Image(1, 1, 1, SampleType::u8, ColorMeaning::data), 0).seamless);
}

}  // namespace
}  // namespace atelier
