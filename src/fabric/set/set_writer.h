#pragma once

#include <filesystem>
#include <string>

#include "base/run_context.h"
#include "fabric/map_set.h"
#include "fabric/set/fabric_manifest.h"
#include "fabric/set/fabric_set.h"
#include "imaging/codec.h"

namespace atelier {

/// What the files of one set share: their names, the recipe inside, and where they go.
struct SetWriter {
  const FabricSpec& spec;
  RecipeLevel level;
  const std::filesystem::path& folder;
  RunContext& run;
  std::string slug;
  FileNames names;
  double pixels_per_metre = 0;  ///< of the maps

  /// The file of a map; EXR for one whose name ends so.
  std::string map_file(const std::string& map, int size_px) const;
  Metadata metadata(const std::string& map) const;

  /// Encodes and writes one map, and frees it.
  Result<ManifestFile> write_map(Map& map) const;
  /// Writes a JPEG of the set; `density` in pixels per metre, 0: not stated.
  Result<ManifestFile> write_jpeg(const std::string& name, const Image& image, double density, int quality) const;

 private:
  Result<ManifestFile> write(const std::string& name, const std::string& file, const Bytes& bytes,
                             const Image& image) const;
};

/// Writes all maps, several at a time, the largest first so that none is left to the end alone. The result is in the
/// order of the set.
Result<std::vector<ManifestFile>> write_maps(const SetWriter& writer, MapSet& set);

/// Alpha where glTF wants it: in the base colour.
Image with_alpha(const Image& color, const Image& opacity);

/// The mean of "diff" as its manifest entry has it.
std::array<double, 4> encoded_mean(const LinearRgb& color);

/// Whether a map is the EXR beside the PNG of its name: "disp_exr".
bool is_exr(std::string_view map);

Result<void> add_preview(const SetWriter& writer, const MapSet& set, ManifestFacts& facts);
Result<void> add_photo(const SetWriter& writer, const Structure& structure, ManifestFacts& facts);

/// Writes what describes the maps and pictures in `facts`: the material files, the draft and manifest.json.
Result<FabricSetFiles> finish_set(const SetWriter& writer, const TextureRequest& words, Lang lang, bool archive,
                                  ManifestFacts facts);

}  // namespace atelier
