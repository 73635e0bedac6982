#include "fabric/words/canonical.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fabric/weave/drafts/weave.h"
#include "fabric/weave/tile.h"
#include "fabric/words/taxonomy_wishes.h"

namespace atelier {
namespace {

using taxonomy_wishes::whole_taxonomy;
using taxonomy_wishes::wish;

TEST(Canonical, IdsReplayToAnEqualSpecOverTheWholeTaxonomy) {
  int built = 0;
  for (TextureRequest request : whole_taxonomy()) {
    request.seed = 99;
    request.size = 512;
    request.tile_mm = 60;
    const auto spec = resolve_fabric(request);
    if (!spec.ok()) continue;
    ++built;
    const TextureRequest canonical = canonical_request(*spec);
    const auto again = resolve_fabric(canonical);
    ASSERT_TRUE(again.ok()) << canonical.product << " " << canonical.material << " " << canonical.color << " "
                            << canonical.finish;
    EXPECT_EQ(*again, *spec) << canonical.product << " " << canonical.material << " " << canonical.color << " "
                             << canonical.finish;
    EXPECT_EQ(fabric_slug(*again), fabric_slug(*spec));
  }
  EXPECT_GT(built, 1000);
}

TEST(Canonical, AMaterialIsShownOnAProductThatIsUsuallyMadeOfIt) {
  EXPECT_EQ(usual_product(*find_material("F10")).id, "denim_jacket");
  EXPECT_EQ(usual_product(*find_material("F02")).id, "shirt");
  EXPECT_EQ(usual_product(*find_material("F20")).id, "gown") << "plausible there, the default nowhere";
}

TEST(Canonical, DefaultsResolveOrAreHonestlyUnsupported) {
  for (const TextureRequest& request : whole_taxonomy()) {
    const auto spec = resolve_fabric(request);
    if (spec.ok()) {
      EXPECT_GE(spec->mass_gsm, spec->mass_gsm_min) << request.material;
      EXPECT_LE(spec->mass_gsm, spec->mass_gsm_max) << request.material;
      EXPECT_TRUE(spec->structure != "woven" || make_weave(spec->weave).ok()) << spec->weave.id;
    } else {
      const bool of_finish = spec.error().message.en.starts_with("finish:");
      const bool one_color =
          spec.error().message.en.starts_with("color:") && request.color.find(" and ") != std::string::npos;
      EXPECT_TRUE(spec.error().kind == ErrorKind::unsupported || of_finish || one_color ||
                  request.color == "dusty #123")
          << request.product << " " << request.material << " " << request.finish << ": " << spec.error().message.en;
      EXPECT_FALSE(spec.error().message.ru.empty() || spec.error().message.ko.empty());
    }
  }
}

TEST(Canonical, EveryBuiltClothFitsATileInEveryPattern) {
  std::vector<TextureRequest> all = whole_taxonomy();
  for (const MaterialRow& material : material_rows()) {
    for (const FinishRow& finish : finish_rows()) {
      if (finish.kind == FinishKind::unseen) continue;
      all.push_back(wish("down jacket", material.id, "navy", finish.id));
      all.push_back(wish("windbreaker", material.id, "navy and white", std::string(finish.id) + ", quilt_horizontal"));
    }
  }
  for (const TextureRequest& request : all) {
    const auto spec = resolve_fabric(request);
    if (!spec.ok() || spec->structure != "woven") continue;
    const auto weave = make_weave(spec->weave);
    ASSERT_TRUE(weave.ok());
    const auto tile = make_tile(*spec, *weave);
    EXPECT_TRUE(tile.ok()) << request.product << " " << request.material << " " << request.finish << ": "
                           << (tile.ok() ? "" : tile.error().message.en);
  }
}

TEST(Canonical, SlugIsPlainAndTellsRequestsApart) {
  const auto navy = resolve_fabric(wish("пуховик", "нейлон", "тёмно-синий"));
  ASSERT_TRUE(navy.ok());
  EXPECT_THAT(fabric_slug(*navy), testing::MatchesRegex("nylon_plain_navy_[0-9a-f]{6}"));
  auto other = *navy;
  other.seed = 2;
  EXPECT_NE(fabric_slug(other), fabric_slug(*navy));
}

TEST(Canonical, ListingsNameEverything) {
  const auto all = list_fabrics();
  EXPECT_EQ(all.size(), product_rows().size() + material_rows().size() + finish_rows().size() + color_rows().size());
  const auto denim = describe_fabric("데님");
  ASSERT_TRUE(denim.ok());
  EXPECT_EQ(denim->id, "F10");
  EXPECT_TRUE(denim->built);
  EXPECT_EQ(describe_fabric("denmi").error().kind, ErrorKind::invalid_argument);
}

}  // namespace
}  // namespace atelier
