#include <algorithm>
#include <iterator>
#include <memory>
#include <new>

#include "fabric/map_set.h"
#include "fabric/maps/maps_layers.h"
#include "fabric/maps/maps_paint.h"

namespace atelier {

namespace {

constexpr int rows_per_strip = 32;
constexpr Phrase dyeing{"dyeing", "крашу", "염색하는 중"};

Error not_one_tile(std::string_view map) {
  return fail(ErrorKind::invalid_argument,
              {"recolor: the map \"{}\" does not fit the others", "recolor: карта «{}» не подходит к остальным",
               "recolor: \"{}\" 맵이 다른 맵과 맞지 않습니다"},
              map);
}

Result<void> check_maps(const ColorMaps& from) {
  const auto fits = [&](const Image& map, int channels, SampleType type) {
    return map.width() == from.shade.width() && map.height() == from.shade.height() && map.channels() == channels &&
           map.type() == type;
  };
  if (from.shade.empty() || !fits(from.shade, 1, SampleType::u16)) return not_one_tile("shade");
  if (!fits(from.arm, 3, SampleType::u8)) return not_one_tile("arm");
  if (!from.dyes.empty() && !fits(from.dyes, 3, SampleType::u8)) return not_one_tile("dyes");
  if (!from.opacity.empty() && !fits(from.opacity, 1, SampleType::u8)) return not_one_tile("opacity");
  if (!from.fuzz.empty() && !fits(from.fuzz, 4, SampleType::u8)) return not_one_tile("fuzz");
  return ok();
}

std::uint16_t known_step(std::uint16_t step) {
  return std::min<std::uint16_t>(step, ShadeHistogram::steps - 1);
}

/// Calls copy(y) for every row.
template <class Copy>
Result<void> each_row(int height, const RunContext& run, const Copy& copy) {
  return parallel_for(run, (height + rows_per_strip - 1) / rows_per_strip, [&](int strip) {
    const int end = std::min((strip + 1) * rows_per_strip, height);
    for (int y = strip * rows_per_strip; y < end; ++y) copy(y);
  });
}

/// One channel of a map as a plane; nothing of no map.
Result<Plane<std::uint8_t>> channel_plane(const Image& map, int channel, const RunContext& run) {
  if (map.empty()) return Plane<std::uint8_t>();
  Plane<std::uint8_t> plane(map.width(), map.height());
  TRY_VOID(each_row(map.height(), run, [&](int y) {
    const std::uint8_t* from = map.row<std::uint8_t>(y) + channel;
    std::uint8_t* to = plane.row(y);
    for (int x = 0; x < map.width(); ++x) to[x] = from[x * map.channels()];
  }));
  return plane;
}

Result<Paint> paint_of(const FabricSpec& spec, const Tile& tile, const ColorMaps& from, const RunContext& run) {
  const int width = from.shade.width(), height = from.shade.height();
  Paint paint;
  paint.dyes = static_cast<int>(spec.dyes.size());
  paint.steps = Plane<std::uint16_t>(width, height);
  TRY_VOID(each_row(height, run, [&](int y) {
    const std::uint16_t* steps = from.shade.row<std::uint16_t>(y);
    std::transform(steps, steps + width, paint.steps.row(y), known_step);
  }));
  Surface& surface = paint.surface;
  surface.window = {0, 0, tile.width_mm, tile.height_mm, width, height, true};
  TRY(surface.dye, channel_plane(from.dyes, 0, run));
  TRY(surface.other_dye, channel_plane(from.dyes, 1, run));
  TRY(surface.dye_share, channel_plane(from.dyes, 2, run));
  TRY(surface.coverage, channel_plane(from.opacity, 0, run));
  TRY(surface.fuzz, channel_plane(from.fuzz, 3, run));
  if (surface.dye.empty()) {
    surface.dye = Plane<std::uint8_t>(width, height);
    std::fill_n(surface.dye.data(), surface.dye.size(), std::uint8_t{0});
  }
  return paint;
}

Result<MapSet> recolor_checked(const FabricSpec& spec, const Tile& tile, ColorMaps from, RunContext& run) {
  TRY_VOID(check_maps(from));
  run.begin(dyeing, 1);
  TRY(Paint paint, paint_of(spec, tile, from, run));
  TRY(const ShadeHistogram shades, count_shades(paint, run));
  const ColorTable colors = make_color_table(spec, shades);
  Image diff(from.shade.width(), from.shade.height(), 3, SampleType::u8, ColorMeaning::srgb);
  TRY_VOID(each_row(diff.height(), run, [&](int y) { paint_row(paint, colors, y, diff.row<std::uint8_t>(y)); }));
  MapSet set;
  set.tile = tile;
  set.color_delta_e = colors.delta_e();
  set.color_mean = colors.mean();
  set.maps.push_back({"diff", std::move(diff)});
  const auto source =
      std::make_shared<LayerSource>(LayerSource{spec, std::move(paint), Image(), std::move(from.arm), set.color_mean});
  for (Map& map : make_layers(source)) {
    if (!follows_color(map.name)) continue;
    TRY(map.image, map.make(run));
    map.make = {};
    set.maps.push_back(std::move(map));
  }
  TRY_VOID(run.step());
  return set;
}

}  // namespace

bool follows_color(std::string_view map) {
  constexpr std::string_view names[] = {"diff", "diff_alpha", "sheen", "transl", "fuzz"};
  return std::find(std::begin(names), std::end(names), map) != std::end(names);
}

Result<MapSet> recolor_maps(const FabricSpec& spec, const Tile& tile, ColorMaps from, RunContext& run) {
  const int size_px = from.shade.width();
  try {
    return recolor_checked(spec, tile, std::move(from), run);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted,
                {"size: not enough memory for maps of {} px", "size: не хватает памяти для карт {} пикселей",
                 "size: {} px 맵에 메모리가 부족함"},
                size_px);
  }
}

}  // namespace atelier
