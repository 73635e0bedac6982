#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "fabric/overlay/print.h"
#include "fabric/overlay/quilt_seams.h"
#include "fabric/test_specs.h"
#include "fabric/words/canonical.h"

namespace atelier {
namespace {

using Motif = PrintSpec::Motif;

FabricSpec printed(Motif motif, double repeat_mm) {
  FabricSpec spec = test_specs::poplin();
  spec.overlay.print.motif = motif;
  spec.overlay.print.repeat_mm = repeat_mm;
  for (int ink = 0; ink < print_inks(motif); ++ink)
    spec.dyes.push_back({0.1F * static_cast<float>(ink + 1), 0.2F, 0.1F});
  spec.target_is_mean = false;
  return spec;
}

struct Whole {
  Tile tile;
  Surface surface;
};

Whole raster_of(const FabricSpec& spec, int pixels) {
  const auto structure = make_structure(spec);
  EXPECT_TRUE(structure.ok());
  const Tile tile = structure.value()->tile();
  return {
      tile,
      structure.value()->raster({0, 0, tile.width_mm, tile.height_mm, pixels, pixels, true}, RunContext(2)).value()};
}

// How much of the face each dye has.
std::vector<double> dye_shares(const Surface& surface, std::size_t dyes) {
  std::vector<double> shares(dyes);
  for (std::size_t i = 0; i < surface.dye.size(); ++i) {
    const double share = surface.dye_share.empty() ? 1 : surface.dye_share.data()[i] / 255.0;
    shares[surface.dye.data()[i]] += share / static_cast<double>(surface.dye.size());
    if (share < 1) shares[surface.other_dye.data()[i]] += (1 - share) / static_cast<double>(surface.dye.size());
  }
  return shares;
}

double part_share(const Surface& surface, Part part) {
  const auto count =
      std::count(surface.part.data(), surface.part.data() + surface.part.size(), static_cast<std::uint8_t>(part));
  return static_cast<double>(count) / static_cast<double>(surface.part.size());
}

std::vector<FabricSpec> every_overlay() {
  std::vector<FabricSpec> specs;
  for (const Motif motif :
       {Motif::dots, Motif::stripes, Motif::floral, Motif::camo, Motif::leopard, Motif::zebra, Motif::geometric})
    specs.push_back(printed(motif, 40));
  specs.push_back(printed(Motif::dots, 20));
  specs.back().overlay.print.film_um = 30;
  const FabricSpec plain = test_specs::poplin();
  for (int which = 0; which < 9; ++which) {
    FabricSpec spec = plain;
    OverlaySpec& overlay = spec.overlay;
    if (which < 4) overlay.pleat.kind = static_cast<PleatSpec::Kind>(which + 1);
    if (which == 3) overlay.pleat.pitch_mm = 3;
    if (which == 4) overlay.crinkle.crush_mm = 0.3;
    if (which == 5) overlay.crinkle.blister_mm = 0.8;
    if (which == 6) overlay.crinkle.emboss_mm = 0.4;
    if (which == 7) overlay.moire.strength = 0.8;
    if (which == 8) overlay.embroidery.repeat_mm = 40, spec.dyes.resize(5, {0.3F, 0.3F, 0.3F});
    specs.push_back(spec);
  }
  specs.push_back(test_specs::down_nylon());
  specs.back().overlay.beads = {0.06, 0.6, 1};
  specs.back().dyes.push_back(specs.back().dyes[0]);
  return specs;
}

TEST(Overlays, RollExactlyAndAreTheSameOnAnyNumberOfThreads) {
  int number = 0;
  for (const FabricSpec& spec : every_overlay()) {
    SCOPED_TRACE(number++);
    const auto structure = make_structure(spec);
    ASSERT_TRUE(structure.ok()) << structure.error().message.en;
    const Tile& tile = structure.value()->tile();
    constexpr int n = 240, right = 83, up = 61;
    const Window whole{0, 0, tile.width_mm, tile.height_mm, n, n, true};
    Window moved = whole;
    moved.x_mm = tile.width_mm * right / n;
    moved.y_mm = tile.height_mm * up / n;
    const Surface a = structure.value()->raster(whole, RunContext(1)).value();
    const Surface b = structure.value()->raster(moved, RunContext(3)).value();
    int different = 0;
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        const int ay = (y + n - up) % n, ax = (x + right) % n;
        different += b.height_mm.row(y)[x] != a.height_mm.row(ay)[ax];
        different += b.part.row(y)[x] != a.part.row(ay)[ax];
        different += b.dye.row(y)[x] != a.dye.row(ay)[ax];
        different += b.shade.row(y)[x] != a.shade.row(ay)[ax];
        if (!a.dye_share.empty()) different += b.dye_share.row(y)[x] != a.dye_share.row(ay)[ax];
      }
    }
    EXPECT_EQ(different, 0);
  }
}

TEST(Overlays, DotsCoverTheirShareAndRepeatWithinTheTile) {
  const FabricSpec spec = printed(Motif::dots, 13);
  const auto [tile, surface] = raster_of(spec, 600);
  EXPECT_NEAR(dye_shares(surface, 2)[1], 0.18, 0.012);
  const int repeats = static_cast<int>(std::lround(tile.width_mm / 13));
  EXPECT_NEAR(tile.width_mm / repeats, 13, 13 * 0.12);
  // As the tile is one repeat further on.
  const auto share_of = [&](int x, int y) {
    const double own = surface.dye_share.row(y)[x] / 255.0;
    return surface.dye.row(y)[x] == 1 ? own : surface.other_dye.row(y)[x] == 1 ? 1 - own : 0.0;
  };
  double off = 0;
  for (int y = 0; y < 600; ++y)
    for (int x = 0; x < 600; ++x) off += std::abs(share_of(x, y) - share_of((x + 600 / repeats) % 600, y));
  EXPECT_LT(off / (600 * 600), 0.04);
}

TEST(Overlays, StripesHaveTheirWidths) {
  const auto [tile, surface] = raster_of(printed(Motif::stripes, 18), 600);
  const std::vector<double> shares = dye_shares(surface, 3);
  EXPECT_NEAR(shares[1], 1.0 / 3, 0.01);
  EXPECT_NEAR(shares[2], 1.0 / 18, 0.01);
}

TEST(Overlays, CamouflageHasItsShares) {
  const auto [tile, surface] = raster_of(printed(Motif::camo, 90), 400);
  const std::vector<double> shares = dye_shares(surface, 4);
  EXPECT_NEAR(shares[3], 0.17, 0.015);
  EXPECT_NEAR(shares[2], 0.30 * 0.83, 0.05);
  EXPECT_NEAR(shares[1], 0.42 * 0.70 * 0.83, 0.06);
  EXPECT_GT(shares[0], 0.25);
}

TEST(Overlays, MotifsLeaveGroundAndInkOfEach) {
  for (const Motif motif : {Motif::floral, Motif::leopard, Motif::zebra, Motif::geometric}) {
    SCOPED_TRACE(static_cast<int>(motif));
    const FabricSpec spec = printed(motif, 60);
    const std::vector<double> shares = dye_shares(raster_of(spec, 300).surface, spec.dyes.size());
    EXPECT_GT(shares[0], 0.2);
    for (std::size_t ink = 1; ink < shares.size(); ++ink) EXPECT_GT(shares[ink], 0.004) << ink;
  }
}

TEST(Overlays, AFilmLiesOverTheThreadsAndIsSmooth) {
  FabricSpec spec = printed(Motif::dots, 20);
  spec.overlay.print.film_um = 30;
  const auto [tile, surface] = raster_of(spec, 500);
  EXPECT_NEAR(part_share(surface, Part::film), 0.18, 0.02);
  double sum = 0, squares = 0, film = 0;
  double ground = 0, threads = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    const double z = surface.height_mm.data()[i];
    if (surface.part.data()[i] == static_cast<std::uint8_t>(Part::film)) {
      sum += z, squares += z * z, film += 1;
    } else {
      ground += z, threads += 1;
    }
  }
  EXPECT_GT(sum / film, ground / threads + 0.015);
  EXPECT_LT(std::sqrt(squares / film - sum / film * (sum / film)), 0.03);
}

TEST(Overlays, PleatsAreAsWideAsTheirPitch) {
  for (const auto& [kind, pitch_mm] : {std::pair{PleatSpec::Kind::knife, 18.0}, {PleatSpec::Kind::accordion, 9.0}}) {
    FabricSpec spec = test_specs::poplin();
    spec.overlay.pleat = {kind, pitch_mm, 2.0, 0.5};
    const auto [tile, surface] = raster_of(spec, 512);
    std::vector<double> mean(512);
    for (int y = 0; y < 512; ++y)
      for (int x = 0; x < 512; ++x) mean[x] += surface.height_mm.row(y)[x] / 512;
    int falls = 0;
    for (int x = 0; x < 512; ++x) falls += mean[x] > 0 && mean[(x + 1) % 512] <= 0;
    EXPECT_EQ(falls, std::lround(tile.width_mm / pitch_mm));
    EXPECT_NEAR(tile.width_mm / falls, pitch_mm, 0.06 * pitch_mm);
    const auto [low, high] = std::minmax_element(mean.begin(), mean.end());
    EXPECT_NEAR(*high - *low, 2.0, 0.6);
  }
}

TEST(Overlays, WrinklesBlistersAndStampsHaveTheirHeights) {
  const double flat = [] {
    const auto [tile, surface] = raster_of(test_specs::poplin(), 256);
    const auto [low, high] = std::minmax_element(surface.height_mm.data(), surface.height_mm.data() + 256 * 256);
    return *high - *low;
  }();
  const auto rise = [&](const CrinkleSpec& crinkle) {
    FabricSpec spec = test_specs::poplin();
    spec.overlay.crinkle = crinkle;
    const auto [tile, surface] = raster_of(spec, 256);
    const auto [low, high] = std::minmax_element(surface.height_mm.data(), surface.height_mm.data() + 256 * 256);
    return *high - *low - flat;
  };
  EXPECT_THAT(rise({.crush_mm = 0.3}), testing::AllOf(testing::Gt(0.4), testing::Lt(1.6)));
  EXPECT_THAT(rise({.blister_mm = 0.9}), testing::AllOf(testing::Gt(0.5), testing::Lt(1.3)));
  EXPECT_NEAR(rise({.emboss_mm = 0.45}), 0.42, 0.12);
}

TEST(Overlays, MoireKeepsTheMeanAndChangesTheShadeInBroadBands) {
  FabricSpec spec = test_specs::poplin();
  const Surface plain = raster_of(spec, 300).surface;
  spec.overlay.moire.strength = 0.8;
  const Surface watered = raster_of(spec, 300).surface;
  const auto mean = [](const Surface& surface) {
    double sum = 0;
    for (std::size_t i = 0; i < surface.shade.size(); ++i) sum += surface.shade.data()[i];
    return sum / static_cast<double>(surface.shade.size());
  };
  EXPECT_NEAR(mean(watered), mean(plain), 0.03 * mean(plain));
  const auto block_spread = [](const Surface& surface) {
    double least = 1e9, most = 0;
    for (int by = 0; by < 15; ++by) {
      for (int bx = 0; bx < 15; ++bx) {
        double sum = 0;
        for (int y = 0; y < 20; ++y)
          for (int x = 0; x < 20; ++x) sum += surface.shade.row(by * 20 + y)[bx * 20 + x];
        least = std::min(least, sum);
        most = std::max(most, sum);
      }
    }
    return most / least;
  };
  EXPECT_GT(block_spread(watered), 1.08 * block_spread(plain));
}

TEST(Overlays, DropsCoverTheirShareAndKeepClearOfSeams) {
  FabricSpec spec = test_specs::down_nylon();
  spec.dyes.push_back(spec.dyes[0]);
  spec.overlay.beads = {0.06, 0.6, 1};
  const auto [tile, surface] = raster_of(spec, 800);
  const double covered = part_share(surface, Part::film);
  EXPECT_NEAR(covered, 0.06, 0.012);
  const int lines = quilt_lines(spec, tile.height_mm);
  const double spacing_px = 800.0 / lines;
  int near_seam = 0, wet_dye = 0;
  for (int y = 0; y < 800; ++y) {
    const double from_seam = std::abs(std::remainder(799.5 - y - spacing_px / 2, spacing_px)) * tile.height_mm / 800;
    for (int x = 0; x < 800; ++x) {
      if (surface.part.row(y)[x] != static_cast<std::uint8_t>(Part::film)) continue;
      near_seam += from_seam < 0.8;
      wet_dye += surface.dye.row(y)[x] == 1;
    }
  }
  EXPECT_EQ(near_seam, 0);
  EXPECT_NEAR(wet_dye, covered * 800 * 800, 1);
  spec.overlay.beads.coverage = 0.5;
  EXPECT_EQ(make_structure(spec).error().kind, ErrorKind::invalid_argument);
}

TEST(Overlays, EmbroideryStandsOnTheClothInItsOwnDyes) {
  FabricSpec spec = test_specs::poplin();
  spec.dyes.resize(5, {0.3F, 0.1F, 0.1F});
  spec.overlay.embroidery.repeat_mm = 50;
  const auto [tile, surface] = raster_of(spec, 500);
  EXPECT_THAT(part_share(surface, Part::stitch), testing::AllOf(testing::Gt(0.08), testing::Lt(0.5)));
  double stitched = 0, count = 0;
  int wrong = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    const bool stitch = surface.part.data()[i] == static_cast<std::uint8_t>(Part::stitch);
    wrong += stitch != (surface.dye.data()[i] > 0);
    if (stitch) stitched += surface.height_mm.data()[i], count += 1;
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_THAT(stitched / count, testing::AllOf(testing::Gt(0.3), testing::Lt(0.8)));
}

TextureRequest shirt(const char* finish) {
  TextureRequest request;
  request.product = "shirt";
  request.material = "poplin";
  request.color = "white and navy";
  request.finish = finish;
  return request;
}

TEST(Overlays, WordsOfThreeLanguagesNameThem) {
  const auto overlay = [](const char* finish) { return resolve_fabric(shirt(finish)).value().overlay; };
  EXPECT_EQ(overlay("polka dots").print.motif, Motif::dots);
  EXPECT_EQ(overlay("цветочный принт").print.motif, Motif::floral);
  EXPECT_EQ(overlay("호피무늬").print.motif, Motif::leopard);
  EXPECT_EQ(overlay("камуфляж").print.motif, Motif::camo);
  EXPECT_GT(overlay("자수").embroidery.repeat_mm, 0);
  EXPECT_GT(overlay("муар").moire.strength, 0);
  EXPECT_GT(overlay("crushed").crinkle.crush_mm, 0);
  EXPECT_EQ(overlay("박스 플리츠").pleat.kind, PleatSpec::Kind::box);
  EXPECT_EQ(overlay("гофре").pleat.kind, PleatSpec::Kind::accordion);
  EXPECT_EQ(overlay("plissé").pleat.kind, PleatSpec::Kind::plisse);
  EXPECT_GT(overlay("клоке").crinkle.blister_mm, 0);
  EXPECT_GT(overlay("엠보싱").crinkle.emboss_mm, 0);
  EXPECT_GT(overlay("water beads").beads.coverage, 0);
  EXPECT_GT(overlay("polka dots, plastisol").print.film_um, 10);
  EXPECT_EQ(resolve_fabric(shirt("camo, polka dots")).error().kind, ErrorKind::invalid_argument);
}

TEST(Overlays, TwoColoursAreGroundAndMotif) {
  const FabricSpec spec = resolve_fabric(shirt("polka dots")).value();
  ASSERT_EQ(spec.dyes.size(), 2U);
  EXPECT_GT(luminance(spec.dyes[0]), 0.7);
  EXPECT_LT(luminance(spec.dyes[1]), 0.1);
  EXPECT_FALSE(spec.target_is_mean);
  EXPECT_THAT(spec.weft_order, testing::Each(0));
  EXPECT_EQ(canonical_request(spec).color, "white+navy");
}

}  // namespace
}  // namespace atelier
