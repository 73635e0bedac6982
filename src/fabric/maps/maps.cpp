#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <new>
#include <utility>

#include "fabric/map_set.h"
#include "fabric/maps/maps_color.h"
#include "fabric/maps/maps_kernels.h"
#include "fabric/maps/maps_layers.h"
#include "fabric/maps/maps_paint.h"
#include "fabric/maps/maps_relief.h"

namespace atelier {

namespace {

constexpr int rows_per_strip = 32;
constexpr int occlusion_block_px = 256;  // a block's rows within the near reach stay in the first cache
constexpr Phrase mapping{"computing maps", "считаю карты", "맵 계산 중"};
constexpr float plateau_gain_per_calender = 0.15F;

/// Everything the strips share.
struct Bake {
  const FabricSpec& spec;
  Paint paint;
  Relief relief;
  OcclusionTaps taps;
  Image diff, normal, displacement, arm;

  const Surface& surface() const { return paint.surface; }
  int width() const { return surface().window.width_px; }
  int height() const { return surface().window.height_px; }
  int strips() const { return (height() + rows_per_strip - 1) / rows_per_strip; }
};

Result<void> check_surface(const FabricSpec& spec, const Surface& surface) {
  const Window& window = surface.window;
  const auto fits = [&](const auto& plane) {
    return plane.width() == window.width_px && plane.height() == window.height_px;
  };
  if (spec.dyes.empty() || window.width_px < 1 || window.height_px < 1 || !fits(surface.height_mm) ||
      !fits(surface.part) || !fits(surface.dye) || !fits(surface.shade) ||
      surface.dye_share.empty() != surface.other_dye.empty() ||
      (!surface.dye_share.empty() && (!fits(surface.dye_share) || !fits(surface.other_dye))) ||
      !fits(surface.tangent_x) || !fits(surface.tangent_y)) {
    return fail(ErrorKind::internal,
                {"maps: the surface of {}×{} px is not complete", "карты: поверхность {}×{} пикселей неполна",
                 "맵: {}×{} px 표면이 완전하지 않음"},
                window.width_px, window.height_px);
  }
  return ok();
}

/// Frees what no map will ask for.
void drop_unused(Surface& surface, MapChoice choice) {
  surface.fuzz_tangent_x = {};
  surface.fuzz_tangent_y = {};
  if (choice != MapChoice::small) return;
  surface.tangent_x = {};
  surface.tangent_y = {};
}

Result<Relief> take_relief(Surface& surface, int halo_px, const RunContext& run) {
  const Plane<float> heights = std::move(surface.height_mm);
  return Relief::create(heights, halo_px, run);
}

/// Quantises the shade and frees it.
Result<Plane<std::uint16_t>> take_steps(Surface& surface, const RunContext& run) {
  const Plane<float> shade = std::move(surface.shade);
  Plane<std::uint16_t> steps(shade.width(), shade.height());
  TRY_VOID(parallel_for(run, (shade.height() + rows_per_strip - 1) / rows_per_strip, [&](int strip) {
    const int end = std::min((strip + 1) * rows_per_strip, shade.height());
    for (int y = strip * rows_per_strip; y < end; ++y) quantise_shade_row(shade.row(y), steps.row(y), shade.width());
  }));
  return steps;
}

/// Occlusion of the rows first..end, in blocks of columns whose neighbourhood stays in the first cache.
void occlude_rows(const Bake& bake, int first, int end, std::uint8_t* occlusion, int stride) {
  const OcclusionTapView taps = bake.taps.view();
  for (int x = 0; x < bake.width(); x += occlusion_block_px) {
    const int count = std::min(occlusion_block_px, bake.width() - x);
    for (int y = first; y < end; ++y) {
      occlusion_row(bake.relief.row(y) + x, taps, occlusion + static_cast<std::ptrdiff_t>(y - first) * stride + x,
                    count);
    }
  }
}

RoughnessRule roughness_rule(const FabricSpec& spec) {
  RoughnessRule rule;
  rule.base = static_cast<float>(std::clamp(spec.roughness, 0.04, 1.0));
  rule.plateau_gain = plateau_gain_per_calender * static_cast<float>(spec.finish.calender);
  return rule;
}

/// Where a dye shines in its own way, by its share of the pixel.
void apply_dye_surfaces(const Bake& bake, int y, std::uint8_t* roughness, std::uint8_t* metalness) {
  const std::vector<DyeSurface>& surfaces = bake.spec.dye_surfaces;
  const auto of = [&](int dye, int cloth) -> std::pair<int, int> {
    if (dye >= static_cast<int>(surfaces.size())) return {cloth, 0};
    const DyeSurface& own = surfaces[dye];
    const auto byte = [](double value) { return static_cast<int>(std::clamp(value, 0.0, 1.0) * 255 + 0.5); };
    return {own.roughness < 0 ? cloth : byte(own.roughness), byte(own.metalness)};
  };
  for (int x = 0; x < bake.width(); ++x) {
    const DyeMix mix = bake.paint.mix(x, y);
    const auto [rough, metal] = of(mix.dye, roughness[x]);
    const auto [other_rough, other_metal] = of(mix.other, roughness[x]);
    const int rest = ShadeHistogram::whole - mix.share;
    roughness[x] = static_cast<std::uint8_t>((rough * mix.share + other_rough * rest + 127) / ShadeHistogram::whole);
    metalness[x] = static_cast<std::uint8_t>((metal * mix.share + other_metal * rest + 127) / ShadeHistogram::whole);
  }
}

void bake_strip(Bake& bake, const ColorTable& colors, int strip) {
  const Window& window = bake.surface().window;
  const int width = bake.width(), stride = width + 2 * maps_kernel_slack;
  const int first = strip * rows_per_strip, end = std::min(first + rows_per_strip, bake.height());
  const float scale_x = static_cast<float>(window.width_px / (2 * window.width_mm));
  const float scale_y = static_cast<float>(window.height_px / (2 * window.height_mm));
  const float low = bake.relief.min_mm(), span = bake.relief.max_mm() - low;
  const float levels_per_mm = span > 0 ? 65535.0F / span : 0.0F;
  const RoughnessRule rule = roughness_rule(bake.spec);
  Plane<std::uint8_t> occlusion(stride, rows_per_strip), rows(stride, 4);
  std::fill_n(rows.row(3), stride, std::uint8_t{0});  // metalness
  occlude_rows(bake, first, end, occlusion.data(), stride);
  for (int y = first; y < end; ++y) {
    const float* heights = bake.relief.row(y);
    const std::uint8_t* ao = occlusion.row(y - first);
    paint_row(bake.paint, colors, y, bake.diff.row<std::uint8_t>(y));
    normal_row(heights, bake.relief.stride(), scale_x, scale_y, rows.row(0), rows.row(1), rows.row(2), width);
    interleave_row(rows.row(0), rows.row(1), rows.row(2), bake.normal.row<std::uint8_t>(y), width);
    displacement_row(heights, low, levels_per_mm, bake.displacement.row<std::uint16_t>(y), width);
    const Surface& surface = bake.surface();
    roughness_row(ao, surface.fuzz.empty() ? nullptr : surface.fuzz.row(y),
                  surface.slope_variance.empty() ? nullptr : surface.slope_variance.row(y), rule, rows.row(0), width);
    if (!bake.spec.dye_surfaces.empty()) apply_dye_surfaces(bake, y, rows.row(0), rows.row(3));
    interleave_row(ao, rows.row(0), rows.row(3), bake.arm.row<std::uint8_t>(y), width);
  }
}

Image opacity_image(const Plane<std::uint8_t>& coverage) {
  Image image(coverage.width(), coverage.height(), 1, SampleType::u8, ColorMeaning::data);
  std::copy_n(coverage.data(), coverage.size(), reinterpret_cast<std::uint8_t*>(image.data()));
  return image;
}

/// Heights and normals as floats, from the heights themselves.
Result<std::vector<Map>> float_maps(const Bake& bake, const RunContext& run) {
  const Window& window = bake.surface().window;
  Image heights(bake.width(), bake.height(), 1, SampleType::f32, ColorMeaning::data);
  Image normals(bake.width(), bake.height(), 3, SampleType::f32, ColorMeaning::data);
  const float span = bake.relief.max_mm() - bake.relief.min_mm(), per_mm = span > 0 ? 1 / span : 0;
  const float scale_x = static_cast<float>(window.width_px / (2 * window.width_mm));
  const float scale_y = static_cast<float>(window.height_px / (2 * window.height_mm));
  TRY_VOID(parallel_for(run, bake.strips(), [&](int strip) {
    const int end = std::min((strip + 1) * rows_per_strip, bake.height());
    for (int y = strip * rows_per_strip; y < end; ++y) {
      const float* z = bake.relief.row(y);
      const std::ptrdiff_t stride = bake.relief.stride();
      float *height = heights.row<float>(y), *normal = normals.row<float>(y);
      for (int x = 0; x < bake.width(); ++x, normal += 3) {
        height[x] = (z[x] - bake.relief.min_mm()) * per_mm;
        const float slope_x = (z[x + 1] - z[x - 1]) * scale_x, slope_y = (z[x - stride] - z[x + stride]) * scale_y;
        const float inverse = 0.5F / std::sqrt(1 + slope_x * slope_x + slope_y * slope_y);
        normal[0] = 0.5F - slope_x * inverse;
        normal[1] = 0.5F - slope_y * inverse;
        normal[2] = 0.5F + inverse;
      }
    }
  }));
  std::vector<Map> maps;
  maps.push_back({"disp_exr", std::move(heights)});
  maps.push_back({"nor_gl_exr", std::move(normals)});
  return maps;
}

/// Gives the maps their names and order, and adds the layers of the full set.
Result<void> collect(Bake& bake, MapChoice choice, const RunContext& run, MapSet& set) {
  set.maps.push_back({"diff", std::move(bake.diff)});
  set.maps.push_back({"nor_gl", {}});
  set.maps.push_back({"disp", std::move(bake.displacement)});
  set.maps.push_back({"arm", {}});
  if (bake.paint.holes) set.maps.push_back({"opacity", opacity_image(bake.surface().coverage)});
  Map &normal = set.maps[1], &arm = set.maps[3];
  if (choice == MapChoice::small) {
    normal.image = std::move(bake.normal);
    arm.image = std::move(bake.arm);
    return ok();
  }
  bake.paint.surface.slope_variance = {};
  const auto source = std::make_shared<LayerSource>(
      LayerSource{bake.spec, std::move(bake.paint), std::move(bake.normal), std::move(bake.arm), set.color_mean});
  std::vector<Map> layers = make_layers(source);
  if (choice != MapChoice::full_when_asked) {
    for (Map& map : layers) {
      TRY(map.image, map.make(run));
      map.make = {};
    }
    normal.image = std::move(source->normal);
    arm.image = std::move(source->arm);
  } else {
    normal.shared = std::shared_ptr<const Image>(source, &source->normal);
    arm.shared = std::shared_ptr<const Image>(source, &source->arm);
  }
  std::move(layers.begin(), layers.end(), std::back_inserter(set.maps));
  return ok();
}

Result<MapSet> bake_checked(const FabricSpec& spec, const Tile& tile, Surface surface, MapChoice choice,
                            RunContext& run) {
  TRY_VOID(check_surface(spec, surface));
  drop_unused(surface, choice);
  const Window window = surface.window;
  const double pixel_x = window.width_mm / window.width_px, pixel_y = window.height_mm / window.height_px;
  const OcclusionReach reach = occlusion_reach(spec, tile);
  TRY(Relief relief, take_relief(surface, occlusion_halo_px(reach, pixel_x, pixel_y), run));
  TRY(Plane<std::uint16_t> steps, take_steps(surface, run));
  Bake bake{spec,
            {std::move(surface), std::move(steps), static_cast<int>(spec.dyes.size())},
            std::move(relief),
            {},
            {},
            {},
            {},
            {}};
  bake.taps = make_occlusion_taps(reach, pixel_x, pixel_y, bake.relief.stride());
  TRY(const ShadeHistogram shades, count_shades(bake.paint, run));
  const ColorTable colors = make_color_table(spec, shades);

  const int width = bake.width(), height = bake.height();
  bake.diff = Image(width, height, 3, SampleType::u8, ColorMeaning::srgb);
  bake.normal = Image(width, height, 3, SampleType::u8, ColorMeaning::data);
  bake.displacement = Image(width, height, 1, SampleType::u16, ColorMeaning::data);
  bake.arm = Image(width, height, 3, SampleType::u8, ColorMeaning::data);
  run.begin(mapping, bake.strips());
  TRY_VOID(parallel_for(run, bake.strips(), [&](int strip) {
    bake_strip(bake, colors, strip);
    static_cast<void>(run.step());
  }));

  MapSet set;
  set.tile = tile;
  set.height_min_mm = bake.relief.min_mm();
  set.height_max_mm = bake.relief.max_mm();
  set.color_delta_e = colors.delta_e();
  set.color_mean = colors.mean();
  std::vector<Map> floats;
  if (choice == MapChoice::full_with_floats) {
    TRY(floats, float_maps(bake, run));
  }
  bake.relief = {};
  TRY_VOID(collect(bake, choice, run, set));
  std::move(floats.begin(), floats.end(), std::back_inserter(set.maps));
  return set;
}

Error no_memory(int size_px) {
  return fail(ErrorKind::exhausted,
              {"size: not enough memory for maps of {} px", "size: не хватает памяти для карт {} пикселей",
               "size: {} px 맵에 메모리가 부족함"},
              size_px)
      .with_hint({"ask for a smaller size", "задайте размер поменьше", "더 작은 크기를 지정하세요"});
}

}  // namespace

const Image* MapSet::find(std::string_view name) const {
  const auto found = std::find_if(maps.begin(), maps.end(), [&](const Map& map) { return map.name == name; });
  if (found == maps.end()) return nullptr;
  return found->shared ? found->shared.get() : &found->image;
}

Result<MapSet> bake_surface(const FabricSpec& spec, const Tile& tile, Surface surface, MapChoice choice,
                            RunContext& run) {
  const int size_px = surface.window.width_px;
  try {
    return bake_checked(spec, tile, std::move(surface), choice, run);
  } catch (const std::bad_alloc&) {
    return no_memory(size_px);
  }
}

Result<MapSet> bake_maps(const FabricSpec& spec, const Structure& structure, MapChoice choice, RunContext& run) {
  const Tile& tile = structure.tile();
  const Window window{0, 0, tile.width_mm, tile.height_mm, spec.size_px, spec.size_px, true};
  try {
    TRY(Surface surface, structure.raster(window, run));
    return bake_surface(spec, tile, std::move(surface), choice, run);
  } catch (const std::bad_alloc&) {
    return no_memory(spec.size_px);
  }
}

}  // namespace atelier
