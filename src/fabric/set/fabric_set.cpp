#include "fabric/set/fabric_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <utility>

#include "fabric/set/set_writer.h"
#include "fabric/words/canonical.h"

namespace atelier {

namespace {

constexpr Phrase weaving{"weaving", "тку", "짜는 중"};

/// Writes the last map before the others, so that it is not held with them.
Result<void> write_last(const SetWriter& writer, MapSet& set, std::vector<ManifestFile>& files) {
  TRY(ManifestFile file, writer.write_map(set.maps.back()));
  set.maps.pop_back();
  files.push_back(std::move(file));
  return ok();
}

Result<MapSet> bake(const FabricSpec& spec, const Structure& structure, MapChoice choice, RunContext& run) {
  const Tile& tile = structure.tile();
  run.begin(weaving, 1);
  TRY(Surface surface, structure.raster({0, 0, tile.width_mm, tile.height_mm, spec.size_px, spec.size_px, true}, run));
  TRY_VOID(run.step());
  return bake_surface(spec, tile, std::move(surface), choice, run);
}

Result<FabricSetFiles> write_set(const FabricSpec& spec, const TextureRequest& words, Lang lang, SetWriter& writer,
                                 const FabricSetOptions& options) {
  TRY(const std::unique_ptr<Structure> structure, make_structure(spec));
  ManifestFacts facts;
  facts.tile = structure->tile();
  writer.pixels_per_metre = 1000 * spec.size_px / facts.tile.width_mm;
  {
    const bool large = spec.size_px > options.held_size_px_max && options.choice == MapChoice::full;
    const MapChoice full = large ? MapChoice::full_when_asked : MapChoice::full_with_floats;
    TRY(MapSet set, bake(spec, *structure, large || options.floats ? full : options.choice, writer.run));
    facts.height_min_mm = manifest_number(set.height_min_mm);
    facts.height_max_mm = manifest_number(set.height_max_mm);
    facts.color_delta_e = set.color_delta_e;
    TRY(facts.seams, check_seams(*set.find("disp"), facts.tile.columns(), facts.tile.rows(), writer.run));
    if (options.preview) TRY_VOID(add_preview(writer, set, facts));
    std::vector<ManifestFile> written;
    if (const Image* opacity = set.find("opacity"); opacity && options.choice == MapChoice::full) {
      set.maps.push_back({"diff_alpha", with_alpha(*set.find("diff"), *opacity)});
      if (large) TRY_VOID(write_last(writer, set, written));
    }
    const std::array<double, 4> color_mean = encoded_mean(set.color_mean);
    TRY(facts.maps, write_maps(writer, set));
    std::move(written.begin(), written.end(), std::back_inserter(facts.maps));
    facts.maps.front().mean = color_mean;
  }
  if (options.photo) TRY_VOID(add_photo(writer, *structure, facts));
  return finish_set(writer, words, lang, options.archive, std::move(facts));
}

}  // namespace

Result<FabricSetFiles> write_fabric_set(const FabricSpec& spec, const TextureRequest& words, Lang lang,
                                        RecipeLevel level, const std::filesystem::path& folder, RunContext& run,
                                        const FabricSetOptions& options) {
  if (options.floats && spec.size_px > options.held_size_px_max) {
    return fail(ErrorKind::too_large,
                {"size: EXR maps are made up to {} px", "size: карты EXR делаются до {} пикселей",
                 "size: EXR 맵은 {} px까지 만듭니다"},
                options.held_size_px_max);
  }
  SetWriter writer{spec, level, folder, run, fabric_slug(spec), options.names, 0};
  try {
    return write_set(spec, words, lang, writer, options);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted,
                {"size: not enough memory for a set of {} px", "size: не хватает памяти для набора {} пикселей",
                 "size: {} px 세트에 메모리가 부족함"},
                spec.size_px)
        .with_hint({"ask for a smaller size", "задайте размер поменьше", "더 작은 크기를 지정하세요"});
  }
}

}  // namespace atelier
