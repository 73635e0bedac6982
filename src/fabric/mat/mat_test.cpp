#include <gtest/gtest.h>

#include "fabric/mat/mat_table.h"
#include "fabric/pile/strand_test_cloth.h"

namespace atelier {
namespace {

using strand_test::raster;
using strand_test::spec_of;
using strand_test::tile_window;

constexpr const char* words[] = {"felt",  "войлок", "needle-punched felt", "melton", "cashmere coating",
                                 "suede", "nubuck"};

Surface surface_of(const FabricSpec& spec, int size_px) {
  Result<std::unique_ptr<Structure>> structure = make_structure(spec);
  EXPECT_TRUE(structure.ok()) << spec.material;
  return raster(*structure.value(), tile_window(structure.value()->tile(), size_px));
}

double share_of(const Surface& surface, Part part) {
  double count = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i)
    count += surface.part.data()[i] == static_cast<std::uint8_t>(part);
  return count / static_cast<double>(surface.part.size());
}

TEST(Mat, FeltIsWhollyFibresThatLieEveryWay) {
  const Surface surface = surface_of(spec_of("hat", "felt"), 512);
  EXPECT_GT(share_of(surface, Part::fibre), 0.97);
  double xx = 0, yy = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    const double x = surface.tangent_x.data()[i], y = surface.tangent_y.data()[i];
    xx += x * x, yy += y * y;
  }
  EXPECT_NEAR(xx / yy, 1, 0.12);
}

TEST(Mat, MeltonHidesMostOfItsWeaveAndNotAll) {
  const Surface surface = surface_of(spec_of("coat", "melton"), 512);
  EXPECT_GT(share_of(surface, Part::fibre), 0.75);
  EXPECT_LT(share_of(surface, Part::fibre), 0.995);
  EXPECT_GT(share_of(surface, Part::warp), 0.001);
}

TEST(Mat, CashmereIsCombedDownTheCloth) {
  const Surface surface = surface_of(spec_of("coat", "cashmere coating"), 512);
  double x = 0, y = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    x += surface.tangent_x.data()[i];
    y += surface.tangent_y.data()[i];
  }
  EXPECT_LT(y, 0);
  EXPECT_LT(std::abs(x), 0.2 * std::abs(y));
}

// Finger marks: means over 3 mm differ by about 8 % either way, not by more.
TEST(Mat, SuedeShowsBrushMarksOfEightPercent) {
  const Surface surface = surface_of(spec_of("shoes", "suede"), 512);
  constexpr int block = 32;
  std::vector<double> means;
  for (int by = 0; by < 512; by += block) {
    for (int bx = 0; bx < 512; bx += block) {
      double sum = 0;
      for (int y = by; y < by + block; ++y) {
        for (int x = bx; x < bx + block; ++x) sum += surface.shade.row(y)[x];
      }
      means.push_back(sum / (block * block));
    }
  }
  std::sort(means.begin(), means.end());
  const double low = means[means.size() / 20], high = means[means.size() * 19 / 20], middle = means[means.size() / 2];
  EXPECT_GT((high - low) / middle, 0.08);
  EXPECT_LT((high - low) / middle, 0.30);
}

TEST(Mat, EveryRowIsInItsTradeRange) {
  for (const MatRow& row : mat_rows()) {
    EXPECT_GE(areal_mass(row), row.mass_min) << row.id;
    EXPECT_LE(areal_mass(row), row.mass_max) << row.id;
  }
}

TEST(Mat, WindowsMovedByPixelsShowTheSameAndThreadsDoNotMatter) {
  for (const char* word : words) strand_test::expect_rolls_and_threads_agree(spec_of("home", word));
}

TEST(Mat, TheEdgeOfTheTileIsNotSeen) {
  for (const char* word : words) strand_test::expect_no_seam(spec_of("home", word));
}

TEST(Mat, ColourIsMet) {
  for (const char* word : words) {
    for (const char* color : {"black", "white", "crimson"})
      strand_test::expect_color_is_met(spec_of("home", word, color, 128));
  }
}

}  // namespace
}  // namespace atelier
