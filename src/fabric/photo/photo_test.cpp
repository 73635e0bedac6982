#include "fabric/photo/photo.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <vector>

#include "fabric/photo/photo_exposure.h"
#include "fabric/photo/photo_test_cloth.h"
#include "fabric/test_specs.h"
#include "fabric/words/color_codes.h"
#include "imaging/color.h"
#include "imaging/test_targets.h"

namespace atelier {
namespace {

FormulaCloth flat_cloth() {
  return FormulaCloth(flat_point);
}

FormulaCloth plain_weave(double pitch) {
  return FormulaCloth([pitch](double x, double y) { return plain_weave_point(pitch, x, y); });
}

/// Diagonal ribs of two dyes.
FormulaCloth two_dye_ribs() {
  return FormulaCloth([](double x, double y) {
    ClothPoint p;
    const double phase = (x + y) / 0.5;
    p.height_mm = 0.08 * std::cos(6.2831853 * phase);
    p.dye = std::cos(6.2831853 * phase) > 0 ? 0 : 1;
    return p;
  });
}

int largest_difference(const Image& a, const Image& b) {
  int most = 0;
  for (std::size_t i = 0; i < a.bytes(); ++i) {
    most = std::max(most, std::abs(std::to_integer<int>(a.data()[i]) - std::to_integer<int>(b.data()[i])));
  }
  return most;
}

TEST(Photo, MattFlatClothReturnsItsAlbedoUnderEvenLight) {
  const FabricSpec spec = test_spec({0.6f, 0.3f, 0.05f});
  PhotoScene scene = scene_of(spec, flat_cloth(), even_light(8));
  scene.fibre = matt_shading(spec);
  LightRow row(picture_width(scene));
  shade_row(scene, 100, row);
  for (std::size_t x = 0; x < row.r.size(); ++x) {
    ASSERT_NEAR(row.r[x], 0.6f, 0.002f);
    ASSERT_NEAR(row.g[x], 0.3f, 0.001f);
    ASSERT_NEAR(row.b[x], 0.05f, 0.0005f);
  }
}

TEST(Photo, AWhiteFurnaceGivesNoMoreLightThanItReceives) {
  for (const double width_deg : {6.0, 12.0, 22.0}) {
    FabricSpec spec = test_spec({0.93f, 0.93f, 0.93f});
    spec.optics = {0.06, width_deg, 1.2, 0.5, 2, 0.35};
    spec.sheen = 0.3;
    spec.finish.calender = 0.6;
    spec.roughness = 0.4;
    const PhotoScene scene = scene_of(spec, flat_cloth(), even_light(24));
    LightRow row(picture_width(scene));
    shade_row(scene, 50, row);
    for (const float light : row.g) {
      ASSERT_LE(light, 1.001f) << "lobe of " << width_deg << " degrees";
      ASSERT_GE(light, 0.85f) << "lobe of " << width_deg << " degrees";
    }
  }
}

TEST(Photo, FlatClothGivesAFlatPictureButForLensAndGrain) {
  const FabricSpec spec = test_spec(hex("#8e9092"));
  RunContext run(2);
  const Image image = photograph_frame(spec, flat_cloth(), small_frame(spec), run).value();
  const std::uint8_t* middle = image.row<std::uint8_t>(image.height() / 2);
  int low = 255, high = 0;
  for (int x = 3 * 140; x < 3 * 180; ++x) low = std::min<int>(low, middle[x]), high = std::max<int>(high, middle[x]);
  EXPECT_LE(high - low, 12);
}

TEST(Photo, FlanksTowardsTheKeyAreBrighter) {
  FabricSpec spec = test_spec(hex("#8e9092"));
  spec.ends_per_cm = spec.picks_per_cm = 20;
  // One ridge along Y every 2 mm.
  const FormulaCloth ridges([](double x, double) {
    ClothPoint p;
    p.height_mm = 0.2 * std::cos(3.14159265 * x);
    return p;
  });
  const PhotoScene scene = scene_of(spec, ridges, studio_light());
  LightRow row(picture_width(scene));
  shade_row(scene, 40, row);
  double left = 0, right = 0;
  const double px_mm = scene.relief.px_mm();
  for (std::size_t x = 0; x < row.g.size(); ++x) {
    const double place = scene.surface.window.x_mm + (static_cast<double>(x) + scene.margin + 0.5) * px_mm;
    (std::sin(3.14159265 * place) < 0 ? left : right) += row.g[x];  // slope < 0: rises to the right
  }
  EXPECT_LT(scene.light.tilt_x, 0) << "the key stands on the left";
  EXPECT_GT(left, 1.3 * right);
}

TEST(Photo, MeanColourIsTheOneAskedFor) {
  const char* colors[] = {"#edeeeb", "#202021", "#1e2a47", "#a3182f", "#6b6a34",
                          "#ebc52f", "#187b59", "#b9a9d6", "#5c4030"};
  struct Kind {
    const char* name;
    FormulaCloth cloth;
    FibreOptics optics;
  };
  const Kind kinds[] = {{"cotton", plain_weave(0.2), {}},
                        {"coarse wool", plain_weave(0.6), {0.047, 20, 0.5, 0.35, 2.5, 0.25}},
                        {"silk", plain_weave(0.12), {0.047, 7, 1.0, 0.5, 0, 0.2}}};
  for (const Kind& kind : kinds) {
    for (const char* color : colors) {
      FabricSpec spec = test_spec(hex(color));
      spec.optics = kind.optics;
      RunContext run(2);
      const Image image = photograph_frame(spec, kind.cloth, small_frame(spec), run).value();
      EXPECT_LE(delta_e_2000(to_lab(mean_color(image)), to_lab(spec.color_target)), 4.0) << kind.name << " " << color;
    }
  }
}

TEST(Photo, YarnDyedClothHasTheMixOfItsDyes) {
  FabricSpec spec = test_spec(hex("#2b3a5e"));
  spec.dyes.push_back(hex("#d9cbae"));
  spec.target_is_mean = false;
  RunContext run(2);
  const Image image = photograph_frame(spec, two_dye_ribs(), small_frame(spec), run).value();
  const LinearRgb a = spec.dyes[0], b = spec.dyes[1];
  const LinearRgb mix{(a.r + b.r) / 2, (a.g + b.g) / 2, (a.b + b.b) / 2};
  EXPECT_LE(delta_e_2000(to_lab(mean_color(image)), to_lab(mix)), 4.0);
}

TEST(Photo, WovenClothHasTheColourAskedFor) {
  for (FabricSpec spec : {test_specs::poplin(), test_specs::canvas(), test_specs::charmeuse()}) {
    for (const char* color : {"#edeeeb", "#202021", "#1e2a47", "#a3182f", "#ebc52f", "#187b59", "#b9a9d6", "#5c4030"}) {
      spec.dyes = {hex(color)};
      spec.color_target = spec.dyes[0];
      RunContext run(2);
      const auto cloth = make_structure(spec).value();
      const Image image = photograph_frame(spec, *cloth, frame_of(spec, cloth->tile(), 4, small_px), run).value();
      EXPECT_LE(delta_e_2000(to_lab(mean_color(image)), to_lab(spec.color_target)), 4.0) << spec.fabric << " " << color;
    }
  }
}

TEST(Photo, IsTheSameOnEveryProcessorAndThreadCount) {
  const FabricSpec spec = test_specs::denim();  // two dyes and hairs
  const auto cloth = make_structure(spec).value();
  const auto take = [&](int threads) {
    RunContext run(threads);
    return photograph_frame(spec, *cloth, small_frame(spec), run).value();
  };
  const Image first = take(1);
  EXPECT_EQ(largest_difference(first, take(2)), 0);
  EXPECT_EQ(largest_difference(first, take(3)), 0);
  on_every_instruction_set([&] { EXPECT_EQ(largest_difference(first, take(2)), 0); });
}

TEST(Photo, HairsLieOverTheClothInTheirOwnLight) {
  const FabricSpec spec = test_spec(hex("#202021"));
  // One upright hair every millimetre on a flat cloth.
  const FormulaCloth hairy([](double x, double) {
    ClothPoint p;
    p.tangent_x = 0, p.tangent_y = 1;
    p.fuzz = x - std::floor(x) < 0.006 ? 0.5 : 0;
    return p;
  });
  const PhotoScene scene = scene_of(spec, hairy, studio_light());
  LightRow row(picture_width(scene));
  shade_row(scene, 60, row);
  const auto [low, high] = std::minmax_element(row.g.begin(), row.g.end());
  EXPECT_GT(*high, 1.1f * *low) << "a hair of black cloth shines against it";
}

TEST(Photo, StopsWhenAsked) {
  const FabricSpec spec = test_spec(hex("#47618c"));
  Cancellation cancellation;
  cancellation.request();
  RunContext run(2, &cancellation);
  const auto begin = std::chrono::steady_clock::now();
  const Result<Image> image = photograph(spec, plain_weave(0.3), 0, run);
  ASSERT_FALSE(image.ok());
  EXPECT_EQ(image.error().kind, ErrorKind::cancelled);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(200));
}

TEST(PhotoFrame, FibresAreNeverCoarserThanTwelveMicrometres) {
  for (const double per_cm : {118.0, 52.0, 28.0, 18.0, 8.0, 5.0}) {
    for (const int size_px : {0, 256, 1024, 2048}) {
      FabricSpec spec = test_specs::poplin();
      spec.ends_per_cm = spec.picks_per_cm = per_cm;
      const Tile tile = make_structure(spec).value()->tile();
      const PhotoFrame frame = choose_frame(spec, tile, size_px);
      EXPECT_LE(frame.raster_px_mm(), 0.01201);
      EXPECT_GE(frame.width_mm, 7.99);
      EXPECT_LE(frame.width_mm, 40);
    }
  }
}

}  // namespace
}  // namespace atelier
