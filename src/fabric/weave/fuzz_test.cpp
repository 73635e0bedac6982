#include "fabric/weave/fuzz.h"

#include <gtest/gtest.h>

#include <cstring>

#include "fabric/test_specs.h"

namespace atelier {
namespace {

Surface raster_of(const FabricSpec& spec, int pixels) {
  const auto structure = make_structure(spec);
  const Tile& tile = structure.value()->tile();
  return structure.value()->raster({0, 0, tile.width_mm, tile.height_mm, pixels, pixels, true}, RunContext(1)).value();
}

TEST(Fuzz, LeavesHeightAndColourAlone) {
  FabricSpec spec = test_specs::denim();
  const Surface hairy = raster_of(spec, 400);
  test_specs::hair(spec, 0, 0);
  const Surface bare = raster_of(spec, 400);
  EXPECT_TRUE(bare.fuzz.empty());
  ASSERT_FALSE(hairy.fuzz.empty());
  EXPECT_EQ(std::memcmp(hairy.height_mm.data(), bare.height_mm.data(), bare.height_mm.size() * sizeof(float)), 0);
  EXPECT_EQ(std::memcmp(hairy.shade.data(), bare.shade.data(), bare.shade.size() * sizeof(float)), 0);
}

TEST(Fuzz, MoreHairCoversMore) {
  FabricSpec spec = test_specs::denim();
  const auto covered = [&](double per_mm) {
    test_specs::hair(spec, per_mm, 0.45);
    const Surface surface = raster_of(spec, 1024);
    double sum = 0;
    for (std::size_t i = 0; i < surface.fuzz.size(); ++i) sum += surface.fuzz.data()[i];
    return sum / static_cast<double>(surface.fuzz.size()) / 255;
  };
  const double few = covered(1), many = covered(4);
  EXPECT_GT(few, 0.005);
  EXPECT_GT(many, 2.5 * few);
  EXPECT_LT(many, 0.6);
}

}  // namespace
}  // namespace atelier
