#include <gtest/gtest.h>

#include "fabric/photo/photo_test_cloth.h"

// What photographs know of cloth that is not woven: piles, films, metals, nets, mixed dyes.

namespace atelier {
namespace {

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

ClothPoint bumpy(ClothPoint point, double x, double y) {
  point.height_mm = 0.03 * std::cos(9 * x + 2) * std::cos(8 * y) + 0.01 * std::cos(31 * x + 17 * y);
  point.shade = 1 + 0.1 * std::cos(23 * x - 11 * y);
  return point;
}

TEST(Photo, EveryFamilyHasTheColourAskedFor) {
  struct Kind {
    const char* name;
    const char* structure;
    ClothPoint point;
    double roughness, clearcoat, sheen;
    std::vector<DyeSurface> surfaces;
  };
  const Kind kinds[] = {{"leather", "leather", grain_point(), 0.45, 0.1, 0, {}},
                        {"patent leather", "leather", grain_point(), 0.08, 1, 0, {}},
                        {"velvet", "pile", pile_point(18, 250), 0.9, 0, 0.9, {}},
                        {"felt", "mat", {}, 0.95, 0, 0.25, {}},
                        {"metal cloth", "woven", {}, 0.4, 0, 0, {{1, 0.3}}}};
  for (const Kind& kind : kinds) {
    const FormulaCloth cloth([&](double x, double y) { return bumpy(kind.point, x, y); });
    for (const char* color : {"#edeeeb", "#1e2a47", "#a3182f", "#ebc52f"}) {
      FabricSpec spec = test_spec(hex(color));
      spec.structure = kind.structure;
      spec.roughness = kind.roughness;
      spec.finish.clearcoat = kind.clearcoat;
      spec.sheen = kind.sheen;
      spec.sheen_roughness = 0.3;
      spec.dye_surfaces = kind.surfaces;
      RunContext run(2);
      const Image image = photograph_frame(spec, cloth, small_frame(spec), run).value();
      EXPECT_LE(delta_e_2000(to_lab(mean_color(image)), to_lab(spec.color_target)), 4.0) << kind.name << " " << color;
    }
  }
}

TEST(Photo, PileAndMatsHaveTheColourAskedFor) {
  for (const char* material : {"velvet", "terry", "faux fur", "felt"}) {
    for (const char* color : {"white", "black", "crimson"}) {
      TextureRequest request;
      request.product = "coat";
      request.material = material;
      request.color = color;
      const FabricSpec spec = resolve_fabric(request).value();
      const auto cloth = make_structure(spec).value();
      RunContext run(2);
      const Image image = photograph(spec, *cloth, 160, run).value();
      EXPECT_LE(delta_e_2000(to_lab(mean_color(image)), to_lab(spec.color_target)), 4.0) << material << " " << color;
    }
  }
}

}  // namespace
}  // namespace atelier
