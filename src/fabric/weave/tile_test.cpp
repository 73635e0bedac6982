#include "fabric/weave/tile.h"

#include <gmock/gmock.h>

#include <cmath>

#include "fabric/overlay/quilt.h"
#include "fabric/test_specs.h"

namespace atelier {
namespace {

using namespace test_specs;

Result<Tile> tile_of(const FabricSpec& spec) {
  const auto weave = make_weave(spec.weave);
  return make_tile(spec, weave.value());
}

TEST(Tile, HoldsWholePeriodsWithinThePromisedChange) {
  for (const FabricSpec& spec : {poplin(), denim(), houndstooth(), charmeuse(), down_nylon(), tweed(), linen(),
                                 oxford(), canvas(), chino(), ripstop()}) {
    SCOPED_TRACE(spec.fabric);
    const auto made = tile_of(spec);
    ASSERT_TRUE(made.ok());
    const ThreadPeriods periods = thread_periods(spec, *make_weave(spec.weave));
    EXPECT_EQ(made->ends % periods.ends, 0);
    EXPECT_EQ(made->picks % periods.picks, 0);
    EXPECT_GE(made->ends, 40);
    EXPECT_GE(made->picks, 40);
    EXPECT_LT(std::abs(made->ends_per_cm / spec.ends_per_cm - 1), 0.015);
    EXPECT_LT(std::abs(made->picks_per_cm / spec.picks_per_cm - 1), 0.015);
    EXPECT_DOUBLE_EQ(made->width_mm, made->height_mm);
  }
}

TEST(Tile, IsAbout170OfTheFinestPitch) {
  EXPECT_NEAR(tile_of(poplin())->width_mm, 32.7, 4);
  EXPECT_NEAR(tile_of(denim())->width_mm, 60.7, 6);
}

TEST(Tile, KeepsTheSideAskedFor) {
  FabricSpec spec = poplin();
  spec.tile_mm = 40;
  EXPECT_DOUBLE_EQ(tile_of(spec)->width_mm, 40);
}

TEST(Tile, NamesTheNearestSideThatFits) {
  FabricSpec spec = tweed();
  spec.tile_mm = 31;
  const auto made = tile_of(spec);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::invalid_argument);
  EXPECT_THAT(made.error().message.en, testing::HasSubstr("tile_mm"));
  double nearest = 0;
  ASSERT_EQ(std::sscanf(made.error().hint.en.c_str(), "the nearest side that does is %lf mm", &nearest), 1);
  spec.tile_mm = nearest;
  EXPECT_TRUE(tile_of(spec).ok());
}

TEST(Tile, HoldsWholeQuiltSpacings) {
  const FabricSpec spec = down_nylon();
  const auto made = tile_of(spec);
  ASSERT_TRUE(made.ok());
  const int lines = quilt_lines(spec, made->height_mm);
  EXPECT_EQ(lines, 2);
  EXPECT_NEAR(made->height_mm / lines, spec.quilt.spacing_mm, spec.quilt.spacing_mm * 0.05);
}

}  // namespace
}  // namespace atelier
