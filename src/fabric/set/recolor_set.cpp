#include "fabric/set/recolor_set.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/sha256.h"
#include "base/version.h"
#include "fabric/set/set_writer.h"
#include "fabric/words/canonical.h"
#include "imaging/png_writer.h"

namespace atelier {

namespace {

namespace fs = std::filesystem;

constexpr Phrase make_again{"make it again first: atelier replay {}", "сначала сделайте его заново: atelier replay {}",
                            "먼저 다시 만드세요: atelier replay {}"};

Error no_set(const fs::path& folder) {
  return fail(ErrorKind::invalid_argument,
              {"recolor: {} holds no set made by atelier", "recolor: в {} нет набора atelier",
               "recolor: {} 에 atelier의 세트가 없습니다"},
              shown_path(folder))
      .with_field("recolor");
}

Error older_set(const fs::path& folder, const Phrase& why) {
  return fail(ErrorKind::unsupported, why, shown_path(folder))
      .with_hint(make_again, shown_path(folder / "manifest.json"))
      .with_field("recolor");
}

/// The spec with all that colour decides taken from another one; but for how deep standing fibres shade each other, how
/// much they differ and how far they are stroked, of which `shading` tells whether it changes too.
FabricSpec with_colors_of(FabricSpec spec, const FabricSpec& other, bool* shading = nullptr) {
  const PileSpec pile = spec.pile;
  const MatSpec mat = spec.mat;
  spec.pile.deep_shade = other.pile.deep_shade;
  spec.pile.contrast = other.pile.contrast;
  spec.pile.nap.mark_deg = other.pile.nap.mark_deg;
  spec.pile.nap.mark_shade = other.pile.nap.mark_shade;
  spec.mat.nap.mark_deg = other.mat.nap.mark_deg;
  spec.mat.nap.mark_shade = other.mat.nap.mark_shade;
  spec.mat.deep_shade = other.mat.deep_shade;
  spec.mat.contrast = other.mat.contrast;
  if (shading) *shading = spec.pile != pile || spec.mat != mat;
  spec.color = other.color;
  spec.dyes = other.dyes;
  spec.color_requested = other.color_requested;
  spec.color_adjusted = other.color_adjusted;
  spec.color_target = other.color_target;
  spec.optics.wrap = other.optics.wrap;
  return spec;
}

/// In which colour the cloth was shaded, where a new bake would shade it otherwise; else empty.
Result<std::string> check_same_cloth(const FinishedSet& set, const FabricSpec& spec) {
  TRY(const FabricSpec before, resolve_fabric(set.request));
  bool shading = false;
  if (before.dyes.size() == spec.dyes.size() && with_colors_of(before, spec, &shading) == spec) {
    const std::string of = set.manifest.value("shade_of", before.color);
    return shading && of != spec.color ? of : std::string();
  }
  TextureRequest was = canonical_request(before), wish = canonical_request(spec);
  was.color = wish.color;
  if (request_to_json(was) == request_to_json(wish)) {
    return fail(ErrorKind::unsupported,
                {"color: in {} this cloth is made in another way than the one in {}",
                 "color: в цвете {} эта ткань делается иначе, чем та, что в {}",
                 "color: {} 색에서는 {} 의 천과 다르게 만들어집니다"},
                spec.color, shown_path(set.folder))
        .with_hint({"Leave out --recolor.", "Уберите --recolor.", "--recolor 를 빼세요."})
        .with_field("color");
  }
  return fail(ErrorKind::invalid_argument,
              {"recolor: only the colour can differ from the set in {}",
               "recolor: от набора в {} может отличаться только цвет", "recolor: {} 의 세트와 색만 다를 수 있습니다"},
              shown_path(set.folder))
      .with_hint({"Leave out product, material, finish, size, seed and the like.",
                  "Уберите изделие, материал, отделку, размер, seed и прочее.",
                  "제품, 소재, 가공, 크기, seed 등은 빼세요."})
      .with_field("recolor");
}

/// The bytes of a map, as they were written.
Result<std::string> read_map(const FinishedSet& set, const ManifestFile& map) {
  const fs::path path = set.folder / fs::path(map.file).filename();
  Result<std::string> bytes = read_file(path, DecodeLimits{}.file_bytes_max);
  if (!bytes.ok()) return std::move(bytes).error().with_field("recolor");
  if (sha256_hex(*bytes) == map.sha256) return bytes;
  return fail(ErrorKind::invalid_argument,
              {"recolor: {} was changed or damaged since it was made", "recolor: {} изменён или повреждён",
               "recolor: {} 이(가) 바뀌었거나 손상되었습니다"},
              shown_path(path))
      .with_hint(make_again, shown_path(set.folder / "manifest.json"))
      .with_field("recolor");
}

Result<Image> load_map(const FinishedSet& set, const ManifestFacts& facts, std::string_view name,
                       const RunContext& run) {
  const auto found =
      std::find_if(facts.maps.begin(), facts.maps.end(), [&](const ManifestFile& map) { return map.name == name; });
  if (found == facts.maps.end()) return Image();
  TRY(const std::string bytes, read_map(set, *found));
  return decode_image(as_byte_view(bytes), DecodeLimits{}, found->file, run);
}

/// The maps that follow from colour, and those which the preview needs.
Result<MapSet> dye(const FinishedSet& set, const FabricSpec& spec, const ManifestFacts& facts, bool preview,
                   RunContext& run) {
  ColorMaps from;
  TRY(from.shade, load_map(set, facts, "shade", run));
  TRY(from.dyes, load_map(set, facts, "dyes", run));
  TRY(from.opacity, load_map(set, facts, "opacity", run));
  TRY(from.fuzz, load_map(set, facts, "fuzz", run));
  TRY(from.arm, load_map(set, facts, "arm", run));
  Image arm = preview ? from.arm.clone() : Image(), opacity = from.opacity.empty() ? Image() : from.opacity.clone();
  TRY(MapSet dyed, recolor_maps(spec, facts.tile, std::move(from), run));
  if (!opacity.empty()) dyed.maps.push_back({"diff_alpha", with_alpha(*dyed.find("diff"), opacity)});
  if (!preview) return dyed;
  dyed.maps.push_back({"arm", std::move(arm)});
  TRY(Image normal, load_map(set, facts, "nor_gl", run));
  dyed.maps.push_back({"nor_gl", std::move(normal)});
  return dyed;
}

Result<Bytes> with_new_recipe(const SetWriter& writer, const ManifestFile& map, ByteView bytes) {
  EncodeOptions options;
  options.metadata = writer.metadata(map.name);
  if (!is_exr(map.name)) return png_with_metadata(bytes, options.metadata, map.file);
  TRY(Image image, decode_image(bytes, DecodeLimits{}, map.file, writer.run));
  options.pixels_per_metre = writer.pixels_per_metre;
  options.half_floats = map.bits == 16;
  return encode_image(image, "exr", options, writer.run);
}

/// A map that colour does not touch, with the new recipe inside.
Result<ManifestFile> copy_map(const SetWriter& writer, const FinishedSet& set, ManifestFile map) {
  TRY(const std::string bytes, read_map(set, map));
  TRY(const Bytes made, with_new_recipe(writer, map, as_byte_view(bytes)));
  map.file = writer.map_file(map.name, writer.spec.size_px);
  map.sha256 = sha256_hex(as_text(made));
  TRY_VOID(write_file(writer.folder / map.file, as_text(made)));
  return map;
}

/// Leaves the EXR maps out where they are not asked for.
Result<void> keep_floats(const FinishedSet& set, bool floats, ManifestFacts& facts) {
  const auto first = std::stable_partition(facts.maps.begin(), facts.maps.end(),
                                           [](const ManifestFile& map) { return !is_exr(map.name); });
  if (floats && first == facts.maps.end()) {
    return older_set(set.folder, {"recolor: the set in {} holds no EXR maps", "recolor: в наборе {} нет карт EXR",
                                  "recolor: {} 의 세트에 EXR 맵이 없습니다"});
  }
  if (!floats) facts.maps.erase(first, facts.maps.end());
  return ok();
}

/// Writes every map of the set, in its order.
Result<void> write_all(const SetWriter& writer, const FinishedSet& set, MapSet& dyed, ManifestFacts& facts) {
  const std::array<double, 4> color_mean = encoded_mean(dyed.color_mean);
  TRY(const std::vector<ManifestFile> made, write_maps(writer, dyed));
  std::vector<Result<void>> copied(facts.maps.size());
  TRY_VOID(parallel_for(writer.run, static_cast<int>(facts.maps.size()), [&](int i) {
    ManifestFile& map = facts.maps[i];
    const auto found = std::find_if(made.begin(), made.end(), [&](const auto& file) { return file.name == map.name; });
    if (found != made.end()) {
      map = *found;
      if (map.name == "diff") map.mean = color_mean;
    } else if (Result<ManifestFile> copy = copy_map(writer, set, map); copy.ok()) {
      map = std::move(copy).value();
    } else {
      copied[i] = copy.error();
    }
  }));
  for (const Result<void>& copy : copied) TRY_VOID(copy);
  return ok();
}

}  // namespace

Result<FinishedSet> open_set(const fs::path& folder) {
  const Result<std::string> text = read_file(folder / "manifest.json", json_bytes_max);
  if (!text.ok()) return text.error().kind == ErrorKind::not_found ? no_set(folder) : text.error();
  TRY(Json manifest, parse_json(*text, shown_path(folder / "manifest.json")));
  const auto text_of = [&](const char* name) {
    const Json value = manifest.is_object() ? manifest.value(name, Json()) : Json();
    return value.is_string() ? value.get<std::string>() : std::string();
  };
  if (text_of("generator") != "atelier" || !manifest.contains("canonical") || !manifest.contains("maps") ||
      !manifest["maps"].is_object()) {
    return no_set(folder);
  }
  if (text_of("version") != version()) {
    return older_set(folder, {"recolor: the set in {} was made by another version of atelier",
                              "recolor: набор в {} сделан другой версией atelier",
                              "recolor: {} 의 세트는 다른 버전의 atelier가 만들었습니다"});
  }
  if (!manifest["maps"].contains("shade")) {
    return older_set(folder,
                     {"recolor: the set in {} does not hold the maps for it",
                      "recolor: в наборе {} нет нужных для этого карт", "recolor: {} 의 세트에 필요한 맵이 없습니다"});
  }
  Result<TextureRequest> request = request_from_json<TextureRequest>(manifest["canonical"]);
  if (!request.ok()) return no_set(folder);
  return FinishedSet{folder, std::move(manifest), std::move(request).value()};
}

Result<FabricSetFiles> recolor_fabric_set(const FinishedSet& set, const FabricSpec& spec, const TextureRequest& words,
                                          Lang lang, RecipeLevel level, const fs::path& folder, RunContext& run,
                                          const FabricSetOptions& options) {
  TRY(const std::string shade_of, check_same_cloth(set, spec));
  TRY(ManifestFacts facts, facts_of_manifest(set.manifest));
  facts.shade_of = shade_of;
  TRY_VOID(keep_floats(set, options.floats, facts));
  TRY(const std::unique_ptr<Structure> structure, make_structure(spec));
  facts.tile = structure->tile();
  const SetWriter writer{
      spec, level, folder, run, fabric_slug(spec), options.names, 1000 * spec.size_px / facts.tile.width_mm};
  {
    TRY(MapSet dyed, dye(set, spec, facts, options.preview, run));
    facts.color_delta_e = dyed.color_delta_e;
    if (options.preview) {
      TRY_VOID(add_preview(writer, dyed, facts));
      dyed.maps.resize(dyed.maps.size() - 2);
    }
    TRY_VOID(write_all(writer, set, dyed, facts));
  }
  if (options.photo) TRY_VOID(add_photo(writer, *structure, facts));
  return finish_set(writer, words, lang, options.archive, std::move(facts));
}

}  // namespace atelier
