#include <gtest/gtest.h>

#include "fabric/map_set.h"
#include "fabric/structure.h"
#include "fabric/words/vocabulary.h"

namespace atelier {
namespace {

/// How many pixels of 192 × 192 over so many millimetres show the second dye.
int second_pixels(const Structure& structure, double side_mm) {
  const double side = std::min(side_mm, structure.tile().width_mm);
  const Result<Surface> surface = structure.raster({0, 0, side, side, 192, 192, false}, RunContext(1));
  EXPECT_TRUE(surface.ok());
  int count = 0;
  for (std::size_t i = 0; i < surface->dye.size(); ++i) {
    const bool mixed = !surface->other_dye.empty() && surface->dye_share.data()[i] < 250;
    count += surface->dye.data()[i] == 1 || (mixed && surface->other_dye.data()[i] == 1) ? 1 : 0;
  }
  return count;
}

TEST(TwoColours, EveryClothShowsThemOrSaysThatItTakesOne) {
  for (const MaterialRow& material : material_rows()) {
    TextureRequest request;
    request.product = "dress";
    request.material = material.id;
    request.color = "ivory and navy";
    request.finish = "none";
    request.size = 128;
    const Result<FabricSpec> spec = resolve_fabric(request);
    if (!spec.ok()) {
      EXPECT_TRUE(spec.error().message.en.starts_with("color:")) << material.id << ": " << spec.error().message.en;
      continue;
    }
    ASSERT_GE(spec->dyes.size(), 2U) << material.id;
    const Result<std::unique_ptr<Structure>> structure = make_structure(*spec);
    ASSERT_TRUE(structure.ok()) << material.id;
    EXPECT_GT(std::max(second_pixels(**structure, 4), second_pixels(**structure, 40)), 192) << material.id;
  }
}

}  // namespace
}  // namespace atelier
