#include "fabric/knit/knitted.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <set>

#include "fabric/knit/chart.h"
#include "fabric/knit/knits_table.h"
#include "fabric/map_set.h"
#include "fabric/words/vocabulary.h"

namespace atelier {
namespace {

FabricSpec knit_of(std::string_view material, std::string_view color = "navy", std::string_view finish = "none",
                   std::string_view product = "sweater") {
  TextureRequest request;
  request.product = product;
  request.material = material;
  request.color = color;
  request.finish = finish;
  const Result<FabricSpec> spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok()) << material << ": " << (spec.ok() ? "" : spec.error().message.en);
  return spec.ok() ? *spec : FabricSpec{};
}

std::unique_ptr<Structure> made_of(const FabricSpec& spec) {
  Result<std::unique_ptr<Structure>> made = make_structure(spec);
  EXPECT_TRUE(made.ok()) << spec.fabric;
  return made.ok() ? std::move(*made) : nullptr;
}

Surface rastered(const Structure& structure, const Window& window, int threads = 1) {
  RunContext run(threads);
  Result<Surface> surface = structure.raster(window, run);
  EXPECT_TRUE(surface.ok());
  return std::move(*surface);
}

Window whole(const Tile& tile, int size_px) {
  return {0, 0, tile.width_mm, tile.height_mm, size_px, size_px, true};
}

/// How strongly a series of samples, one period long, swings `times` times.
double harmonic(const std::vector<double>& samples, int times) {
  std::complex<double> sum = 0;
  const auto count = static_cast<double>(samples.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    sum += samples[i] * std::polar(1.0, -2 * std::numbers::pi * times * static_cast<double>(i) / count);
  }
  return std::abs(sum) / count;
}

/// The number of swings that rows (or columns) of heights have most, by the mean of their spectra around `near`.
int strongest(const Surface& surface, bool along_x, int from, int to) {
  const int size = surface.window.width_px;
  std::vector<double> power(static_cast<std::size_t>(to - from + 1));
  for (int line = 0; line < size; line += 64) {
    std::vector<double> samples(static_cast<std::size_t>(size));
    for (int i = 0; i < size; ++i) {
      samples[i] = along_x ? surface.height_mm.row(line)[i] : surface.height_mm.row(i)[line];
    }
    for (int times = from; times <= to; ++times) power[times - from] += harmonic(samples, times);
  }
  return from + static_cast<int>(std::max_element(power.begin(), power.end()) - power.begin());
}

template <class T>
void expect_rolled(const Plane<T>& base, const Plane<T>& moved, int right, int down, const char* name) {
  ASSERT_EQ(base.empty(), moved.empty()) << name;
  int differing = 0;
  for (int y = 0; y < base.height(); ++y) {
    for (int x = 0; x < base.width(); ++x) {
      const T& there = base.row((y + down) % base.height())[(x + right) % base.width()];
      if (moved.row(y)[x] != there) ++differing;
    }
  }
  EXPECT_EQ(differing, 0) << name;
}

void expect_rolled(const Surface& base, const Surface& moved, int right, int down) {
  expect_rolled(base.height_mm, moved.height_mm, right, down, "height");
  expect_rolled(base.shade, moved.shade, right, down, "shade");
  expect_rolled(base.part, moved.part, right, down, "part");
  expect_rolled(base.dye, moved.dye, right, down, "dye");
  expect_rolled(base.tangent_x, moved.tangent_x, right, down, "tangent x");
  expect_rolled(base.tangent_y, moved.tangent_y, right, down, "tangent y");
  expect_rolled(base.coverage, moved.coverage, right, down, "coverage");
  expect_rolled(base.fuzz, moved.fuzz, right, down, "fuzz");
}

double holes_share(const Surface& surface) {
  std::size_t holes = 0;
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    holes += surface.part.data()[i] == static_cast<std::uint8_t>(Part::hole) ? 1 : 0;
  }
  return static_cast<double>(holes) / static_cast<double>(surface.part.size());
}

TEST(Knitted, EveryRowWeighsWhatTheTradeSays) {
  for (const KnitRow& row : knit_rows()) {
    EXPECT_GE(knit_mass(row), row.mass_min) << row.id;
    EXPECT_LE(knit_mass(row), row.mass_max) << row.id;
  }
}

TEST(Knitted, YarnsHaveTheDiametersOfTheirCounts) {
  EXPECT_NEAR(knit_yarn(*find_knit("K01")).diameter_mm, 0.166, 0.002);
  EXPECT_NEAR(knit_yarn(*find_knit("K05")).diameter_mm, 0.354, 0.004);
  EXPECT_NEAR(knit_yarn(*find_knit("K06")).diameter_mm, 0.99, 0.01);
  EXPECT_NEAR(knit_yarn(*find_knit("K07")).diameter_mm, 0.112, 0.002);
}

TEST(Knitted, EveryChartAndMotifIsWholeAndSmall) {
  for (const ChartRow& row : chart_rows()) {
    const Result<Chart> chart = make_chart(row.id);
    ASSERT_TRUE(chart.ok()) << row.id;
    EXPECT_EQ(chart->stitches.size(), static_cast<std::size_t>(chart->wales) * chart->courses) << row.id;
    EXPECT_LE(chart->wales, 64) << row.id;
  }
  for (const MotifRow& row : motif_rows()) {
    const Result<Motif> motif = make_motif(row.id);
    ASSERT_TRUE(motif.ok()) << row.id;
    EXPECT_EQ(motif->dyes.size(), static_cast<std::size_t>(motif->wales) * motif->courses) << row.id;
  }
}

TEST(Knitted, ATileHoldsTheStitchesOfTheTable) {
  for (const KnitRow& row : knit_rows()) {
    FabricSpec spec = knit_of(row.id);
    const Result<Tile> made = knit_tile(spec);
    ASSERT_TRUE(made.ok()) << row.id;
    const Tile& tile = *made;
    EXPECT_NEAR(10 * tile.wales / tile.width_mm / row.wales_per_cm, 1, 0.015) << row.id;
    EXPECT_NEAR(10 * tile.courses / tile.height_mm / row.courses_per_cm, 1, 0.015) << row.id;
  }
}

TEST(Knitted, EveryKnitIsMadeInEveryFinishThatItIsNotRefused) {
  int made = 0;
  for (const KnitRow& row : knit_rows()) {
    for (const FinishRow& finish : finish_rows()) {
      TextureRequest request;
      request.product = "sweater";
      request.material = row.id;
      request.color = "navy and white";
      request.finish = finish.id;
      const Result<FabricSpec> spec = resolve_fabric(request);
      if (!spec.ok()) continue;
      EXPECT_TRUE(knit_tile(*spec).ok()) << row.id << " " << finish.id;
      ++made;
    }
  }
  EXPECT_GT(made, 15 * static_cast<int>(knit_rows().size()));
}

TEST(Knitted, LoopsCountedOnTheSurfaceAreThoseOfTheTile) {
  for (const char* material : {"jersey", "merino", "tricot"}) {
    FabricSpec spec = knit_of(material);
    spec.knit.spirality_deg = 0;  // a line upwards stays in its wale
    const auto made = made_of(spec);
    ASSERT_TRUE(made);
    const Tile& tile = made->tile();
    const Surface surface = rastered(*made, whole(tile, 1024));
    EXPECT_EQ(strongest(surface, true, tile.wales * 2 / 3, tile.wales * 4 / 3), tile.wales) << material;
    EXPECT_EQ(strongest(surface, false, tile.courses * 2 / 3, tile.courses * 4 / 3), tile.courses) << material;
  }
}

TEST(Knitted, AWindowMovedByPixelsShowsTheSame) {
  for (const char* material : {"jersey", "rib", "pointelle", "cable knit", "fair isle"}) {
    const auto made = made_of(knit_of(material));
    ASSERT_TRUE(made);
    const Tile& tile = made->tile();
    constexpr int size = 384;
    const Window window = whole(tile, size);
    Window moved = window;
    moved.x_mm = 131 * tile.width_mm / size;
    moved.y_mm = -77 * tile.height_mm / size;
    expect_rolled(rastered(*made, window), rastered(*made, moved), 131, 77);
  }
}

TEST(Knitted, ThreadsDoNotChangeASample) {
  const auto made = made_of(knit_of("aran"));
  ASSERT_TRUE(made);
  const Window window = whole(made->tile(), 300);
  expect_rolled(rastered(*made, window, 1), rastered(*made, window, 3), 0, 0);
}

// The mean height of pixels whose column has the stitch.
double mean_height(const LoopField& loops, const Surface& surface, const Chart& chart, Stitch stitch) {
  double sum = 0;
  int count = 0;
  const int size = surface.window.width_px;
  const double column_px = static_cast<double>(size) / loops.columns();
  for (int column = 0; column < loops.columns(); ++column) {
    if (chart.at(column % chart.wales, 0) != stitch) continue;
    for (int y = 0; y < size; y += 3) {
      sum += surface.height_mm.row(y)[static_cast<int>((column + 0.5) * column_px)];
      ++count;
    }
  }
  return sum / count;
}

TEST(Knitted, KnitColumnsOfARibStandAboveThePurlOnes) {
  FabricSpec spec = knit_of("rib 2x2");
  spec.knit.purl_width = 1;  // columns of equal width are easy to find
  const auto made = made_of(spec);
  ASSERT_TRUE(made);
  const auto& loops = dynamic_cast<const Knitted&>(*made).loops();
  const Surface surface = rastered(*made, whole(made->tile(), 768));
  const Chart chart = *make_chart("rib_2x2");
  const double rise =
      mean_height(loops, surface, chart, Stitch::knit) - mean_height(loops, surface, chart, Stitch::purl);
  EXPECT_GT(rise, 0.8 * spec.warp.diameter_mm);
  EXPECT_LT(rise, 3.5 * spec.warp.diameter_mm);
}

TEST(Knitted, CablesStandHigherThanAllElse) {
  const FabricSpec spec = knit_of("cable knit");
  const FabricSpec plain = [&] {
    FabricSpec changed = spec;
    changed.knit.chart = "jersey";
    return changed;
  }();
  const auto highest = [](const FabricSpec& of) {
    const auto made = made_of(of);
    const Surface surface = rastered(*made, whole(made->tile(), 384));
    return *std::max_element(surface.height_mm.data(), surface.height_mm.data() + surface.height_mm.size());
  };
  EXPECT_GT(highest(spec), highest(plain) + 1.0 * spec.warp.diameter_mm);
}

TEST(Knitted, PointelleAndPiqueHaveHolesAndJerseyHasNone) {
  for (const char* material : {"pointelle", "pique", "eyelet knit"}) {
    const auto open = made_of(knit_of(material));
    ASSERT_TRUE(open);
    const double share = holes_share(rastered(*open, whole(open->tile(), 1024)));
    EXPECT_GT(share, 0.005) << material;
    EXPECT_LT(share, 0.35) << material;
  }
  const auto closed = made_of(knit_of("jersey"));
  ASSERT_TRUE(closed);
  const Surface surface = rastered(*closed, whole(closed->tile(), 768));
  EXPECT_EQ(holes_share(surface), 0);
  EXPECT_TRUE(surface.coverage.empty());
}

TEST(Knitted, AFigureHasTheColoursOfItsChart) {
  const FabricSpec spec = knit_of("fair isle", "red and white");
  ASSERT_EQ(spec.dyes.size(), 2u);
  const auto made = made_of(spec);
  ASSERT_TRUE(made);
  const Surface surface = rastered(*made, whole(made->tile(), 512));
  const Motif motif = *make_motif("fair_isle");
  const double wished =
      static_cast<double>(std::count(motif.dyes.begin(), motif.dyes.end(), 1)) / static_cast<double>(motif.dyes.size());
  double second = 0;
  for (std::size_t i = 0; i < surface.dye.size(); ++i) {
    const double share = surface.dye_share.data()[i] / 255.0;
    second += surface.dye.data()[i] == 1 ? share : 1 - share;
  }
  EXPECT_NEAR(second / static_cast<double>(surface.dye.size()), wished, 0.05);
}

TEST(Knitted, AMelangeShowsItsFibresInTheirShares) {
  FabricSpec spec = knit_of("jersey", "grey", "melange", "T-shirt");
  ASSERT_EQ(spec.melange.shares.size(), 2u);
  spec.size_px = 512;
  const auto made = made_of(spec);
  ASSERT_TRUE(made);
  const Surface surface = rastered(*made, {3, 5, 8, 8, 800, 800, false});
  ASSERT_FALSE(surface.dye_share.empty());
  double first = 0;
  int pure = 0;
  for (std::size_t i = 0; i < surface.dye.size(); ++i) {
    const double share = surface.dye_share.data()[i] / 255.0;
    first += surface.dye.data()[i] == 0 ? share : 1 - share;
    pure += share > 0.95 ? 1 : 0;
  }
  const auto pixels = static_cast<double>(surface.dye.size());
  EXPECT_NEAR(first / pixels, spec.melange.shares[0], 0.06);
  EXPECT_GT(pure / pixels, 0.3) << "single fibres are seen";
  RunContext run(1);
  const Result<MapSet> maps = bake_maps(spec, *made, MapChoice::small, run);
  ASSERT_TRUE(maps.ok());
  EXPECT_LE(maps->color_delta_e, 1);
}

TEST(Knitted, TheMeanColourIsTheWishedOne) {
  for (const char* material : {"jersey", "cable knit", "pointelle", "pique"}) {
    FabricSpec spec = knit_of(material, "coral");
    spec.size_px = 512;
    const auto made = made_of(spec);
    ASSERT_TRUE(made);
    RunContext run(1);
    const Result<MapSet> maps = bake_maps(spec, *made, MapChoice::small, run);
    ASSERT_TRUE(maps.ok());
    EXPECT_LE(maps->color_delta_e, 1) << material;
  }
}

TEST(Knitted, FarFromItASurfaceIsSmoothAndRemembersItsSlopes) {
  const auto made = made_of(knit_of("jersey"));
  ASSERT_TRUE(made);
  const Surface near = rastered(*made, whole(made->tile(), 1536)), far = rastered(*made, whole(made->tile(), 128));
  EXPECT_TRUE(near.slope_variance.empty());
  ASSERT_FALSE(far.slope_variance.empty());
  EXPECT_GT(far.slope_variance.row(64)[64], 0.01);
}

TEST(Knitted, FinishesOfWovenClothAreRefusedWithASentence) {
  TextureRequest request;
  request.product = "T-shirt";
  request.material = "jersey";
  request.color = "navy";
  for (const char* finish : {"ripstop", "coated", "tartan", "cire"}) {
    request.finish = finish;
    const Result<FabricSpec> spec = resolve_fabric(request);
    ASSERT_FALSE(spec.ok()) << finish;
    EXPECT_THAT(spec.error().message.en, testing::StartsWith("finish: ")) << finish;
    EXPECT_FALSE(spec.error().message.ru.empty());
    EXPECT_FALSE(spec.error().message.ko.empty());
  }
}

TEST(Knitted, PatternsHaveWordsInThreeLanguages) {
  const std::pair<const char*, std::array<const char*, 3>> words[] = {
      {"aran_knit", {"Aran", "아란", "араны"}},
      {"rib_2x2", {"rib 2x2", "2x2 립", "резинка 2х2"}},
      {"garter_knit", {"garter stitch", "가터뜨기", "платочная вязка"}},
      {"moss_knit", {"moss stitch", "멍석뜨기", "жемчужная вязка"}},
      {"pointelle", {"pointelle", "포인텔", "ажурная вязка"}},
      {"fair_isle", {"Fair Isle", "페어아일", "норвежский узор"}},
      {"K06", {"cable knit", "꽈배기 니트", "косы"}},
  };
  for (const auto& [id, names] : words) {
    for (const char* name : names) EXPECT_EQ(knit_of(name).fabric, id) << name;
  }
}

TEST(Knitted, NumbersThatCannotBeKnittedAreRefusedByName) {
  FabricSpec spec = knit_of("jersey");
  spec.knit.loop_mm = 1000;
  const auto made = make_structure(spec);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::invalid_argument);
  EXPECT_THAT(made.error().message.en, testing::StartsWith("loop_mm"));
  spec = knit_of("jersey");
  spec.knit.chart = "spiral";
  EXPECT_FALSE(make_structure(spec).ok());
}

}  // namespace
}  // namespace atelier
