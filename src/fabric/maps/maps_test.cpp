#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstring>

#include "fabric/map_set.h"
#include "fabric/maps/id_map.h"
#include "fabric/synthetic_cloth.h"
#include "fabric/words/color_codes.h"
#include "imaging/color.h"
#include "imaging/test_targets.h"

namespace atelier {
namespace {

using Options = SyntheticCloth::Options;

FabricSpec spec_of(int size_px, const LinearRgb& color = {0.02F, 0.05F, 0.2F}) {
  FabricSpec spec;
  spec.size_px = size_px;
  spec.dyes = {color};
  spec.color_target = color;
  spec.mass_gsm = 110;
  return spec;
}

Options rich_options() {
  Options options;
  options.fuzz = options.holes = options.unseen_slopes = options.two_dyes = true;
  return options;
}

FabricSpec rich_spec(int size_px) {
  FabricSpec spec = spec_of(size_px);
  spec.dyes.push_back({0.6F, 0.55F, 0.45F});
  spec.target_is_mean = false;
  spec.finish.calender = 0.3;
  spec.quilt.layout = QuiltSpec::Layout::diamond;
  spec.quilt.spacing_mm = 8;
  return spec;
}

MapSet bake(const FabricSpec& spec, const Structure& cloth, MapChoice choice = MapChoice::small, int threads = 2) {
  RunContext run(threads);
  Result<MapSet> set = bake_maps(spec, cloth, choice, run);
  EXPECT_TRUE(set.ok());
  return std::move(set).value();
}

bool equal_samples(const Image& a, const Image& b) {
  return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels() && a.type() == b.type() &&
         std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

void expect_equal_sets(const MapSet& a, const MapSet& b) {
  ASSERT_EQ(a.maps.size(), b.maps.size());
  for (std::size_t i = 0; i < a.maps.size(); ++i) {
    EXPECT_EQ(a.maps[i].name, b.maps[i].name);
    EXPECT_TRUE(equal_samples(a.maps[i].image, b.maps[i].image)) << a.maps[i].name;
  }
}

LinearRgb mean_light(const Image& diff) {
  double sum[3] = {0, 0, 0};
  for (int y = 0; y < diff.height(); ++y) {
    const std::uint8_t* row = diff.row<std::uint8_t>(y);
    for (std::size_t i = 0; i < diff.row_samples(); ++i) sum[i % 3] += srgb_decode_table()[row[i]];
  }
  const double pixels = static_cast<double>(diff.width()) * diff.height();
  return {static_cast<float>(sum[0] / pixels), static_cast<float>(sum[1] / pixels),
          static_cast<float>(sum[2] / pixels)};
}

TEST(Maps, SmallSetHasTheFourMapsAndNoOpacityWithoutHoles) {
  const MapSet set = bake(spec_of(64), SyntheticCloth(8, {}));
  std::vector<std::string> names;
  for (const Map& map : set.maps) names.push_back(map.name);
  EXPECT_THAT(names, testing::ElementsAre("diff", "nor_gl", "disp", "arm"));
  EXPECT_EQ(set.find("disp")->type(), SampleType::u16);
  EXPECT_EQ(set.find("diff")->meaning(), ColorMeaning::srgb);
  EXPECT_EQ(set.find("nor_gl")->meaning(), ColorMeaning::data);
  EXPECT_EQ(set.find("opacity"), nullptr);
}

TEST(Maps, FullSetAddsEveryLayer) {
  const MapSet set = bake(rich_spec(64), SyntheticCloth(8, rich_options()), MapChoice::full);
  for (const char* name : {"diff", "nor_gl", "disp", "arm", "opacity", "nor_dx", "ao", "rough", "sheen", "aniso",
                           "transl", "fuzz", "id", "shade", "dyes"}) {
    EXPECT_NE(set.find(name), nullptr) << name;
  }
  EXPECT_EQ(set.maps.size(), 15U);
}

TEST(Maps, MeanColorIsTheWishedOneForEveryColorAndSize) {
  const char* const colors[] = {"#1b2a49", "#f4f1ea", "#141414", "#b3202a", "#0d6e4f", "#e8b923", "#5b2a86",
                                "#8c8c8c", "#f0f0f0", "#3e2a1d", "#e86aa6", "#2f6fd0", "#0b1f14"};
  for (const char* hex : colors) {
    for (const int size : {64, 100, 256}) {
      const LinearRgb wish = linear_from_rgb(read_color_code("color", hex)->rgb);
      Options options;
      options.shade_amplitude = size == 100 ? 0.6 : 0.3;
      const MapSet set = bake(spec_of(size, wish), SyntheticCloth(8, options));
      const double delta_e = delta_e_2000(to_lab(mean_light(*set.find("diff"))), to_lab(wish));
      EXPECT_LE(delta_e, 1.0) << hex << ' ' << size;
      EXPECT_NEAR(set.color_delta_e, delta_e, 0.01) << hex;
    }
  }
}

TEST(Maps, EachDyeOfYarnDyedClothKeepsItsOwnMean) {
  FabricSpec spec = rich_spec(96);
  Options options;
  options.two_dyes = true;
  const SyntheticCloth cloth(8, options);
  const MapSet set = bake(spec, cloth, MapChoice::full);
  const Image& diff = *set.find("diff");
  const Image& id = *set.find("id");
  for (int dye = 0; dye < 2; ++dye) {
    double sum = 0, count = 0;
    for (int y = 0; y < 96; ++y) {
      for (int x = 0; x < 96; ++x) {
        if (id.row<std::uint8_t>(y)[x] % id_part_step != dye) continue;
        sum += srgb_decode_table()[diff.row<std::uint8_t>(y)[3 * x + 2]];
        ++count;
      }
    }
    EXPECT_NEAR(sum / count, spec.dyes[dye].b, 0.01 * spec.dyes[dye].b + 0.001);
  }
  EXPECT_LE(set.color_delta_e, 1.0);
}

TEST(Maps, FlatClothIsFullyOpenAndPointsAtTheViewer) {
  Options options;
  options.relief_mm = 0;
  const MapSet set = bake(spec_of(70), SyntheticCloth(8, options));
  const Image& arm = *set.find("arm");
  const Image& normal = *set.find("nor_gl");
  for (int y = 0; y < 70; ++y) {
    for (int x = 0; x < 70; ++x) {
      ASSERT_EQ(arm.row<std::uint8_t>(y)[3 * x], 255);
      ASSERT_EQ(arm.row<std::uint8_t>(y)[3 * x + 1], 191);  // roughness 0.75, as in the spec
      ASSERT_EQ(arm.row<std::uint8_t>(y)[3 * x + 2], 0);
      ASSERT_EQ(normal.row<std::uint8_t>(y)[3 * x], 128);
      ASSERT_EQ(normal.row<std::uint8_t>(y)[3 * x + 1], 128);
      ASSERT_EQ(normal.row<std::uint8_t>(y)[3 * x + 2], 255);
    }
  }
}

TEST(Maps, NormalsAreTheSlopesOfTheHeightsWithYUp) {
  const SyntheticCloth cloth(8, {});
  const int size = 512;
  const MapSet set = bake(spec_of(size), cloth);
  const Image& normal = *set.find("nor_gl");
  const double h = 1e-5;
  double worst = 0;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double x_mm = (x + 0.5) * 8 / size, y_mm = (size - y - 0.5) * 8 / size;
      const double sx = (cloth.height_mm(x_mm + h, y_mm) - cloth.height_mm(x_mm - h, y_mm)) / (2 * h);
      const double sy = (cloth.height_mm(x_mm, y_mm + h) - cloth.height_mm(x_mm, y_mm - h)) / (2 * h);
      const double length = std::sqrt(1 + sx * sx + sy * sy);
      const std::uint8_t* pixel = normal.row<std::uint8_t>(y) + 3 * x;
      worst =
          std::max({worst, std::abs(pixel[0] / 127.5 - 1 + sx / length), std::abs(pixel[1] / 127.5 - 1 + sy / length)});
    }
  }
  EXPECT_LT(worst, 0.012);
}

TEST(Maps, NormalsIntegrateBackToTheDisplacement) {
  const int size = 256;
  const MapSet set = bake(spec_of(size), SyntheticCloth(8, {}));
  const Image& normal = *set.find("nor_gl");
  const Image& disp = *set.find("disp");
  const double step_mm = 8.0 / size, mm_per_level = (set.height_max_mm - set.height_min_mm) / 65535;
  for (const int y : {3, 40, 200}) {
    double height = disp.row<std::uint16_t>(y)[0] * mm_per_level;
    for (int x = 0; x + 1 < size; ++x) {
      const auto slope = [&](int at) {
        const std::uint8_t* pixel = normal.row<std::uint8_t>(y) + 3 * at;
        return -(pixel[0] - 127.5) / (pixel[2] - 127.5);
      };
      height += 0.5 * (slope(x) + slope(x + 1)) * step_mm;
      ASSERT_NEAR(height, disp.row<std::uint16_t>(y)[x + 1] * mm_per_level, 0.02) << x << ' ' << y;
    }
  }
}

TEST(Maps, CliffsKeepNormalBlueAboveOneHalf) {
  Options options;
  options.relief_mm = 400;
  const MapSet set = bake(spec_of(128), SyntheticCloth(8, options), MapChoice::full);
  for (const char* name : {"nor_gl", "nor_dx"}) {
    const Image& normal = *set.find(name);
    for (std::size_t i = 2; i < normal.bytes(); i += 3) ASSERT_GT(static_cast<int>(normal.data()[i]), 127) << name;
  }
}

TEST(Maps, DisplacementSpansSixteenBits) {
  const MapSet set = bake(spec_of(128), SyntheticCloth(8, {}));
  const Image& disp = *set.find("disp");
  const auto* samples = reinterpret_cast<const std::uint16_t*>(disp.data());
  const auto [low, high] = std::minmax_element(samples, samples + 128 * 128);
  EXPECT_EQ(*low, 0);
  EXPECT_EQ(*high, 65535);
  EXPECT_NEAR(set.height_max_mm, 0.2, 0.003);
  EXPECT_NEAR(set.height_min_mm, -0.2, 0.003);
}

TEST(Maps, OcclusionIsDarkInValleysAndOpenOnTops) {
  const MapSet set = bake(spec_of(256), SyntheticCloth(8, {}), MapChoice::full);
  const Image& ao = *set.find("ao");
  // Yarn crowns lie at the middle of a cell, hollows a cell further; 8 cells of 32 px.
  const int top = ao.row<std::uint8_t>(255 - 16)[16], hollow = ao.row<std::uint8_t>(255 - 16)[48];
  EXPECT_EQ(top, 255);
  EXPECT_LT(hollow, 235);
  EXPECT_GT(hollow, 100);
}

TEST(Maps, OcclusionOfAPitAgreesWithItsHorizon) {
  // A wide step: beside an infinitely long wall of height 1 mm at distance d the horizon in azimuth φ is 1·cos φ / d.
  FabricSpec spec = spec_of(256);
  SyntheticCloth cloth(25.6, {});
  RunContext run(1);
  Surface surface = cloth.raster({0, 0, 25.6, 25.6, 256, 256, true}, run).value();
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x) surface.height_mm.row(y)[x] = x >= 128 && x < 192 ? 1.0F : 0.0F;
  }
  const MapSet set = bake_surface(spec, cloth.tile(), std::move(surface), MapChoice::full, run).value();
  const Image& ao = *set.find("ao");
  EXPECT_EQ(ao.row<std::uint8_t>(100)[160], 255);
  EXPECT_EQ(ao.row<std::uint8_t>(100)[30], 255);
  const double beside = ao.row<std::uint8_t>(100)[127] / 255.0;
  // Exact: 1/2 open side + 1/2 of the mean over φ of 1 / (1 + (10 cos φ)²) = 1/2 + 1/2 · 1/sqrt(101).
  EXPECT_NEAR(beside, 0.5 + 0.5 / std::sqrt(101.0), 0.13);
  EXPECT_LT(ao.row<std::uint8_t>(100)[127], ao.row<std::uint8_t>(100)[120]);
}

TEST(Maps, RollingTheSurfaceRollsEveryMapExactly) {
  const int size = 120;
  const FabricSpec spec = rich_spec(size);
  const SyntheticCloth cloth(8, rich_options());
  RunContext run(2);
  const Window window{0, 0, 8, 8, size, size, true};
  Surface surface = cloth.raster(window, run).value();
  Surface moved = rolled(surface, size / 3, size / 5);
  const MapSet plain = bake_surface(spec, cloth.tile(), std::move(surface), MapChoice::full, run).value();
  const MapSet shifted = bake_surface(spec, cloth.tile(), std::move(moved), MapChoice::full, run).value();
  ASSERT_EQ(plain.maps.size(), shifted.maps.size());
  for (std::size_t i = 0; i < plain.maps.size(); ++i) {
    const Image& a = plain.maps[i].image;
    const Image& b = shifted.maps[i].image;
    const std::size_t pixel = a.channels() * sample_bytes(a.type());
    bool same = true;
    for (int y = 0; y < size; ++y) {
      for (int x = 0; x < size; ++x) {
        const std::byte* from = a.data() + a.row_bytes() * y + pixel * x;
        const std::byte* to = b.data() + b.row_bytes() * ((y + size / 5) % size) + pixel * ((x + size / 3) % size);
        same = same && std::memcmp(from, to, pixel) == 0;
      }
    }
    EXPECT_TRUE(same) << plain.maps[i].name;
  }
}

TEST(Maps, SamplesDoNotDependOnThreads) {
  const SyntheticCloth cloth(8, rich_options());
  const MapSet one = bake(rich_spec(130), cloth, MapChoice::full, 1);
  expect_equal_sets(one, bake(rich_spec(130), cloth, MapChoice::full, 2));
  expect_equal_sets(one, bake(rich_spec(130), cloth, MapChoice::full, 3));
}

TEST(Maps, SamplesDoNotDependOnTheProcessor) {
  const SyntheticCloth cloth(8, rich_options());
  const MapSet best = bake(rich_spec(131), cloth, MapChoice::full);
  on_every_instruction_set([&] { expect_equal_sets(best, bake(rich_spec(131), cloth, MapChoice::full)); });
}

TEST(Maps, SheenTakesItsStrengthFromTheSpecAndGrowsWithFuzz) {
  FabricSpec spec = spec_of(64, {0.2F, 0.2F, 0.2F});
  spec.sheen = 0.25;
  spec.sheen_roughness = 0.6;
  Options options;
  options.fuzz = true;
  const MapSet set = bake(spec, SyntheticCloth(8, options), MapChoice::full);
  const Image& sheen = *set.find("sheen");
  int low = 255, high = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const std::uint8_t* pixel = sheen.row<std::uint8_t>(y) + 4 * x;
      EXPECT_EQ(pixel[3], 153);
      low = std::min<int>(low, pixel[0]);
      high = std::max<int>(high, pixel[0]);
    }
  }
  // lerp(0.2, 1, 0.35) · 0.25 · (1 .. 1 + 200/255)
  EXPECT_NEAR(srgb_decode_table()[low], 0.48 * 0.25, 0.004);
  EXPECT_NEAR(srgb_decode_table()[high], 0.48 * 0.25 * (1 + 200 / 255.0), 0.005);
}

TEST(Maps, AnisotropyPointsAcrossTheFibres) {
  FabricSpec spec = spec_of(64);
  spec.anisotropy = 0.4;
  const MapSet set = bake(spec, SyntheticCloth(8, {}), MapChoice::full);
  const Image& aniso = *set.find("aniso");
  const Image& id = *set.find("id");
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      const std::uint8_t* pixel = aniso.row<std::uint8_t>(y) + 3 * x;
      const bool warp = id.row<std::uint8_t>(y)[x] / id_part_step == static_cast<int>(Part::warp);
      ASSERT_EQ(pixel[2], 102);
      ASSERT_GT(pixel[warp ? 0 : 1], 245);  // warp runs along Y: highlights stretch along X
      const double dx = pixel[0] / 127.5 - 1, dy = pixel[1] / 127.5 - 1;
      ASSERT_NEAR(dx * dx + dy * dy, 1, 0.03);
    }
  }
}

TEST(Maps, UnseenSlopesRoughen) {
  Options options;
  options.relief_mm = 0;
  options.unseen_slopes = true;
  FabricSpec spec = spec_of(64);
  spec.roughness = 0.3;
  const MapSet set = bake(spec, SyntheticCloth(8, options), MapChoice::full);
  const auto* rough = reinterpret_cast<const std::uint8_t*>(set.find("rough")->data());
  const int high = *std::max_element(rough, rough + 64 * 64);
  // α² = 0.3⁴ + 2 · 0.1
  EXPECT_NEAR(high / 255.0, std::pow(0.0081 + 0.2, 0.25), 0.004);
}

TEST(Maps, HolesAreShownAndTakeTheColorOfTheClothAround) {
  Options options;
  options.holes = true;
  options.shade_amplitude = 0;
  FabricSpec spec = spec_of(64, {0.3F, 0.1F, 0.1F});
  const MapSet set = bake(spec, SyntheticCloth(8, options), MapChoice::full);
  const Image& opacity = *set.find("opacity");
  const Image& diff = *set.find("diff");
  const Image& transl = *set.find("transl");
  int holes = 0;
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 64; ++x) {
      if (opacity.row<std::uint8_t>(y)[x] != 0) continue;
      ++holes;
      EXPECT_EQ(transl.row<std::uint8_t>(y)[x], 255);
      EXPECT_NEAR(srgb_decode_table()[diff.row<std::uint8_t>(y)[3 * x]], 0.3, 0.004);
    }
  }
  EXPECT_GT(holes, 100);
}

TEST(Maps, OnePixelAndOddSizesAreMade) {
  for (const int size : {1, 2, 17, 65}) {
    const MapSet set = bake(rich_spec(size), SyntheticCloth(8, rich_options()), MapChoice::full);
    EXPECT_EQ(set.find("diff")->width(), size);
  }
}

TEST(Maps, StopIsAnswered) {
  Cancellation stop;
  stop.request();
  RunContext run(2, &stop);
  const Result<MapSet> set = bake_maps(spec_of(64), SyntheticCloth(8, {}), MapChoice::full, run);
  ASSERT_FALSE(set.ok());
  EXPECT_EQ(set.error().kind, ErrorKind::cancelled);
}

TEST(Maps, AnIncompleteSurfaceIsRefused) {
  RunContext run(1);
  Surface surface = SyntheticCloth(8, {}).raster({0, 0, 8, 8, 16, 16, true}, run).value();
  surface.shade = {};
  EXPECT_EQ(bake_surface(spec_of(16), {8, 8, 8, 8, 10, 10}, std::move(surface), MapChoice::small, run).error().kind,
            ErrorKind::internal);
}

}  // namespace
}  // namespace atelier
