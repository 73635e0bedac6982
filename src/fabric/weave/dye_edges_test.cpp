#include "fabric/weave/dye_edges.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace atelier {
namespace {

// Rows of a straight edge between two dyes: gaps are the distances from it, as heights of equal slopes are.
struct Edge {
  float at, slope;  // x = at + slope · y
  static constexpr int width = 8;

  SurfaceRow row(int y) const {
    SurfaceRow made;
    made.resize(width + PixelAxis::beyond);
    for (int i = 0; i < width + PixelAxis::beyond; ++i) {
      const float x = static_cast<float>(i == width + 1 ? -1 : i);
      const float from_edge = x - at - slope * static_cast<float>(y);
      made.yarn_dye[i] = from_edge < 0 ? 1 : 2;
      made.gap[i] = from_edge < 0 ? -from_edge : from_edge;
    }
    return made;
  }

  Surface surface() const {
    Surface made;
    made.other_dye = {width, 1};
    made.dye_share = {width, 1};
    std::fill_n(made.dye_share.data(), width, std::uint8_t{255});
    DyeEdges edges(width);
    for (int y = -1; y <= 1; ++y) edges.next(row(y), y - 1, 0, made);
    return made;
  }
};

TEST(DyeEdges, AnUprightEdgeSharesThePixelItPasses) {
  // The edge lies 0.3 to the right of the middle of pixel 3: of that pixel 0.8 are left of it.
  const Surface surface = Edge{3.3F, 0}.surface();
  EXPECT_NEAR(surface.dye_share.row(0)[3], 0.8 * 255, 1);
  EXPECT_EQ(surface.other_dye.row(0)[3], 2);
  for (const int x : {0, 1, 2, 4, 5, 6, 7}) EXPECT_EQ(surface.dye_share.row(0)[x], 255) << x;
}

TEST(DyeEdges, AnEdgeThroughTheMiddleHalvesThePixelWhateverItsSlope) {
  for (const float slope : {0.0F, 0.4F, 1.0F, -0.7F}) {
    const Surface surface = Edge{3.01F, slope}.surface();
    EXPECT_NEAR(surface.dye_share.row(0)[3], 128, 4) << slope;
  }
}

TEST(DyeEdges, TheFirstAndTheLastPixelKnowTheirNeighboursBeyond) {
  EXPECT_NEAR((Edge{-0.7F, 0}.surface().dye_share.row(0)[0]), 255, 1);
  EXPECT_NEAR((Edge{-0.3F, 0}.surface().dye_share.row(0)[0]), 0.8 * 255, 1);
  EXPECT_NEAR((Edge{7.3F, 0}.surface().dye_share.row(0)[7]), 0.8 * 255, 1);
}

}  // namespace
}  // namespace atelier
