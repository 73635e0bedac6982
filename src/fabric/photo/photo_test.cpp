#include "fabric/photo/photo.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <vector>

#include "fabric/photo/photo_camera.h"
#include "fabric/photo/photo_exposure.h"
#include "fabric/photo/photo_test_cloth.h"
#include "fabric/test_specs.h"
#include "fabric/words/color_codes.h"
#include "imaging/color.h"
#include "imaging/test_targets.h"

namespace atelier {
namespace {

constexpr int small_px = 320;

PhotoFrame small_frame(const FabricSpec& spec) {
  return frame_of(spec, {.relief_mm = 0.3}, 3.2, small_px);
}

LinearRgb hex(const char* text) {
  return linear_from_rgb(read_color_code("color", text)->rgb);
}

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

LinearRgb mean_color(const Image& image) {
  const float* decode = srgb_decode_table();
  double sum[3] = {0, 0, 0};
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* row = image.row<std::uint8_t>(y);
    for (int x = 0; x < 3 * image.width(); ++x) sum[x % 3] += decode[row[x]];
  }
  const double count = static_cast<double>(image.width()) * image.height();
  return {static_cast<float>(sum[0] / count), static_cast<float>(sum[1] / count), static_cast<float>(sum[2] / count)};
}

int largest_difference(const Image& a, const Image& b) {
  int most = 0;
  for (std::size_t i = 0; i < a.bytes(); ++i) {
    most = std::max(most, std::abs(std::to_integer<int>(a.data()[i]) - std::to_integer<int>(b.data()[i])));
  }
  return most;
}

PhotoScene scene_of(const FabricSpec& spec, const Structure& cloth, const LightRig& light) {
  const RunContext run(1);
  PhotoScene scene = prepare_scene(spec, cloth, small_frame(spec), light, run).value();
  scene.undulation = {};
  return scene;
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

FormulaCloth even_cloth(const ClothPoint& point) {
  return FormulaCloth([point](double, double) { return point; });
}

/// Mean green light of a row of even cloth.
double shaded(const FabricSpec& spec, const ClothPoint& point, const LightRig& light) {
  const PhotoScene scene = scene_of(spec, even_cloth(point), light);
  LightRow row(picture_width(scene));
  shade_row(scene, 50, row);
  double sum = 0;
  for (const float g : row.g) sum += g;
  return sum / static_cast<double>(row.g.size());
}

ClothPoint grain_point() {
  ClothPoint p;
  p.part = Part::grain;
  p.tangent_x = p.tangent_y = 0;
  return p;
}

/// A fibre that leans this far from upright.
ClothPoint pile_point(double lean_deg, double azimuth_deg) {
  const double radians = 3.14159265 / 180, flat = std::sin(lean_deg * radians);
  ClothPoint p;
  p.part = Part::pile;
  p.tangent_x = flat * std::cos(azimuth_deg * radians);
  p.tangent_y = flat * std::sin(azimuth_deg * radians);
  return p;
}

TEST(Photo, EveryFamilyOfClothReturnsItsAlbedoUnderEvenLight) {
  FabricSpec spec = test_spec({0.5f, 0.5f, 0.5f});
  ClothPoint lying, film = grain_point();
  film.part = Part::film;
  for (const double roughness : {0.08, 0.45, 0.8}) {
    spec.roughness = roughness;
    for (const ClothPoint& point : {lying, grain_point(), film}) {
      EXPECT_NEAR(shaded(spec, point, even_light(24)), 0.5, 0.04) << "roughness " << roughness;
    }
  }
  EXPECT_NEAR(shaded(spec, pile_point(85, 0), even_light(24)), 0.5, 0.04) << "fibres that all but lie";
  double before = 1;
  for (const double lean_deg : {60, 40, 25, 15, 5}) {
    const double light = shaded(spec, pile_point(lean_deg, 0), even_light(24));
    EXPECT_LT(light, before) << "the more upright fibres are, the deeper one looks between them";
    EXPECT_GT(light, 0.4 * 0.5);
    before = light;
  }
}

TEST(Photo, NoLobeReturnsMoreThanItReceives) {
  FabricSpec spec = test_spec({0.93f, 0.93f, 0.93f});
  spec.finish.clearcoat = 1;
  for (const double roughness : {0.05, 0.2, 0.5, 0.9}) {
    spec.roughness = roughness;
    EXPECT_LE(shaded(spec, grain_point(), even_light(48)), 1.001) << "film of roughness " << roughness;
    spec.dye_surfaces = {{1, roughness}};
    EXPECT_LE(shaded(spec, {}, even_light(48)), 1.001) << "metal of roughness " << roughness;
    spec.dye_surfaces.clear();
  }
  spec.sheen = 0.9;
  spec.sheen_roughness = 0.25;
  for (const double lean_deg : {0, 10, 20, 40, 70}) {
    EXPECT_LE(shaded(spec, pile_point(lean_deg, 30), even_light(24)), 1.001) << "pile at " << lean_deg << " degrees";
  }
}

TEST(Photo, AMirrorShowsTheSoftboxAsBrightAsItsSamplesDo) {
  FabricSpec spec = test_spec({0.9f, 0.9f, 0.9f});
  spec.dye_surfaces = {{1, 0.75}};
  StudioLight studio;
  studio.elevation_deg = 75;
  studio.samples = 12;
  LightRig light = studio_light(studio);
  const double mirrored = shaded(spec, {}, light);
  light.box.half_size = 0;
  EXPECT_NEAR(shaded(spec, {}, light) / mirrored, 1, 0.2);
}

TEST(Photo, PileThatLeansAwayFromTheKeyIsBrighterThanPileThatLeansTowardsIt) {
  const FabricSpec spec = test_spec({0.3f, 0.3f, 0.3f});
  const LightRig light = studio_light();
  const double key_deg = StudioLight{}.azimuth_deg;
  EXPECT_GT(shaded(spec, pile_point(20, key_deg + 180), light), 1.15 * shaded(spec, pile_point(20, key_deg), light));
}

TEST(Photo, ANetLiesOnAGreyCardAndThrowsItsShadowOnIt) {
  FabricSpec spec = test_spec(hex("#a3182f"));
  spec.structure = "net";
  const FormulaCloth net([](double x, double) {
    ClothPoint p;
    const double across = (x - std::floor(x) - 0.5) / 0.08;
    p.tangent_x = 0, p.tangent_y = 1;
    if (std::abs(across) < 1) {
      p.part = Part::cord;
      p.height_mm = 0.08 * std::sqrt(1 - across * across);
    } else {
      p.part = Part::hole;
    }
    return p;
  });
  const PhotoScene scene = scene_of(spec, net, studio_light());
  ASSERT_GT(scene.card, 0);
  LightRow row(picture_width(scene));
  shade_row(scene, 60, row);
  float low = 1e9f, high = 0;
  for (std::size_t x = 0; x < row.g.size(); ++x) {
    if (row.part[x] != static_cast<std::uint8_t>(Part::hole)) continue;
    ASSERT_FLOAT_EQ(row.r[x], row.g[x]);
    ASSERT_FLOAT_EQ(row.b[x], row.g[x]);
    low = std::min(low, row.g[x]), high = std::max(high, row.g[x]);
  }
  EXPECT_LT(low, 0.7f * high) << "no shadow of the threads lies on the card";
}

TEST(Photo, DyesThatShareAPixelAreMixedByTheirShares) {
  FabricSpec spec = test_spec({0.8f, 0.2f, 0.2f});
  spec.dyes.push_back({0.2f, 0.2f, 0.8f});
  spec.target_is_mean = false;
  ClothPoint p;
  p.other_dye = 1;
  p.dye_share = 0.25;
  PhotoScene scene = scene_of(spec, even_cloth(p), even_light(8));
  scene.fibre = matt_shading(spec);
  LightRow row(picture_width(scene));
  shade_row(scene, 50, row);
  EXPECT_NEAR(row.r[100], 0.25 * 0.8 + 0.75 * 0.2, 0.003);
  EXPECT_NEAR(row.b[100], 0.25 * 0.2 + 0.75 * 0.8, 0.003);
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

TEST(PhotoCamera, FilmIsStraightThenBendsAndNeverPassesWhite) {
  EXPECT_FLOAT_EQ(film_curve(0.18f), 0.18f);
  float before = 0;
  for (float light = 0; light < 8; light += 0.01f) {
    const float shown = film_curve(light);
    EXPECT_GE(shown, before);
    EXPECT_LE(shown, 1.0f);
    before = shown;
  }
}

TEST(PhotoCamera, WhatIsOutOfFocusIsBlurredAndItsLightKept) {
  LinearPhoto light(256, 64);
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 256; ++x) {
      const float stripe = x / 4 % 2 == 0 ? 0.3f : 0.1f;
      light.r.row(y)[x] = light.g.row(y)[x] = light.b.row(y)[x] = stripe;
      light.blur.row(y)[x] = x < 128 ? 0.0f : 4.0f;
    }
  }
  Camera camera;
  camera.noise = 0;
  camera.vignette = 0;
  const Image image = develop(light, camera, RunContext(2)).value();
  const std::uint8_t* row = image.row<std::uint8_t>(32);
  EXPECT_GT(std::abs(row[3 * 58] - row[3 * 62]), 40);
  EXPECT_LT(std::abs(row[3 * 198] - row[3 * 202]), 14);
  EXPECT_NEAR(mean_color(image).g, 0.2, 0.01);
}

}  // namespace
}  // namespace atelier
