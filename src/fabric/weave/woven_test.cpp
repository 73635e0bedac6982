#include "fabric/weave/woven.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "fabric/test_specs.h"
#include "imaging/test_targets.h"

namespace atelier {
namespace {

using namespace test_specs;

std::unique_ptr<Structure> made(const FabricSpec& spec) {
  auto structure = make_structure(spec);
  EXPECT_TRUE(structure.ok());
  return std::move(structure).value();
}

Window whole_tile(const Structure& structure, int pixels) {
  return {0, 0, structure.tile().width_mm, structure.tile().height_mm, pixels, pixels, true};
}

Surface raster(const Structure& structure, const Window& window, int threads = 1) {
  auto surface = structure.raster(window, RunContext(threads));
  EXPECT_TRUE(surface.ok());
  return std::move(surface).value();
}

template <class T>
void expect_same(const Plane<T>& a, const Plane<T>& b, const char* name) {
  ASSERT_EQ(a.size(), b.size()) << name;
  EXPECT_TRUE(a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0) << name;
}

void expect_same(const Surface& a, const Surface& b) {
  expect_same(a.height_mm, b.height_mm, "height");
  expect_same(a.part, b.part, "part");
  expect_same(a.dye, b.dye, "dye");
  expect_same(a.shade, b.shade, "shade");
  expect_same(a.tangent_x, b.tangent_x, "tangent_x");
  expect_same(a.tangent_y, b.tangent_y, "tangent_y");
  expect_same(a.coverage, b.coverage, "coverage");
  expect_same(a.slope_variance, b.slope_variance, "slope_variance");
  expect_same(a.fuzz, b.fuzz, "fuzz");
  expect_same(a.fuzz_tangent_x, b.fuzz_tangent_x, "fuzz_tangent_x");
  expect_same(a.fuzz_tangent_y, b.fuzz_tangent_y, "fuzz_tangent_y");
}

template <class T>
void expect_rolled(const Plane<T>& whole, const Plane<T>& moved, int right, int down, const char* name) {
  ASSERT_EQ(whole.size(), moved.size()) << name;
  if (whole.empty()) return;
  const int w = whole.width(), h = whole.height();
  int different = 0;
  for (int y = 0; y < h; ++y) {
    for (int x = 0; x < w; ++x) {
      different += moved.row(y)[x] != whole.row((y + down) % h)[(x + right) % w] ? 1 : 0;
    }
  }
  EXPECT_EQ(different, 0) << name;
}

TEST(Woven, PartsAtCrossingsAreTheWeave) {
  for (const FabricSpec& spec : {poplin(), denim(), houndstooth(), charmeuse(), oxford(), canvas(), tweed(), chino()}) {
    SCOPED_TRACE(spec.fabric);
    const auto structure = made(spec);
    const WeaveMatrix weave = make_weave(spec.weave).value();
    const Tile& tile = structure->tile();
    // Nine pixels a crossing of a corner of 12 × 12 crossings; the middle one is at the crossing's centre.
    const Window window{0, 0, 12 * tile.width_mm / tile.ends, 12 * tile.height_mm / tile.picks, 108, 108, false};
    const Surface surface = raster(*structure, window);
    int wrong = 0;
    for (int j = 0; j < 12; ++j) {
      for (int i = 0; i < 12; ++i) {
        const auto part = static_cast<Part>(surface.part.row(107 - (9 * j + 4))[9 * i + 4]);
        wrong += part != (weave.warp_up(j, i) ? Part::warp : Part::weft) ? 1 : 0;
      }
    }
    EXPECT_EQ(wrong, 0);
  }
}

TEST(Woven, AWindowMovedByWholePixelsIsTheTileRolled) {
  for (const FabricSpec& spec : {poplin(), denim(), houndstooth(), linen(), ripstop(), flannel(), down_nylon()}) {
    SCOPED_TRACE(spec.fabric);
    const auto structure = made(spec);
    constexpr int n = 510;
    const Surface whole = raster(*structure, whole_tile(*structure, n));
    Window window = whole_tile(*structure, n);
    const int right = n / 3, down = n / 5;
    window.x_mm = structure->tile().width_mm * right / n;
    window.y_mm = -structure->tile().height_mm * down / n;
    const Surface moved = raster(*structure, window);
    expect_rolled(whole.height_mm, moved.height_mm, right, down, "height");
    expect_rolled(whole.part, moved.part, right, down, "part");
    expect_rolled(whole.dye, moved.dye, right, down, "dye");
    expect_rolled(whole.shade, moved.shade, right, down, "shade");
    expect_rolled(whole.tangent_x, moved.tangent_x, right, down, "tangent_x");
    expect_rolled(whole.tangent_y, moved.tangent_y, right, down, "tangent_y");
    expect_rolled(whole.coverage, moved.coverage, right, down, "coverage");
    expect_rolled(whole.slope_variance, moved.slope_variance, right, down, "slope_variance");
    expect_rolled(whole.fuzz, moved.fuzz, right, down, "fuzz");
  }
}

TEST(Woven, EveryInstructionSetGivesTheSameSamples) {
  for (const FabricSpec& spec : {denim(), houndstooth(), linen(), flannel(), down_nylon()}) {
    SCOPED_TRACE(spec.fabric);
    const auto structure = made(spec);
    const Window window = whole_tile(*structure, 301);
    const Surface best = raster(*structure, window);
    on_every_instruction_set([&] { expect_same(best, raster(*structure, window)); });
  }
}

TEST(Woven, TheNumberOfThreadsChangesNothing) {
  for (const FabricSpec& spec : {denim(), linen(), down_nylon()}) {
    const auto structure = made(spec);
    const Window window = whole_tile(*structure, 333);
    const Surface one = raster(*structure, window, 1);
    expect_same(one, raster(*structure, window, 2));
    expect_same(one, raster(*structure, window, 3));
  }
}

TEST(Woven, EqualSpecsGiveEqualSamplesAndSeedsDiffer) {
  FabricSpec spec = poplin();
  const auto structure = made(spec);
  const Surface first = raster(*structure, whole_tile(*structure, 128));
  expect_same(first, raster(*made(spec), whole_tile(*structure, 128)));
  spec.seed = 2;
  const Surface other = raster(*made(spec), whole_tile(*structure, 128));
  EXPECT_NE(std::memcmp(first.shade.data(), other.shade.data(), first.shade.size() * sizeof(float)), 0);
}

TEST(Woven, HeightsAndShadesAreFiniteAndInReason) {
  for (const FabricSpec& spec : {poplin(), denim(), houndstooth(), charmeuse(), tweed(), linen(), oxford(), canvas()}) {
    SCOPED_TRACE(spec.fabric);
    const auto structure = made(spec);
    for (const int pixels : {64, 200, 1024}) {
      const Surface surface = raster(*structure, whole_tile(*structure, pixels));
      const double reach = 1.5 * (spec.warp.diameter_mm + spec.weft.diameter_mm);
      for (std::size_t i = 0; i < surface.height_mm.size(); ++i) {
        ASSERT_TRUE(std::abs(surface.height_mm.data()[i]) < reach) << surface.height_mm.data()[i];
        ASSERT_TRUE(surface.shade.data()[i] > 0.05F && surface.shade.data()[i] < 4) << surface.shade.data()[i];
        const double x = surface.tangent_x.data()[i], y = surface.tangent_y.data()[i];
        ASSERT_NEAR(std::sqrt(x * x + y * y), 127, 2);
      }
    }
  }
}

TEST(Woven, ThreadsAcrossTheTileAreAsManyAsTheTileSays) {
  // Count by the strongest comb of the height's column means: multiples of the repeat, then whole threads of it.
  const FabricSpec spec = poplin();
  const auto structure = made(spec);
  const Surface surface = raster(*structure, whole_tile(*structure, 1024));
  std::vector<double> means(1024);
  for (int y = 0; y < 1024; ++y) {
    for (int x = 0; x < 1024; ++x) means[x] += surface.height_mm.row(y)[x];
  }
  int best = 0;
  double strongest = 0;
  for (int waves = 20; waves < 400; ++waves) {
    double re = 0, im = 0;
    for (int x = 0; x < 1024; ++x) {
      re += means[x] * std::cos(2 * M_PI * waves * x / 1024);
      im += means[x] * std::sin(2 * M_PI * waves * x / 1024);
    }
    if (re * re + im * im > strongest) {
      strongest = re * re + im * im;
      best = waves;
    }
  }
  EXPECT_EQ(best, structure->tile().ends);
  EXPECT_NEAR(best / structure->tile().width_mm * 10, spec.ends_per_cm, spec.ends_per_cm * 0.015);
}

TEST(Woven, FilamentFloatsCloseOverWhatIsSunkBetweenThem) {
  const auto structure = made(charmeuse());
  const WeaveMatrix weave = make_weave(charmeuse().weave).value();
  const Tile& tile = structure->tile();
  // Eleven pixels a crossing of 20 × 20 crossings; the middle row of each.
  const Window window{0, 0, 20 * tile.width_mm / tile.ends, 20 * tile.height_mm / tile.picks, 220, 220, false};
  const Surface surface = raster(*structure, window);
  int sunken = 0, shown = 0;
  for (int j = 0; j < 20; ++j) {
    for (int i = 0; i < 20; ++i) {
      if (weave.warp_up(j, i)) continue;
      ++sunken;
      for (int x = 11 * i; x < 11 * (i + 1); ++x) {
        shown += surface.part.row(219 - (11 * j + 5))[x] == static_cast<std::uint8_t>(Part::weft) ? 1 : 0;
      }
    }
  }
  ASSERT_EQ(sunken, 80);
  EXPECT_GE(shown, sunken) << "the weave can still be read";
  EXPECT_LE(shown, 5 * sunken) << "less than half of a sunken crossing is seen";
}

TEST(Woven, RaisedFibresAreCombedAlongTheWarpAndFillWhatIsDeep) {
  FabricSpec spec = flannel();
  spec.finish.brushed = 0.7;
  const auto structure = made(spec);
  const Window window = whole_tile(*structure, 600);
  const Surface raised = raster(*structure, window);
  spec.finish.brushed = 0;
  const Surface plain = raster(*made(spec), window);
  const auto along_warp = [](const Surface& surface) {
    double sum = 0;
    for (std::size_t i = 0; i < surface.tangent_y.size(); ++i) sum += std::abs(surface.tangent_y.data()[i]) / 127.0;
    return sum / static_cast<double>(surface.tangent_y.size());
  };
  EXPECT_GT(along_warp(raised), along_warp(plain) + 0.1);
  const auto lowest = [](const Surface& surface) {
    return *std::min_element(surface.height_mm.data(), surface.height_mm.data() + surface.height_mm.size());
  };
  EXPECT_GT(lowest(raised), 0.6F * lowest(plain));
}

TEST(Woven, TuftsOfWoollenYarnDifferInTone) {
  FabricSpec spec = tweed();
  const auto spread = [&](double fibre_um) {
    for (YarnSpec* thread : {&spec.warp, &spec.weft}) {
      thread->fibre_pitch_um = fibre_um;
      thread->twist_deg = 17;
      thread->color_sigma_l = 3;
    }
    const Surface surface = raster(*made(spec), {0, 0, 1.2, 12, 100, 1000, false});
    double sum = 0, squares = 0, count = 0;
    for (std::size_t i = 0; i < surface.shade.size(); ++i) {
      if (surface.part.data()[i] != static_cast<std::uint8_t>(Part::warp)) continue;
      sum += surface.shade.data()[i];
      squares += surface.shade.data()[i] * surface.shade.data()[i];
      ++count;
    }
    return std::sqrt(squares / count - sum / count * sum / count) / (sum / count);
  };
  EXPECT_GT(spread(27), spread(20)) << "carded fibres are blended, finer ones less";
}

TEST(Woven, NoBroadBlotchesShowTheRepeatOfTheTile) {
  for (const FabricSpec& spec : {denim(), tweed(), poplin(), canvas()}) {
    SCOPED_TRACE(spec.fabric);
    const auto structure = made(spec);
    constexpr int n = 512, blocks = 8, side = n / blocks;
    const Surface surface = raster(*structure, whole_tile(*structure, n));
    double sum = 0, squares = 0;
    for (int block = 0; block < blocks * blocks; ++block) {
      double mean = 0;
      for (int i = 0; i < side * side; ++i) {
        mean += surface.shade.row(block / blocks * side + i / side)[block % blocks * side + i % side];
      }
      mean /= side * side;
      sum += mean;
      squares += mean * mean;
    }
    const double mean = sum / (blocks * blocks);
    EXPECT_LT(std::sqrt(squares / (blocks * blocks) - mean * mean) / mean, 0.015);
  }
}

struct Face {
  double warp, weft, height_mm, shade;
};

Face face_of(const Surface& surface) {
  Face face{};
  const auto pixels = static_cast<double>(surface.part.size());
  for (std::size_t i = 0; i < surface.part.size(); ++i) {
    face.warp += surface.part.data()[i] == static_cast<std::uint8_t>(Part::warp) ? 1 / pixels : 0;
    face.weft += surface.part.data()[i] == static_cast<std::uint8_t>(Part::weft) ? 1 / pixels : 0;
    face.height_mm += surface.height_mm.data()[i] / pixels;
    face.shade += surface.shade.data()[i] / pixels;
  }
  return face;
}

TEST(Woven, FromFarTheClothShowsWhatItShowsFromNear) {
  for (const FabricSpec& spec : {denim(), charmeuse(), houndstooth(), chino()}) {
    SCOPED_TRACE(spec.fabric);
    const auto structure = made(spec);
    const Face near = face_of(raster(*structure, whole_tile(*structure, 1600)));
    for (const int pixels : {700, 400, 256, 100, 64}) {
      SCOPED_TRACE(pixels);
      const Surface surface = raster(*structure, whole_tile(*structure, pixels));
      EXPECT_FALSE(surface.slope_variance.empty());
      const Face far = face_of(surface);
      EXPECT_NEAR(far.warp, near.warp, 0.035);
      EXPECT_NEAR(far.weft, near.weft, 0.035);
      EXPECT_NEAR(far.shade, near.shade, 0.03);
      EXPECT_NEAR(far.height_mm, near.height_mm, 0.1 * std::abs(near.height_mm));
    }
  }
}

TEST(Woven, NumbersThatCannotBeWovenAreNamed) {
  const auto refused = [](const FabricSpec& spec) {
    const auto structure = make_structure(spec);
    return structure.ok() ? std::string("made") : structure.error().message.en;
  };
  FabricSpec spec = poplin();
  spec.ends_per_cm = std::nan("");
  EXPECT_THAT(refused(spec), testing::HasSubstr("ends_per_cm"));
  spec = poplin();
  spec.warp.diameter_mm = 0;
  EXPECT_THAT(refused(spec), testing::HasSubstr("diameter_mm"));
  spec = poplin();
  spec.dyes.clear();
  EXPECT_THAT(refused(spec), testing::HasSubstr("dyes"));
  spec = poplin();
  spec.structure = "spun";
  EXPECT_THAT(refused(spec), testing::HasSubstr("spun"));
}

TEST(Woven, CalenderingFlattensAndCoatingFills) {
  const auto relief = [](const FabricSpec& spec) {
    const auto structure = made(spec);
    const Surface surface = raster(*structure, whole_tile(*structure, 1400));
    const auto [low, high] =
        std::minmax_element(surface.height_mm.data(), surface.height_mm.data() + surface.height_mm.size());
    return std::pair{*low, *high};
  };
  FabricSpec spec = canvas();
  const auto plain = relief(spec);
  spec.finish.calender = 0.8;
  EXPECT_LT(relief(spec).second, plain.second);
  spec.finish = {};
  spec.finish.coat_um = 25;
  EXPECT_GT(relief(spec).first, plain.first);
}

TEST(Woven, StopsWhenAsked) {
  const auto structure = made(poplin());
  Cancellation stop;
  stop.request();
  const auto surface = structure->raster(whole_tile(*structure, 64), RunContext(2, &stop));
  ASSERT_FALSE(surface.ok());
  EXPECT_EQ(surface.error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace atelier
