#include "fabric/set/set_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "base/files.h"
#include "base/sha256.h"
#include "base/version.h"
#include "fabric/maps/id_map.h"
#include "fabric/photo/photo.h"
#include "fabric/set/fabric_recipe.h"
#include "fabric/set/files/write_material.h"
#include "fabric/set/thickness.h"
#include "fabric/set/tiled_preview.h"
#include "fabric/words/vocabulary.h"
#include "imaging/color.h"

namespace atelier {

namespace {

constexpr int preview_tile_px = 384;
constexpr std::string_view exr_end = "_exr";
constexpr int photo_quality = 90, preview_quality = 80;
constexpr Phrase writing{"writing maps", "записываю карты", "맵 저장 중"};

/// The mean of each channel, 0..1, as the manifest has it.
std::array<double, 4> channel_means(const Image& image) {
  std::array<double, 4> means{};
  const auto add = [&]<class T>(T full) {
    for (int channel = 0; channel < image.channels(); ++channel) {
      std::uint64_t sum = 0;
      for (int y = 0; y < image.height(); ++y) {
        const T* row = image.row<T>(y) + channel;
        for (int x = 0; x < image.width(); ++x) sum += row[x * image.channels()];
      }
      means[channel] = manifest_number(static_cast<double>(sum) / full / image.width() / image.height());
    }
  };
  if (image.type() == SampleType::u16)
    add(std::uint16_t{65535});
  else
    add(std::uint8_t{255});
  return means;
}

SetMaterial describe_material(const FabricSpec& spec, const ManifestFacts& facts, const std::string& slug) {
  const MaterialRow* row = find_material(spec.fabric);
  std::string color = spec.color;
  std::replace(color.begin(), color.end(), '_', ' ');
  SetMaterial material{spec, facts.tile, slug, fmt::format("{}, {}", row ? row->noun : spec.material, color)};
  material.size_px = spec.size_px;
  material.height_min_mm = facts.height_min_mm;
  material.height_max_mm = facts.height_max_mm;
  material.thickness_mm = manifest_number(cloth_thickness_mm(spec, facts.height_max_mm - facts.height_min_mm));
  for (const ManifestFile& map : facts.maps) material.maps.push_back({map.name, map.file, map.channels, map.mean});
  for (const ManifestFile& picture : facts.pictures) {
    if (picture.name != "preview") continue;
    const int side = preview_tile_px * preview_repeats;
    material.preview = {picture.file, facts.tile.width_mm * preview_repeats, facts.tile.height_mm * preview_repeats,
                        std::min(side, spec.size_px * preview_repeats), std::min(side, spec.size_px * preview_repeats)};
  }
  return material;
}

/// The weave of a woven cloth as a file that weaving programs read.
Result<void> write_draft(const SetWriter& writer, const Json& manifest, ManifestFacts& facts) {
  const Json wif = manifest.value("weave", Json::object()).value("wif", Json());
  if (!wif.is_string()) return ok();
  facts.draft = fmt::format("{}_weave.wif", writer.slug);
  return write_file(writer.folder / facts.draft, wif.get_ref<const std::string&>());
}

FabricSetFiles list_files(const ManifestFacts& facts, Json manifest) {
  FabricSetFiles result;
  for (const ManifestFile& file : facts.pictures) result.files.emplace_back(file.file);
  for (const ManifestFile& file : facts.maps) result.files.emplace_back(file.file);
  for (const MaterialFile& file : facts.materials) result.files.emplace_back(file.file);
  result.primary = result.files.front();
  if (!facts.draft.empty()) result.files.emplace_back(facts.draft);
  result.files.emplace_back("manifest.json");
  result.facts = std::move(manifest);
  return result;
}

}  // namespace

bool is_exr(std::string_view map) {
  return map.ends_with(exr_end);
}

std::string SetWriter::map_file(const std::string& map, int size_px) const {
  const std::string name = is_exr(map) ? map.substr(0, map.size() - exr_end.size()) : map;
  return set_file_name(names, slug, name, size_px, is_exr(map) ? "exr" : "png");
}

Metadata SetWriter::metadata(const std::string& map) const {
  return make_metadata(fabric_recipe(spec, map), level, fmt::format("atelier {}", version()));
}

Result<ManifestFile> SetWriter::write(const std::string& name, const std::string& file, const Bytes& bytes,
                                      const Image& image) const {
  const std::string_view text = as_text(bytes);
  TRY_VOID(write_file(folder / file, text));
  const bool color = image.meaning() == ColorMeaning::srgb;
  return ManifestFile{name,
                      file,
                      sha256_hex(text),
                      color ? "sRGB" : "linear",
                      image.type() == SampleType::u8 ? 8 : 16,
                      image.channels()};
}

Result<ManifestFile> SetWriter::write_map(Map& map) const {
  Image own = std::move(map.image);
  if (map.make) {
    TRY(own, map.make(run));
  }
  const std::shared_ptr<const Image> shared = std::move(map.shared);
  map.make = {};
  const Image& image = shared ? *shared : own;
  EncodeOptions options;
  options.pixels_per_metre = pixels_per_metre;
  options.metadata = metadata(map.name);
  const bool id = map.name == "id";
  if (id) options.palette = id_palette();
  options.half_floats = image.channels() > 1;  // heights need the steps, directions do not
  TRY(const Bytes bytes, encode_image(image, is_exr(map.name) ? "exr" : "png", options, run));
  TRY(ManifestFile file, write(map.name, map_file(map.name, image.width()), bytes, image));
  if (is_exr(map.name)) {
    file.bits = options.half_floats ? 16 : 32;
  } else if (id) {
    file.ids = id_values(image);
    file.channels = 3;  // its colours
  } else if (image.channels() == 1 || map.name == "arm") {
    file.mean = channel_means(image);
  }
  return file;
}

Result<ManifestFile> SetWriter::write_jpeg(const std::string& name, const Image& image, double density,
                                           int quality) const {
  EncodeOptions options;
  options.quality = quality;
  options.pixels_per_metre = density;
  options.metadata = metadata(name);
  TRY(const Bytes bytes, encode_image(image, "jpeg", options, run));
  return write(name, set_file_name(names, slug, name, image.width(), "jpg"), bytes, image);
}

Result<std::vector<ManifestFile>> write_maps(const SetWriter& writer, MapSet& set) {
  std::vector<std::size_t> order(set.maps.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return set.maps[a].image.bytes() > set.maps[b].image.bytes(); });
  std::vector<Result<ManifestFile>> written(order.size(), ManifestFile{});
  writer.run.begin(writing, static_cast<double>(order.size()));
  TRY_VOID(parallel_for(writer.run, static_cast<int>(order.size()), [&](int i) {
    written[order[i]] = writer.write_map(set.maps[order[i]]);
    static_cast<void>(writer.run.step());
  }));
  std::vector<ManifestFile> files;
  for (Result<ManifestFile>& file : written) {
    if (!file.ok()) return std::move(file).error();
    files.push_back(std::move(file).value());
  }
  return files;
}

Image with_alpha(const Image& color, const Image& opacity) {
  Image image(color.width(), color.height(), 4, SampleType::u8, ColorMeaning::srgb);
  for (int y = 0; y < color.height(); ++y) {
    const std::uint8_t *from = color.row<std::uint8_t>(y), *alpha = opacity.row<std::uint8_t>(y);
    std::uint8_t* to = image.row<std::uint8_t>(y);
    for (int x = 0; x < color.width(); ++x, from += 3, to += 4) {
      std::copy_n(from, 3, to);
      to[3] = alpha[x];
    }
  }
  return image;
}

std::array<double, 4> encoded_mean(const LinearRgb& color) {
  return {manifest_number(srgb_encode(color.r)), manifest_number(srgb_encode(color.g)),
          manifest_number(srgb_encode(color.b)), 1};
}

Result<void> add_preview(const SetWriter& writer, const MapSet& set, ManifestFacts& facts) {
  TRY(const Image preview, tiled_preview(set, preview_tile_px, writer.run));
  TRY(ManifestFile file, writer.write_jpeg("preview", preview, 0, preview_quality));
  facts.pictures.push_back(std::move(file));
  return ok();
}

Result<void> add_photo(const SetWriter& writer, const Structure& structure, ManifestFacts& facts) {
  const PhotoFrame frame = choose_frame(writer.spec, structure.tile(), 0);
  TRY(const Image photo, photograph_frame(writer.spec, structure, frame, writer.run));
  TRY(ManifestFile file, writer.write_jpeg("macro", photo, 1000 * photo.width() / frame.width_mm, photo_quality));
  facts.pictures.insert(facts.pictures.begin(), std::move(file));
  return ok();
}

Result<FabricSetFiles> finish_set(const SetWriter& writer, const TextureRequest& words, Lang lang, bool archive,
                                  ManifestFacts facts) {
  facts.names = file_names_word(writer.names);
  TRY(facts.materials,
      write_material_files(describe_material(writer.spec, facts, writer.slug), writer.folder, archive));
  Json manifest = fabric_manifest(writer.spec, words, lang, facts);
  TRY_VOID(write_draft(writer, manifest, facts));
  TRY_VOID(write_file(writer.folder / "manifest.json", json_text(manifest, 2) + "\n"));
  return list_files(facts, std::move(manifest));
}

}  // namespace atelier
