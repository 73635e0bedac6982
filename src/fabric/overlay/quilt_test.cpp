#include "fabric/overlay/quilt.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "fabric/overlay/membrane.h"
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

constexpr QuiltSpec::Layout layouts[] = {
    QuiltSpec::Layout::horizontal, QuiltSpec::Layout::vertical, QuiltSpec::Layout::box,     QuiltSpec::Layout::diamond,
    QuiltSpec::Layout::wave,       QuiltSpec::Layout::onion,    QuiltSpec::Layout::chevron, QuiltSpec::Layout::hexagon};

FabricSpec quilted(QuiltSpec::Layout layout, double spacing_mm) {
  FabricSpec spec = test_specs::down_nylon();
  spec.quilt.layout = layout;
  spec.quilt.spacing_mm = spacing_mm;
  return spec;
}

TEST(Quilt, EveryLayoutRollsExactlyAndIsTheSameOnAnyNumberOfThreads) {
  for (const QuiltSpec::Layout layout : layouts) {
    SCOPED_TRACE(static_cast<int>(layout));
    const auto structure = make_structure(quilted(layout, 25));
    ASSERT_TRUE(structure.ok());
    const Tile& tile = structure.value()->tile();
    constexpr int n = 200;
    const Window whole{0, 0, tile.width_mm, tile.height_mm, n, n, true};
    Window moved = whole;
    moved.x_mm = tile.width_mm * 70 / n;
    moved.y_mm = tile.height_mm * 30 / n;
    const Surface first = structure.value()->raster(whole, RunContext(1)).value();
    const Surface second = structure.value()->raster(moved, RunContext(3)).value();
    int different = 0;
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        const int from_y = (y + n - 30) % n, from_x = (x + 70) % n;
        different += second.height_mm.row(y)[x] != first.height_mm.row(from_y)[from_x] ? 1 : 0;
        different += second.part.row(y)[x] != first.part.row(from_y)[from_x] ? 1 : 0;
      }
    }
    EXPECT_EQ(different, 0);
  }
}

// Pockets between the stitched pixels of a tile that wraps, smaller ones than `least` pixels left out.
int pockets(const std::vector<Seam>& seams, double tile_mm, int side) {
  Membrane sheet{side, std::vector<std::uint8_t>(static_cast<std::size_t>(side) * side), {}};
  for (const Seam& seam : seams) {
    for (double along = 0; along < seam.length_mm(); along += 0.3 * tile_mm / side) {
      const SeamPlace place = seam.at(along);
      const auto cell = [&](double mm) {
        return ((static_cast<int>(std::floor(mm / tile_mm * side)) % side) + side) % side;
      };
      for (const double off : {0.0, 0.7 * tile_mm / side})
        sheet.held[static_cast<std::size_t>(cell(place.y_mm + off)) * side + cell(place.x_mm + off)] = 1;
    }
  }
  int count = 0;
  sheet.pockets(count);
  return count;
}

TEST(Quilt, SeamsEncloseTheirPockets) {
  const auto of = [](QuiltSpec::Layout layout, double spacing_mm, double tile_mm) {
    QuiltSpec quilt;
    quilt.layout = layout;
    quilt.spacing_mm = spacing_mm;
    return pockets(quilt_seams(quilt, tile_mm), tile_mm, 256);
  };
  EXPECT_EQ(of(QuiltSpec::Layout::horizontal, 20, 80), 4);
  EXPECT_EQ(of(QuiltSpec::Layout::vertical, 40, 80), 2);
  EXPECT_EQ(of(QuiltSpec::Layout::box, 20, 80), 16);
  EXPECT_EQ(of(QuiltSpec::Layout::diamond, 80 / 3.0 / 1.4142, 80), 18);
  EXPECT_EQ(of(QuiltSpec::Layout::wave, 40, 80), 2);
  EXPECT_EQ(of(QuiltSpec::Layout::onion, 20, 80), 4);
  EXPECT_EQ(of(QuiltSpec::Layout::chevron, 40, 80), 2);
  EXPECT_EQ(of(QuiltSpec::Layout::hexagon, 28, 140), 5 * 6);
}

TEST(Quilt, AMembraneBetweenTwoLinesIsAParabola) {
  constexpr int side = 128;
  Membrane sheet{side, std::vector<std::uint8_t>(side * side), std::vector<float>(side * side, 1)};
  for (int x = 0; x < side; ++x) sheet.held[x] = 1;
  const std::vector<float> height = sheet.inflate(0.5);
  const double top = 64 * 64 / 8.0;  // pressure · length² / 8
  for (const int y : {16, 32, 64, 100}) {
    const double u = y / 128.0;
    EXPECT_NEAR(height[static_cast<std::size_t>(y) * side + 5], 4 * u * (1 - u) * top, 0.08 * top) << y;
  }
}

TEST(Quilt, WordsChooseLayoutWidthAndFilling) {
  TextureRequest request;
  request.product = "down jacket";
  request.material = "nylon";
  request.color = "navy";
  const auto quilt = [&](const char* finish) {
    request.finish = finish;
    return resolve_fabric(request).value().quilt;
  };
  EXPECT_EQ(quilt("quilted").layout, QuiltSpec::Layout::horizontal);
  EXPECT_EQ(quilt("세로 누빔").layout, QuiltSpec::Layout::vertical);
  EXPECT_EQ(quilt("стёжка сотами").layout, QuiltSpec::Layout::hexagon);
  EXPECT_EQ(quilt("onion quilt").layout, QuiltSpec::Layout::onion);
  EXPECT_THAT(quilt("micro quilt").spacing_mm, testing::AllOf(testing::Ge(20), testing::Le(30)));
  EXPECT_THAT(quilt("широкая стёжка").spacing_mm, testing::AllOf(testing::Ge(80), testing::Le(120)));
  EXPECT_LT(quilt("quilted, synthetic wadding").height_mm, 0.7 * quilt("quilted").height_mm);
  request.quilt_mm = 33;
  EXPECT_EQ(quilt("box quilt").spacing_mm, 33);
  request.finish = "none";
  EXPECT_EQ(resolve_fabric(request).error().kind, ErrorKind::invalid_argument);
  request.finish = "box quilt, onion quilt";
  EXPECT_EQ(resolve_fabric(request).error().kind, ErrorKind::invalid_argument);
}

TEST(Quilt, LiesOverClothOfAnyStructure) {
  for (const FabricSpec& cloth : {test_specs::denim(), test_specs::flannel(), test_specs::charmeuse()}) {
    FabricSpec spec = cloth;
    spec.quilt.layout = QuiltSpec::Layout::diamond;
    spec.quilt.spacing_mm = 25;
    const Surface surface = raster_of(spec, 256);
    const auto [low, high] = std::minmax_element(surface.height_mm.data(), surface.height_mm.data() + 256 * 256);
    EXPECT_GT(*high - *low, 0.7 * spec.quilt.height_mm);
  }
}

}  // namespace
}  // namespace atelier
