#include "fabric/net/net.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "fabric/fabric_math.h"
#include "fabric/map_set.h"
#include "fabric/net/lace.h"
#include "fabric/net/net_table.h"
#include "fabric/synthetic_cloth.h"
#include "fabric/test_surfaces.h"

namespace atelier {
namespace {

using test_surfaces::made;
using test_surfaces::raster;
using test_surfaces::same;
using test_surfaces::whole_tile;

FabricSpec spec_of(const char* material) {
  TextureRequest request;
  request.product = "gown";
  request.material = material;
  request.color = "ivory";
  request.finish = "none";
  request.size = 256;
  auto spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok()) << material << ": " << (spec.ok() ? "" : spec.error().message.en);
  return spec.ok() ? *spec : FabricSpec{};
}

double open_share(const Surface& surface) {
  double covered = 0;
  for (std::size_t i = 0; i < surface.coverage.size(); ++i) covered += surface.coverage.data()[i];
  return 1 - covered / 255 / static_cast<double>(surface.coverage.size());
}

TEST(Net, EveryKindIsMadeWithAMassInItsTradeRange) {
  for (const NetRow& row : net_rows()) {
    const FabricSpec spec = spec_of(std::string(row.id).c_str());
    EXPECT_EQ(spec.structure, "net") << row.id;
    EXPECT_GE(spec.mass_gsm, spec.mass_gsm_min) << row.id;
    EXPECT_LE(spec.mass_gsm, spec.mass_gsm_max) << row.id;
  }
}

TEST(Net, HolesAreAsMuchOfItAsTheTradeKnows) {
  for (const NetRow& row : net_rows()) {
    const FabricSpec spec = spec_of(std::string(row.id).c_str());
    const Surface surface = raster(*made(spec), whole_tile(*made(spec), 900), 2);
    if (row.net.open_max == 0) {
      EXPECT_TRUE(surface.coverage.empty()) << row.id;
      continue;
    }
    EXPECT_GE(open_share(surface), row.net.open_min) << row.id;
    EXPECT_LE(open_share(surface), row.net.open_max) << row.id;
  }
}

TEST(Net, HolesDoNotDependOnThePixels) {
  const auto tulle = made(spec_of("tulle"));
  const double fine = open_share(raster(*tulle, whole_tile(*tulle, 1400), 2));
  EXPECT_NEAR(open_share(raster(*tulle, whole_tile(*tulle, 500))), fine, 0.015);
}

TEST(Net, HexagonsAreAsWideAsAsked) {
  const FabricSpec spec = spec_of("tulle");
  const auto tulle = made(spec);
  // Every row of hexagons has one doubled side a cell: knots of pieces that run upwards.
  const double cells = std::round(tulle->tile().width_mm / spec.net.cell_mm);
  EXPECT_NEAR(tulle->tile().width_mm / cells, spec.net.cell_mm, 0.03 * spec.net.cell_mm);
  const auto& strands = dynamic_cast<const Net&>(*tulle).strands();
  double length = 0;
  for (const Strands::Piece& piece : strands.pieces()) length += piece.length;
  // A hexagon of width w has two doubled sides of its own and two single ones, w / √3 each, on an area of 0.866 w².
  const double w = spec.net.cell_mm, expected = 4 * w / std::sqrt(3.0) / (0.866 * w * w);
  EXPECT_NEAR(length / (strands.width_mm() * strands.height_mm()), expected, 0.06 * expected);
}

TEST(Net, AMovedWindowShowsTheSameSamplesForAnyThreadCount) {
  for (const char* kind : {"tulle", "mesh", "birdseye mesh", "fishnet", "guipure", "scalloped lace"}) {
    const auto net = made(spec_of(kind));
    constexpr int pixels = 210, right = 50, down = 77;
    const Surface whole = raster(*net, whole_tile(*net, pixels));
    EXPECT_TRUE(same(whole, raster(*net, whole_tile(*net, pixels), 3))) << kind;
    Window moved = whole_tile(*net, pixels);
    moved.x_mm = -moved.width_mm * right / pixels;
    moved.y_mm = moved.height_mm * down / pixels;
    EXPECT_TRUE(same(rolled(whole, right, down), raster(*net, moved))) << kind;
  }
}

TEST(Net, AWindowLargerThanTheTileRepeatsIt) {
  const auto net = made(spec_of("fishnet"));
  const Surface whole = raster(*net, whole_tile(*net, 100));
  Window twice = whole_tile(*net, 200);
  twice.width_mm *= 2;
  twice.height_mm *= 2;
  const Surface both = raster(*net, twice);
  for (int y = 0; y < 100; ++y) {
    EXPECT_EQ(std::memcmp(both.coverage.row(y), whole.coverage.row(y), 100), 0) << y;
    EXPECT_EQ(std::memcmp(both.coverage.row(y + 100) + 100, whole.coverage.row(y), 100), 0) << y;
  }
}

TEST(Net, MapsHaveTheColourAskedForAndAnOpacity) {
  for (const char* kind : {"tulle", "mesh", "lace"}) {
    const FabricSpec spec = spec_of(kind);
    RunContext run(1);
    const auto maps = bake_maps(spec, *made(spec), MapChoice::small, run);
    ASSERT_TRUE(maps.ok()) << kind;
    EXPECT_LE(maps->color_delta_e, 1) << kind;
    EXPECT_NE(maps->find("opacity"), nullptr) << kind;
  }
}

bool has_point(const LaceDesign& design, const LacePoint& wanted, double side) {
  for (const LaceShape& shape : design.shapes) {
    for (const LacePoint& p : shape.outline) {
      const double dx = p.x - wanted.x, dy = p.y - wanted.y;
      if (std::abs(dx - side * std::round(dx / side)) < 0.01 && std::abs(dy - side * std::round(dy / side)) < 0.01) {
        return true;
      }
    }
  }
  return false;
}

TEST(Lace, DrawingsHaveTheSymmetryOfTheirGroup) {
  constexpr double side = 40;
  for (const WallpaperGroup group :
       {WallpaperGroup::p1, WallpaperGroup::pm, WallpaperGroup::pg, WallpaperGroup::cm, WallpaperGroup::p4m}) {
    NetSpec spec;
    spec.symmetry = group;
    const LaceDesign design = draw_lace(spec, side, 5);
    for (const LaceMove& move : lace_moves(group)) {
      for (const LaceShape& shape : design.shapes) {
        const LacePoint p = shape.outline[3];
        const LacePoint q = move.of({p.x / side, p.y / side});
        EXPECT_TRUE(has_point(design, {q.x * side, q.y * side}, side)) << static_cast<int>(group);
      }
    }
  }
}

TEST(Lace, APlainRepeatHasNoMirror) {
  constexpr double side = 40;
  NetSpec spec;
  spec.symmetry = WallpaperGroup::p1;
  const LaceDesign design = draw_lace(spec, side, 5);
  const auto mirrored = std::count_if(design.shapes.begin(), design.shapes.end(), [&](const LaceShape& shape) {
    return has_point(design, {-shape.outline[3].x, shape.outline[3].y}, side);
  });
  EXPECT_LT(static_cast<double>(mirrored), 0.2 * static_cast<double>(design.shapes.size()));
}

TEST(Lace, MotifsAreCloserThanTheGround) {
  const FabricSpec spec = spec_of("lace");
  const auto lace = made(spec);
  const double tile = lace->tile().width_mm;
  const int repeats = static_cast<int>(std::lround(tile / spec.net.motif_mm));
  const LaceMask mask(draw_lace(spec.net, tile / repeats, hash32(hash32(1, 81), 1)), repeats, tile / repeats, tile);
  const Surface surface = raster(*lace, whole_tile(*lace, 700), 2);
  double inside = 0, outside = 0, motif = 0, ground = 0;
  for (int y = 0; y < 700; ++y) {
    for (int x = 0; x < 700; ++x) {
      const bool in = mask.covers((x + 0.5) * tile / 700, (700 - y - 0.5) * tile / 700);
      (in ? motif : ground) += 1;
      (in ? inside : outside) += surface.coverage.row(y)[x] / 255.0;
    }
  }
  EXPECT_GT(inside / motif, 0.75);
  EXPECT_LT(outside / ground, 0.5);
  EXPECT_GT(motif / (motif + ground), 0.15);
}

TextureRequest two_colours(const char* material) {
  TextureRequest request;
  request.product = "gown";
  request.material = material;
  request.color = "ivory and navy";
  request.finish = "none";
  request.size = 256;
  return request;
}

TEST(Net, ASecondColourIsTheGroundOfALaceAndRefusedForOneYarn) {
  const auto lace = resolve_fabric(two_colours("lace"));
  ASSERT_TRUE(lace.ok());
  const Surface surface = raster(*made(*lace), whole_tile(*made(*lace), 500));
  double cover[2] = {0, 0};
  for (std::size_t i = 0; i < surface.dye.size(); ++i)
    cover[surface.dye.data()[i]] += surface.coverage.data()[i] / 255.0;
  EXPECT_GT(cover[0], 0.2 * cover[1]);
  EXPECT_GT(cover[1], 0.2 * cover[0]);
  const auto tulle = resolve_fabric(two_colours("tulle"));
  ASSERT_FALSE(tulle.ok());
  EXPECT_EQ(tulle.error().kind, ErrorKind::invalid_argument);
  EXPECT_TRUE(tulle.error().message.en.starts_with("color:")) << tulle.error().message.en;
}

TEST(Net, NumbersThatNoNetHasAreRefusedByName) {
  FabricSpec spec = spec_of("tulle");
  spec.net.strand_mm = -1;
  const auto structure = make_structure(spec);
  ASSERT_FALSE(structure.ok());
  EXPECT_EQ(structure.error().kind, ErrorKind::invalid_argument);
  EXPECT_THAT(structure.error().message.en, testing::HasSubstr("strand_mm"));
}

TEST(Net, FinishesOfClosedClothAreRefused) {
  TextureRequest request;
  request.product = "gown";
  request.material = "tulle";
  request.color = "ivory";
  request.finish = "coated";
  const auto spec = resolve_fabric(request);
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(spec.error().kind, ErrorKind::invalid_argument);
}

}  // namespace
}  // namespace atelier
