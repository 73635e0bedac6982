#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "fabric/map_set.h"
#include "fabric/maps/id_map.h"
#include "fabric/maps/seam_check.h"
#include "imaging/color.h"

namespace atelier {
namespace {

// Maps of cloth as people ask for it, words to samples.

struct Cloth {
  const char *product, *material, *finish;
};

constexpr Cloth cloths[] = {
    {"shirt", "poplin", ""},    {"jeans", "denim", "none"},   {"coat", "worsted", "houndstooth"},
    {"dress", "charmeuse", ""}, {"coat", "tweed", ""},        {"down jacket", "nylon", ""},
    {"trousers", "linen", ""},  {"coat", "tweed", "donegal"}, {"coat", "wool flannel", "melange"}};

constexpr const char* colors[] = {"#1b2a49", "#f0f0f0", "#1c1c1c", "#b3202a", "#0d6e4f", "#e8b923", "#5b2a86",
                                  "#8c8c8c", "#d9c6a5", "#3e2a1d", "#e86aa6", "#2f6fd0", "#0b1f14", "#9ad0c2"};

FabricSpec spec_of(const Cloth& cloth, const char* color, int size_px) {
  TextureRequest request;
  request.product = cloth.product;
  request.material = cloth.material;
  request.finish = cloth.finish;
  request.color = color;
  request.size = size_px;
  Result<FabricSpec> spec = resolve_fabric(request);
  EXPECT_TRUE(spec.ok()) << cloth.material << ' ' << color;
  if (!spec.ok()) throw std::runtime_error(sentence(spec.error(), Lang::en));
  return std::move(spec).value();
}

Surface whole_tile(const FabricSpec& spec, const Structure& structure, RunContext& run) {
  const Tile& tile = structure.tile();
  return structure.raster({0, 0, tile.width_mm, tile.height_mm, spec.size_px, spec.size_px, true}, run).value();
}

MapSet bake(const FabricSpec& spec, RunContext& run) {
  const std::unique_ptr<Structure> structure = make_structure(spec).value();
  Result<MapSet> set = bake_maps(spec, *structure, MapChoice::full, run);
  EXPECT_TRUE(set.ok());
  return std::move(set).value();
}

/// Mean light of "diff" over the cloth.
LinearRgb mean_shown(const MapSet& set) {
  const Image& diff = *set.find("diff");
  const Image& id = *set.find("id");
  double sum[3] = {0, 0, 0}, count = 0;
  for (int y = 0; y < diff.height(); ++y) {
    for (int x = 0; x < diff.width(); ++x) {
      const int value = id.row<std::uint8_t>(y)[x];
      if (value / id_part_step == static_cast<int>(Part::hole)) continue;
      for (int c = 0; c < 3; ++c) sum[c] += srgb_decode_table()[diff.row<std::uint8_t>(y)[3 * x + c]];
      ++count;
    }
  }
  return {static_cast<float>(sum[0] / count), static_cast<float>(sum[1] / count), static_cast<float>(sum[2] / count)};
}

/// How much of the cloth each dye has, 0..1.
std::vector<double> dye_weights(const FabricSpec& spec, RunContext& run) {
  const std::unique_ptr<Structure> structure = make_structure(spec).value();
  const Surface surface = whole_tile(spec, *structure, run);
  std::vector<double> weights(spec.dyes.size());
  for (std::size_t i = 0; i < surface.dye.size(); ++i) {
    const double share = surface.dye_share.empty() ? 1 : surface.dye_share.data()[i] / 255.0;
    weights[surface.dye.data()[i]] += share;
    if (share < 1) weights[surface.other_dye.data()[i]] += 1 - share;
  }
  for (double& weight : weights) weight /= static_cast<double>(surface.dye.size());
  return weights;
}

/// What the whole cloth should show in the mean: the wish, or of several yarns each its own by its share.
LinearRgb mean_wished(const FabricSpec& spec, RunContext& run) {
  if (spec.target_is_mean) return spec.color_target;
  const std::vector<double> weights = dye_weights(spec, run);
  LinearRgb mean{0, 0, 0};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const auto weight = static_cast<float>(weights[i]);
    mean = {mean.r + weight * spec.dyes[i].r, mean.g + weight * spec.dyes[i].g, mean.b + weight * spec.dyes[i].b};
  }
  return mean;
}

TEST(MapsOfCloth, EveryColorOnEveryClothComesOutAsWished) {
  RunContext run(2);
  for (const Cloth& cloth : cloths) {
    for (const char* color : colors) {
      const FabricSpec spec = spec_of(cloth, color, 96);
      const MapSet set = bake(spec, run);
      EXPECT_LE(set.color_delta_e, 1) << cloth.material << ' ' << color;
      EXPECT_LE(delta_e_2000(to_lab(mean_shown(set)), to_lab(mean_wished(spec, run))), 1)
          << cloth.material << ' ' << color;
    }
  }
}

TEST(MapsOfCloth, DyesHaveTheSameSharesFromNearAndFar) {
  RunContext run(2);
  for (const Cloth& cloth : {cloths[1], cloths[2]}) {
    const std::vector<double> near = dye_weights(spec_of(cloth, "navy", 2048), run);
    for (const int size : {1024, 700, 360, 150}) {
      const std::vector<double> far = dye_weights(spec_of(cloth, "navy", size), run);
      EXPECT_NEAR(far[0], near[0], 0.03) << cloth.material << ' ' << size;
    }
  }
}

TEST(MapsOfCloth, NoMapShowsASeam) {
  RunContext run(2);
  for (const Cloth& cloth : cloths) {
    const FabricSpec spec = spec_of(cloth, "navy", 512);
    const MapSet set = bake(spec, run);
    for (const Map& map : set.maps) {
      const SeamCheck check = check_seams(map.image, set.tile.ends, set.tile.picks, run).value();
      EXPECT_TRUE(check.seamless) << cloth.material << ' ' << map.name << " rank " << check.rank << " ratio "
                                  << check.ratio;
    }
  }
}

TEST(MapsOfCloth, AShiftedWindowGivesTheSameMapsShifted) {
  RunContext run(2);
  constexpr int size = 240, right = size / 3, up = size / 5;
  for (const Cloth& cloth : cloths) {
    const FabricSpec spec = spec_of(cloth, "navy", size);
    const std::unique_ptr<Structure> structure = make_structure(spec).value();
    const Tile& tile = structure->tile();
    const Window whole{0, 0, tile.width_mm, tile.height_mm, size, size, true};
    Window shifted = whole;
    shifted.x_mm = tile.width_mm * right / size;
    shifted.y_mm = tile.height_mm * up / size;
    const MapSet plain = bake_surface(spec, tile, structure->raster(whole, run).value(), MapChoice::full, run).value();
    const MapSet moved =
        bake_surface(spec, tile, structure->raster(shifted, run).value(), MapChoice::full, run).value();
    ASSERT_EQ(plain.maps.size(), moved.maps.size());
    for (std::size_t i = 0; i < plain.maps.size(); ++i) {
      const Image& a = plain.maps[i].image;
      const Image& b = moved.maps[i].image;
      const std::size_t pixel = a.channels() * sample_bytes(a.type());
      int differ = 0;
      for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
          const std::byte* from = a.data() + a.row_bytes() * ((y + size - up) % size) + pixel * ((x + right) % size);
          differ += std::memcmp(from, b.data() + b.row_bytes() * y + pixel * x, pixel) != 0;
        }
      }
      EXPECT_EQ(differ, 0) << cloth.material << ' ' << plain.maps[i].name;
    }
  }
}

TEST(MapsOfCloth, StripsOfMetalAreMetalAndNothingElseIs) {
  RunContext run(2);
  const FabricSpec spec = spec_of({"dress", "taffeta", "metallic"}, "black", 1024);
  const MapSet set = bake(spec, run);
  const Image& arm = *set.find("arm");
  const Image& id = *set.find("id");
  ASSERT_EQ(spec.dye_surfaces.size(), spec.dyes.size());
  double metal = 0, metal_roughness = 0, pure = 0;
  for (int y = 0; y < arm.height(); ++y) {
    for (int x = 0; x < arm.width(); ++x) {
      const std::uint8_t* pixel = arm.row<std::uint8_t>(y) + 3 * x;
      metal += pixel[2] / 255.0;
      if (pixel[2] == 255) metal_roughness += pixel[1], ++pure;
      if (pixel[2] > 128) {
        EXPECT_EQ(id.row<std::uint8_t>(y)[x] % id_part_step, 1);
      }
    }
  }
  EXPECT_NEAR(metal / (1024 * 1024), 0.12, 0.06);  // every fourth pick, half of it on top
  EXPECT_NEAR(metal_roughness / pure, 0.2 * 255, 1);
}

TEST(MapsOfCloth, MapsThatAreMadeWhenAskedAreTheSame) {
  RunContext run(2);
  const FabricSpec spec = spec_of(cloths[2], "navy", 160);
  const std::unique_ptr<Structure> structure = make_structure(spec).value();
  const MapSet held = bake_maps(spec, *structure, MapChoice::full, run).value();
  MapSet later = bake_maps(spec, *structure, MapChoice::full_when_asked, run).value();
  ASSERT_EQ(held.maps.size(), later.maps.size());
  for (std::size_t i = 0; i < held.maps.size(); ++i) {
    if (later.maps[i].make) later.maps[i].image = later.maps[i].make(run).value();
    const Image &a = held.maps[i].image, &b = *later.find(held.maps[i].name);
    ASSERT_EQ(a.bytes(), b.bytes()) << held.maps[i].name;
    EXPECT_EQ(std::memcmp(a.data(), b.data(), a.bytes()), 0) << held.maps[i].name;
  }
}

TEST(MapsOfCloth, NormalsHaveNoCurl) {
  // Slopes that come from heights close up round every loop; 8 bit normals do so within their rounding.
  RunContext run(2);
  const FabricSpec spec = spec_of(cloths[0], "navy", 512);
  const MapSet set = bake(spec, run);
  const Image& normal = *set.find("nor_gl");
  const auto slope = [&](int x, int y, int channel) {
    const std::uint8_t* pixel = normal.row<std::uint8_t>((y + 512) % 512) + 3 * ((x + 512) % 512);
    return -(pixel[channel] - 127.5) / (pixel[2] - 127.5);
  };
  const double pixel_x = set.tile.width_mm / 512, pixel_y = set.tile.height_mm / 512;
  double curl = 0, size = 0;
  for (int y = 0; y < 512; ++y) {
    for (int x = 0; x < 512; ++x) {
      const double dy_dx = (slope(x + 1, y, 1) - slope(x - 1, y, 1)) / (2 * pixel_x);
      const double dx_dy = (slope(x, y - 1, 0) - slope(x, y + 1, 0)) / (2 * pixel_y);
      curl += (dy_dx - dx_dy) * (dy_dx - dx_dy);
      size += dy_dx * dy_dx + dx_dy * dx_dy;
    }
  }
  EXPECT_LT(curl, 0.02 * size);
}

TEST(MapsOfCloth, OcclusionLeavesTheCrownsOpenAndDarkensTheGaps) {
  RunContext run(2);
  for (const Cloth& cloth : {cloths[0], cloths[1], cloths[4]}) {
    const MapSet set = bake(spec_of(cloth, "navy", 512), run);
    const auto* ao = reinterpret_cast<const std::uint8_t*>(set.find("ao")->data());
    const auto* heights = reinterpret_cast<const std::uint16_t*>(set.find("disp")->data());
    constexpr int pixels = 512 * 512;
    std::vector<std::uint16_t> sorted(heights, heights + pixels);
    std::sort(sorted.begin(), sorted.end());
    const int gap = sorted[pixels / 100], crown = sorted[pixels * 9 / 10];
    double open_crowns = 0, crowns = 0, open_gaps = 0, gaps = 0;
    for (int i = 0; i < pixels; ++i) {
      if (heights[i] >= crown) open_crowns += ao[i] / 255.0, ++crowns;
      if (heights[i] <= gap) open_gaps += ao[i] / 255.0, ++gaps;
    }
    EXPECT_GT(open_crowns / crowns, 0.9) << cloth.material;
    EXPECT_LT(open_gaps / gaps, 0.75) << cloth.material;
  }
}

}  // namespace
}  // namespace atelier
