#include "fabric/leather/leather.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "fabric/leather/leather_table.h"
#include "fabric/map_set.h"
#include "fabric/synthetic_cloth.h"
#include "fabric/test_surfaces.h"

namespace atelier {
namespace {

using test_surfaces::made;
using test_surfaces::raster;
using test_surfaces::same;
using test_surfaces::whole_tile;

FabricSpec spec_of(const char* material, const char* finish = "none") {
  TextureRequest request;
  request.product = "leather jacket";
  request.material = material;
  request.color = "brown";
  request.finish = finish;
  request.size = 256;
  auto spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok()) << material << ": " << (spec.ok() ? "" : spec.error().message.en);
  return spec.ok() ? *spec : FabricSpec{};
}

constexpr const char* kinds[] = {
    "leather",           "nappa",          "full grain leather", "pebbled leather",   "goatskin",  "pigskin",
    "corrected leather", "patent leather", "aniline leather",    "crocodile leather", "snakeskin", "faux leather"};

TEST(Leather, EveryKindIsMadeWithAMassInItsTradeRange) {
  for (const char* kind : kinds) {
    const FabricSpec spec = spec_of(kind);
    EXPECT_EQ(spec.structure, "leather") << kind;
    EXPECT_GE(spec.mass_gsm, spec.mass_gsm_min) << kind;
    EXPECT_LE(spec.mass_gsm, spec.mass_gsm_max) << kind;
    EXPECT_NEAR(spec.mass_gsm, spec.leather.thickness_mm * 1000 * find_leather(spec.fabric)->density, 1) << kind;
  }
}

TEST(Leather, AMovedWindowShowsTheSameSamplesForAnyThreadCount) {
  for (const char* kind : {"goatskin", "pigskin", "snakeskin", "faux leather"}) {
    const auto leather = made(spec_of(kind));
    constexpr int pixels = 192, right = 50, down = 77;
    const Surface whole = raster(*leather, whole_tile(*leather, pixels));
    EXPECT_TRUE(same(whole, raster(*leather, whole_tile(*leather, pixels), 3))) << kind;
    Window moved = whole_tile(*leather, pixels);
    moved.x_mm = -moved.width_mm * right / pixels;
    moved.y_mm = moved.height_mm * down / pixels;
    EXPECT_TRUE(same(rolled(whole, right, down), raster(*leather, moved))) << kind;
  }
}

TEST(Leather, AWindowIsItsPlaceInTheTile) {
  const auto leather = made(spec_of("full grain leather"));
  const Surface whole = raster(*leather, whole_tile(*leather, 256));
  const double px = leather->tile().width_mm / 256;
  const Surface part = raster(*leather, {40 * px, 100 * px, 64 * px, 32 * px, 64, 32, false});
  for (int y = 0; y < 32; ++y) {
    const float* expected = whole.height_mm.row(256 - 100 - 32 + y) + 40;
    EXPECT_EQ(std::memcmp(part.height_mm.row(y), expected, 64 * sizeof(float)), 0) << y;
  }
}

TEST(Leather, CellsAreAsLargeAsAsked) {
  for (const char* kind : {"nappa", "goatskin", "pebbled leather"}) {
    const FabricSpec spec = spec_of(kind);
    const auto structure = made(spec);
    const auto& leather = dynamic_cast<const Leather&>(*structure);
    EXPECT_NEAR(leather.tile().width_mm / leather.cells_x(), spec.leather.cell_mm, 0.1 * spec.leather.cell_mm);
  }
}

TEST(Leather, CellsOfALatticeAreItsSquaresAndScatteredOnesDiffer) {
  const auto areas = [](double jitter) {
    const CellPoints points(CellLattice::scattered, 12, 12, jitter, 5);
    std::vector<int> count(144, 0);
    constexpr int side = 240;
    std::vector<float> u(side + cell_padding), v(side + cell_padding);
    CellRow row;
    row.resize(side);
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        u[x] = (static_cast<float>(x) + 0.5F) / 20;
        v[x] = (static_cast<float>(y) + 0.5F) / 20;
      }
      find_cells(points, u.data(), v.data(), side, row);
      for (int x = 0; x < side; ++x) ++count[row.cell[x]];
    }
    return count;
  };
  EXPECT_THAT(areas(0), testing::Each(400));
  const std::vector<int> grown = areas(0.9);
  double squares = 0;
  for (const int area : grown) squares += (area - 400.0) * (area - 400.0);
  const double spread = std::sqrt(squares / 144) / 400;
  EXPECT_GT(spread, 0.15);
  EXPECT_LT(spread, 0.5);
}

TEST(Leather, NearestPointsAreThoseThatAllPointsAgreeOn) {
  constexpr int cells = 9;
  const CellPoints points(CellLattice::scattered, cells, cells, 1, 3);
  constexpr int width = 97;
  std::vector<float> u(width + cell_padding), v(width + cell_padding);
  for (int x = 0; x < width; ++x) {
    u[x] = 9.0F * static_cast<float>(x) / width;
    v[x] = 4 + 3 * std::sin(0.7F * static_cast<float>(x));
  }
  CellRow row;
  row.resize(width);
  find_cells(points, u.data(), v.data(), width, row);
  for (int x = 0; x < width; ++x) {
    std::vector<float> all;
    for (int j = -cells; j < 2 * cells; ++j) {
      for (int i = -cells; i < 2 * cells; ++i) {
        if (std::abs(i) >= CellPoints::margin || std::abs(j) >= CellPoints::margin) continue;
        const int index = points.index(i, j);
        const float dx = u[x] - (static_cast<float>(i) + points.offset_x(index));
        const float dy = v[x] - (static_cast<float>(j) + points.offset_y(index));
        all.push_back(dx * dx + dy * dy);
      }
    }
    std::partial_sort(all.begin(), all.begin() + 2, all.end());
    EXPECT_EQ(row.nearest[x], all[0]) << x;
    EXPECT_EQ(row.second[x], all[1]) << x;
  }
}

TEST(Leather, CreasesAreAsDeepAsAsked) {
  FabricSpec spec = spec_of("goatskin");
  LeatherSpec& grain = spec.leather;
  grain.uneven = grain.fine_mm = grain.wrinkle_share = grain.dome = grain.dent_mm = grain.micro_um = 0;
  grain.pores = PoreOrder::none;
  const auto leather = made(spec);
  const Surface surface = raster(*leather, {0, 0, 10, 10, 800, 800, false});
  const auto [low, high] = std::minmax_element(surface.height_mm.data(), surface.height_mm.data() + 800 * 800);
  // Plates stand a little higher or lower than their neighbours.
  EXPECT_NEAR(*high - *low, grain.depth_mm, 0.25 * grain.depth_mm);
}

TEST(Leather, PoresAreAsManyAsTheSkinHasAndPigsAreInThrees) {
  for (const char* kind : {"full grain leather", "goatskin", "pigskin"}) {
    const FabricSpec spec = spec_of(kind);
    const auto structure = made(spec);
    const auto& leather = dynamic_cast<const Leather&>(*structure);
    const double cm2 = leather.tile().width_mm * leather.tile().height_mm / 100;
    EXPECT_NEAR(static_cast<double>(leather.pores().size()) / cm2, spec.leather.pores_per_cm2,
                0.08 * spec.leather.pores_per_cm2)
        << kind;
  }
  const FabricSpec spec = spec_of("pigskin");
  const auto structure = made(spec);
  const std::vector<Pore>& pores = dynamic_cast<const Leather&>(*structure).pores();
  ASSERT_EQ(pores.size() % 3, 0u);
  for (std::size_t i = 0; i < pores.size(); i += 3) {
    for (int k = 1; k < 3; ++k) {
      EXPECT_LT(std::hypot(pores[i].x_mm - pores[i + k].x_mm, pores[i].y_mm - pores[i + k].y_mm), 1.2);
    }
  }
}

TEST(Leather, FauxLeatherRepeatsItsPlateAndSkinDoesNot) {
  FabricSpec spec = spec_of("faux leather");
  spec.leather.dent_mm = 0;
  const auto faux = made(spec);
  const int plates = static_cast<int>(std::lround(faux->tile().width_mm / spec.leather.emboss_mm));
  ASSERT_GE(plates, 2);
  const int side = 64;
  const Surface surface = raster(*faux, whole_tile(*faux, side * plates));
  float apart = 0;
  for (int y = 0; y < side; ++y) {
    const float* row = surface.height_mm.row(y);
    for (int x = 0; x < side; ++x) apart = std::max(apart, std::abs(row[x] - row[x + side]));
  }
  EXPECT_LT(apart, 0.01 * spec.leather.depth_mm);
  const auto skin = made(spec_of("goatskin"));
  const Surface grown = raster(*skin, whole_tile(*skin, side * plates));
  EXPECT_GT(std::abs(grown.height_mm.row(3)[5] - grown.height_mm.row(3)[5 + side]), 0.001);
}

TEST(Leather, MapsHaveTheColourAskedFor) {
  for (const char* kind : kinds) {
    const FabricSpec spec = spec_of(kind);
    const auto leather = made(spec);
    RunContext run(1);
    const auto maps = bake_maps(spec, *leather, MapChoice::small, run);
    ASSERT_TRUE(maps.ok()) << kind;
    EXPECT_LE(maps->color_delta_e, 1) << kind;
  }
}

TEST(Leather, HasNoFibresAndFinerThanAPixelItIsRough) {
  const auto leather = made(spec_of("nappa"));
  const Surface far = raster(*leather, whole_tile(*leather, 64));
  EXPECT_TRUE(std::all_of(far.part.data(), far.part.data() + far.part.size(),
                          [](std::uint8_t part) { return part == static_cast<std::uint8_t>(Part::grain); }));
  EXPECT_TRUE(std::all_of(far.tangent_x.data(), far.tangent_x.data() + far.tangent_x.size(),
                          [](std::int8_t tangent) { return tangent == 0; }));
  ASSERT_FALSE(far.slope_variance.empty());
  EXPECT_GT(far.slope_variance.row(0)[0], 1e-4F);
  EXPECT_TRUE(raster(*leather, {0, 0, 5, 5, 256, 256, false}).slope_variance.empty());
}

TEST(Leather, ASecondColourStaysInTheCreases) {
  TextureRequest request;
  request.product = "leather jacket";
  request.material = "goatskin";
  request.color = "tan and black";
  request.finish = "none";
  const auto spec = resolve_fabric(request);
  ASSERT_TRUE(spec.ok());
  const Surface surface = raster(*made(*spec), {0, 0, 10, 10, 500, 500, false});
  double deep = 0, high = 0, deep_mm = 0, high_mm = 0;
  for (std::size_t i = 0; i < surface.dye.size(); ++i) {
    const bool black = surface.dye.data()[i] == 1;
    (black ? deep : high) += 1;
    (black ? deep_mm : high_mm) += surface.height_mm.data()[i];
    ASSERT_NE(surface.dye.data()[i], surface.other_dye.data()[i]);
    ASSERT_GE(surface.dye_share.data()[i], 127);
  }
  EXPECT_GT(deep / (deep + high), 0.05);
  EXPECT_LT(deep / (deep + high), 0.4);
  EXPECT_LT(deep_mm / deep, high_mm / high - 0.2 * spec->leather.depth_mm);
}

TEST(Leather, PatentShinesAndThreadFinishesAreRefused) {
  EXPECT_EQ(spec_of("patent leather").finish.clearcoat, 1);
  EXPECT_LE(spec_of("patent leather").roughness, 0.1);
  EXPECT_LT(spec_of("leather", "glossy").roughness, spec_of("leather").roughness);
  TextureRequest request;
  request.product = "leather jacket";
  request.material = "leather";
  request.color = "brown";
  request.finish = "ripstop";
  const auto spec = resolve_fabric(request);
  ASSERT_FALSE(spec.ok());
  EXPECT_EQ(spec.error().kind, ErrorKind::invalid_argument);
}

TEST(Leather, NumbersThatNoLeatherHasAreRefusedByName) {
  FabricSpec spec = spec_of("leather");
  spec.leather.cell_mm = -1;
  const auto structure = make_structure(spec);
  ASSERT_FALSE(structure.ok());
  EXPECT_EQ(structure.error().kind, ErrorKind::invalid_argument);
  EXPECT_THAT(structure.error().message.en, testing::HasSubstr("cell_mm"));
}

}  // namespace
}  // namespace atelier
