#include "fabric/film/film.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "fabric/film/film_table.h"
#include "fabric/map_set.h"
#include "fabric/synthetic_cloth.h"
#include "fabric/test_surfaces.h"

namespace atelier {
namespace {

using test_surfaces::made;
using test_surfaces::raster;
using test_surfaces::same;
using test_surfaces::whole_tile;

FabricSpec spec_of(std::string_view material, const char* finish = "none") {
  TextureRequest request;
  request.product = "raincoat";
  request.material = material;
  request.color = "yellow";
  request.finish = finish;
  request.size = 256;
  auto spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok()) << material << ": " << (spec.ok() ? "" : spec.error().message.en);
  return spec.ok() ? *spec : FabricSpec{};
}

TEST(Film, EveryKindIsMadeWithAMassInItsTradeRangeAndItsColour) {
  for (const FilmRow& row : film_rows()) {
    const FabricSpec spec = spec_of(row.id);
    EXPECT_EQ(spec.structure, "film") << row.id;
    EXPECT_GE(spec.mass_gsm, spec.mass_gsm_min) << row.id;
    EXPECT_LE(spec.mass_gsm, spec.mass_gsm_max) << row.id;
    RunContext run(1);
    const auto maps = bake_maps(spec, *made(spec), MapChoice::small, run);
    ASSERT_TRUE(maps.ok()) << row.id;
    EXPECT_LE(maps->color_delta_e, 1) << row.id;
  }
}

TEST(Film, AMovedWindowShowsTheSameSamplesForAnyThreadCount) {
  for (const FilmRow& row : film_rows()) {
    const auto film = made(spec_of(row.id));
    constexpr int pixels = 200, right = 50, down = 77;
    const Surface whole = raster(*film, whole_tile(*film, pixels));
    EXPECT_TRUE(same(whole, raster(*film, whole_tile(*film, pixels), 3))) << row.id;
    Window moved = whole_tile(*film, pixels);
    moved.x_mm = -moved.width_mm * right / pixels;
    moved.y_mm = moved.height_mm * down / pixels;
    EXPECT_TRUE(same(rolled(whole, right, down), raster(*film, moved))) << row.id;
  }
}

TEST(Film, DotsCoverWhatTheirPrintSays) {
  const FabricSpec spec = spec_of("N_membrane");
  const auto film = made(spec);
  ASSERT_EQ(spec.dyes.size(), 2u);
  const Surface surface = raster(*film, whole_tile(*film, 900), 2);
  const auto dots = std::count(surface.dye.data(), surface.dye.data() + surface.dye.size(), 1);
  const double radius = 0.5 * spec.film.dot_mm, pitch = spec.film.dot_pitch_mm;
  const double expected = 3.14159265 * radius * radius / (0.866 * pitch * pitch);
  EXPECT_NEAR(static_cast<double>(dots) / static_cast<double>(surface.dye.size()), expected, 0.05 * expected);
}

TEST(Film, TheFineKnitOfScubaHasItsWales) {
  const FabricSpec spec = spec_of("N_neoprene");
  const auto film = made(spec);
  EXPECT_NEAR(film->tile().width_mm / film->tile().wales, spec.film.wale_mm, 0.015 * spec.film.wale_mm);
  // Both legs of a wale lie alike about its middle: the mean over courses has a period of one wale.
  const double wale = film->tile().width_mm / film->tile().wales;
  const Surface surface = raster(*film, {0, 0, 20 * wale, 20 * wale, 400, 400, false});
  std::vector<double> profile(400, 0);
  for (int y = 0; y < 400; ++y) {
    for (int x = 0; x < 400; ++x) profile[x] += surface.height_mm.row(y)[x] / 400;
  }
  const auto difference = [&](int shift) {
    double sum = 0;
    for (int x = 0; x + shift < 400; ++x) sum += std::abs(profile[x] - profile[x + shift]);
    return sum / (400 - shift);
  };
  EXPECT_LT(difference(20), 0.6 * difference(5));
}

TEST(Film, AFilmHasNoFibresAndAKnitFaceDoes) {
  const Surface film = raster(*made(spec_of("N_tpu")), {0, 0, 5, 5, 64, 64, false});
  EXPECT_EQ(film.part.row(10)[10], static_cast<std::uint8_t>(Part::film));
  EXPECT_EQ(film.tangent_y.row(10)[10], 0);
  const Surface knit = raster(*made(spec_of("N_softshell")), {0, 0, 3, 3, 64, 64, false});
  EXPECT_EQ(knit.part.row(10)[10], static_cast<std::uint8_t>(Part::loop));
  EXPECT_GT(knit.tangent_y.row(10)[10], 60);
}

TEST(Film, FoilIsAMetalAndPvcIsSeenThrough) {
  const FabricSpec foil = spec_of("N_foil");
  ASSERT_EQ(foil.dye_surfaces.size(), 1u);
  EXPECT_EQ(foil.dye_surfaces[0].metalness, 1);
  const Surface clear = raster(*made(spec_of("N_pvc")), {0, 0, 5, 5, 64, 64, false});
  ASSERT_FALSE(clear.coverage.empty());
  EXPECT_NEAR(clear.coverage.row(5)[5], 255 * spec_of("N_pvc").film.opacity, 1);
}

TEST(Film, FoilIsFoldedIntoFlatFacets) {
  FabricSpec spec = spec_of("N_foil");
  spec.film.dent_mm = spec.film.micro_um = spec.film.dust_per_cm2 = 0;
  const auto foil = made(spec);
  const Surface surface = raster(*foil, {0, 0, 20, 20, 800, 800, false});
  // Most places are bent hardly at all, few very much.
  std::vector<float> bends;
  for (int y = 1; y < 799; y += 3) {
    const float* row = surface.height_mm.row(y);
    for (int x = 1; x < 799; ++x) bends.push_back(std::abs(row[x - 1] - 2 * row[x] + row[x + 1]));
  }
  std::sort(bends.begin(), bends.end());
  EXPECT_GT(bends[bends.size() * 99 / 100], 20 * bends[bends.size() / 2]);
}

TEST(Film, NumbersThatNoFilmHasAreRefusedByName) {
  FabricSpec spec = spec_of("N_tpu");
  spec.film.opacity = 2;
  const auto structure = make_structure(spec);
  ASSERT_FALSE(structure.ok());
  EXPECT_EQ(structure.error().kind, ErrorKind::invalid_argument);
  EXPECT_THAT(structure.error().message.en, testing::HasSubstr("opacity"));
}

}  // namespace
}  // namespace atelier
