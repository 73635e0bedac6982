#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "fabric/pile/pile_table.h"
#include "fabric/pile/strand_test_cloth.h"
#include "fabric/pile/torus_field.h"

namespace atelier {
namespace {

using strand_test::raster;
using strand_test::spec_of;
using strand_test::tile_window;

constexpr const char* words[] = {"velvet",         "cotton velvet", "velour",       "corduroy", "needlecord",
                                 "jumbo corduroy", "terry",         "polar fleece", "sherpa",   "faux fur"};

std::unique_ptr<Structure> cloth_of(const FabricSpec& spec) {
  Result<std::unique_ptr<Structure>> structure = make_structure(spec);
  EXPECT_TRUE(structure.ok()) << spec.material;
  return std::move(structure).value();
}

// The lag, in pixels, at which the mean profile across the cloth is most like itself.
double period_px(const Surface& surface, double expected_px) {
  const int size = surface.window.width_px;
  std::vector<double> profile(size);
  double mean = 0;
  for (int x = 0; x < size; ++x) {
    for (int y = 0; y < size; ++y) profile[x] += surface.height_mm.row(y)[x];
    mean += profile[x] / size;
  }
  // Fourier power at whole numbers of waves: the tile holds whole wales.
  int best = 0;
  double best_power = 0;
  const int expected = static_cast<int>(size / expected_px);
  for (int waves = std::max(1, expected / 2); waves <= expected + expected / 2; ++waves) {
    double real = 0, imaginary = 0;
    for (int x = 0; x < size; ++x) {
      const double angle = 2 * std::numbers::pi * waves * x / size;
      real += (profile[x] - mean) * std::cos(angle);
      imaginary += (profile[x] - mean) * std::sin(angle);
    }
    const double power = real * real + imaginary * imaginary;
    if (power > best_power) best_power = power, best = waves;
  }
  return static_cast<double>(size) / best;
}

TEST(Pile, CorduroyHasItsWalesPerInch) {
  for (const auto& [word, wales] : {std::pair{"needlecord", 21},
                                    {"14 wale corduroy", 14},
                                    {"corduroy", 11},
                                    {"wide wale corduroy", 8},
                                    {"вельвет в крупный рубчик", 8},
                                    {"점보 코듀로이", 4}}) {
    const FabricSpec spec = spec_of("chinos", word, "brown", 512);
    const auto cloth = cloth_of(spec);
    const Surface surface = raster(*cloth, tile_window(cloth->tile(), 512));
    const double pixel_mm = cloth->tile().width_mm / 512;
    const double measured = 25.4 / (period_px(surface, 25.4 / wales / pixel_mm) * pixel_mm);
    EXPECT_NEAR(measured, wales, 0.015 * wales) << word;
    EXPECT_NEAR(25.4 * cloth->tile().wales / cloth->tile().width_mm, wales, 0.015 * wales) << word;
  }
}

TEST(Pile, CorduroyIsAsHighAsItsPileAndShowsTheGroundInItsGrooves) {
  for (const char* word : {"needlecord", "corduroy", "jumbo corduroy"}) {
    const FabricSpec spec = spec_of("chinos", word, "brown", 512);
    const auto cloth = cloth_of(spec);
    const Surface surface = raster(*cloth, tile_window(cloth->tile(), 512));
    float low = 1e9F, high = -1e9F;
    int ground = 0;
    for (std::size_t i = 0; i < surface.part.size(); ++i) {
      low = std::min(low, surface.height_mm.data()[i]);
      high = std::max(high, surface.height_mm.data()[i]);
      const auto part = static_cast<Part>(surface.part.data()[i]);
      ground += part == Part::warp || part == Part::weft ? 1 : 0;
    }
    EXPECT_NEAR(high - low, spec.pile.height_mm, 0.45 * spec.pile.height_mm + 0.2) << word;
    const double share = static_cast<double>(ground) / static_cast<double>(surface.part.size());
    EXPECT_GT(share, 0.02) << word;
    EXPECT_LT(share, 0.32) << word;
  }
}

TEST(Pile, FibresOfVelvetStandAndThoseOfFurLie) {
  const FabricSpec velvet = spec_of("gown", "velvet"), fur = spec_of("faux fur coat", "faux fur");
  const auto upright = cloth_of(velvet), long_hair = cloth_of(fur);
  const double stands = strand_test::mean_flatness(raster(*upright, tile_window(upright->tile(), 256)), Part::pile);
  const double lies = strand_test::mean_flatness(raster(*long_hair, tile_window(long_hair->tile(), 256)), Part::pile);
  // sin of 12..35 degrees.
  EXPECT_GT(stands, 0.2);
  EXPECT_LT(stands, 0.57);
  EXPECT_GT(lies, 0.75);
}

// Brush marks are changes of lean, not bumps: blocks of the tile differ in direction, hardly in height.
TEST(Pile, BrushMarksOfVelvetAreLeanNotBumps) {
  const FabricSpec spec = spec_of("gown", "velvet", "teal", 384);
  const auto cloth = cloth_of(spec);
  const Surface surface = raster(*cloth, tile_window(cloth->tile(), 384));
  constexpr int blocks = 16, block = 384 / blocks;
  double lean_low = 1e9, lean_high = -1e9, height_low = 1e9, height_high = -1e9, shade_low = 1e9, shade_high = 0;
  for (int by = 0; by < blocks; ++by) {
    for (int bx = 0; bx < blocks; ++bx) {
      double lean = 0, height = 0, shade = 0;
      for (int y = by * block; y < (by + 1) * block; ++y) {
        for (int x = bx * block; x < (bx + 1) * block; ++x) {
          lean += surface.tangent_y.row(y)[x] / 127.0;
          height += surface.height_mm.row(y)[x];
          shade += surface.shade.row(y)[x];
        }
      }
      const double count = block * block;
      lean_low = std::min(lean_low, lean / count), lean_high = std::max(lean_high, lean / count);
      height_low = std::min(height_low, height / count), height_high = std::max(height_high, height / count);
      shade_low = std::min(shade_low, shade / count), shade_high = std::max(shade_high, shade / count);
    }
  }
  EXPECT_GT(lean_high - lean_low, 0.3);
  EXPECT_LT(height_high - height_low, 0.12 * spec.pile.height_mm);
  EXPECT_GT(shade_high / shade_low, 1.12);
  EXPECT_LT(shade_high / shade_low, 1.9);
}

TEST(Pile, EveryRowIsInItsTradeRange) {
  for (const PileRow& row : pile_rows()) {
    EXPECT_GE(areal_mass(row), row.mass_min) << row.id;
    EXPECT_LE(areal_mass(row), row.mass_max) << row.id;
    EXPECT_GT(row.pile.thickness_mm, 0.5 * row.pile.height_mm) << row.id;
  }
}

TEST(Pile, WindowsMovedByPixelsShowTheSameAndThreadsDoNotMatter) {
  for (const char* word : words) strand_test::expect_rolls_and_threads_agree(spec_of("home", word));
}

TEST(Pile, TheEdgeOfTheTileIsNotSeen) {
  for (const char* word : words) strand_test::expect_no_seam(spec_of("home", word));
}

TEST(Pile, ColourIsMet) {
  for (const char* word : words) {
    for (const char* color : {"black", "white", "crimson"}) {
      strand_test::expect_color_is_met(spec_of("home", word, color, 128));
    }
  }
}

TEST(Pile, EveryRowFitsATileUnderAQuilt) {
  for (const char* word : words) {
    FabricSpec spec = spec_of("home", word);
    spec.quilt.layout = QuiltSpec::Layout::diamond;
    EXPECT_TRUE(make_structure(spec).ok()) << word;
  }
}

TEST(TorusField, WrapsAndHasUnitDeviation) {
  const TorusField field(12, 9, 5);
  double sum = 0, squares = 0;
  constexpr int side = 200;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double u = (x + 0.3) / side, v = (y + 0.1) / side;
      const float value = field.at(u, v);
      EXPECT_NEAR(value, field.at(u + 1, v - 2), 1e-4);
      sum += value;
      squares += value * value;
    }
  }
  const double mean = sum / (side * side);
  EXPECT_NEAR(mean, 0, 0.5);
  EXPECT_NEAR(std::sqrt(squares / (side * side) - mean * mean), 1, 0.3);
}

}  // namespace
}  // namespace atelier
