#include "fabric/overlay/quilt.h"

#include <gtest/gtest.h>

#include <cmath>

#include "fabric/test_specs.h"

namespace atelier {
namespace {

Surface raster_of(const FabricSpec& spec, int pixels, Tile* tile = nullptr) {
  const auto structure = make_structure(spec);
  const Tile& own = structure.value()->tile();
  if (tile) *tile = own;
  return structure.value()->raster({0, 0, own.width_mm, own.height_mm, pixels, pixels, true}, RunContext(1)).value();
}

double row_mean(const Surface& surface, int row) {
  double sum = 0;
  for (int x = 0; x < surface.window.width_px; ++x) sum += surface.height_mm.row(row)[x];
  return sum / surface.window.width_px;
}

TEST(Quilt, PillowsRiseBetweenTheSeamsByAboutTheirHeight) {
  const FabricSpec spec = test_specs::down_nylon();
  Tile tile;
  const Surface surface = raster_of(spec, 512, &tile);
  const int lines = quilt_lines(spec, tile.height_mm);
  for (int line = 0; line < lines; ++line) {
    const int middle = 511 - line * 512 / lines, seam = 511 - (2 * line + 1) * 512 / (2 * lines);
    EXPECT_NEAR(row_mean(surface, middle) - row_mean(surface, seam), spec.quilt.height_mm, 0.3 * spec.quilt.height_mm);
  }
}

TEST(Quilt, StitchesLieOnTheSeamsAndAreAsManyAsTheirLengthAllows) {
  const FabricSpec spec = test_specs::down_nylon();
  Tile tile;
  const Surface surface = raster_of(spec, 1024, &tile);
  const int lines = quilt_lines(spec, tile.height_mm);
  const double spacing_px = 1024.0 / lines;
  int stitched = 0, off_seam = 0, starts = 0;
  for (int y = 0; y < 1024; ++y) {
    const double from_seam = std::abs(std::remainder(1023.5 - y - spacing_px / 2, spacing_px)) * tile.height_mm / 1024;
    for (int x = 0; x < 1024; ++x) {
      if (surface.part.row(y)[x] != static_cast<std::uint8_t>(Part::stitch)) continue;
      ++stitched;
      off_seam += from_seam > 0.6 ? 1 : 0;
    }
  }
  const int seam_row = 1023 - static_cast<int>(spacing_px / 2);
  for (int x = 0; x < 1024; ++x) {
    const auto is = [&](int at) {
      return surface.part.row(seam_row)[(at + 1024) % 1024] == static_cast<std::uint8_t>(Part::stitch);
    };
    starts += is(x) && !is(x - 1) ? 1 : 0;
  }
  EXPECT_GT(stitched, 0);
  EXPECT_EQ(off_seam, 0);
  EXPECT_NEAR(starts, tile.width_mm / spec.quilt.stitch_mm, 1.5);
}

TEST(Quilt, DiamondsFitTheTileToo) {
  FabricSpec spec = test_specs::down_nylon();
  spec.quilt.layout = QuiltSpec::Layout::diamond;
  spec.quilt.spacing_mm = 50;
  const auto structure = make_structure(spec);
  ASSERT_TRUE(structure.ok());
  const Tile& tile = structure.value()->tile();
  constexpr int n = 300;
  const Window whole{0, 0, tile.width_mm, tile.height_mm, n, n, true};
  Window moved = whole;
  moved.x_mm = tile.width_mm * 100 / n;
  const Surface first = structure.value()->raster(whole, RunContext(1)).value();
  const Surface second = structure.value()->raster(moved, RunContext(1)).value();
  int different = 0;
  for (int y = 0; y < n; ++y) {
    for (int x = 0; x < n; ++x)
      different += second.height_mm.row(y)[x] != first.height_mm.row(y)[(x + 100) % n] ? 1 : 0;
  }
  EXPECT_EQ(different, 0);
}

}  // namespace
}  // namespace atelier
