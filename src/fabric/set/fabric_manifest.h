#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/lang.h"
#include "base/result.h"
#include "fabric/map_set.h"
#include "fabric/maps/seam_check.h"

namespace atelier {

/// One written picture of a set.
struct ManifestFile {
  std::string name;    ///< "diff" … "macro", "preview"
  std::string file;    ///< relative to the folder
  std::string sha256;  ///< of the file
  std::string space;   ///< "sRGB" or "linear"
  int bits = 8;
  int channels = 3;
  /// Of each channel, 0..1 as written; colour: of the light, then sRGB-encoded. Zero where no one asks for it.
  std::array<double, 4> mean{};
  std::vector<std::uint8_t> ids{};  ///< of the id map: the values that it holds
};

/// One file that describes the material to other programs.
struct MaterialFile {
  std::string format;  ///< "gltf", "mtlx", "u3m", "u3ma"
  std::string file, sha256;
};

/// What manifest.json tells beside the spec (15.2).
struct ManifestFacts {
  Tile tile;
  double height_min_mm = 0, height_max_mm = 0;
  double color_delta_e = 0;
  SeamCheck seams;
  std::vector<ManifestFile> maps, pictures;
  std::vector<MaterialFile> materials;
  std::string names = "polyhaven";  ///< after whose custom the files are called
  std::string shade_of{};  ///< colour whose shading a recoloured cloth keeps, where its own would differ; else empty
  std::string draft{};     ///< the WIF file beside them; empty: none
};

/// Manifests are read by people too: six decimals say all that is known.
double manifest_number(double value);

/// manifest.json of a set: the person's words, their canonical meaning, the true scale, and every file.
Json fabric_manifest(const FabricSpec& spec, const TextureRequest& words, Lang lang, const ManifestFacts& facts);

/// What such a manifest tells of the maps (not of pictures and materials, and without the tile).
/// invalid_argument: it does not have them.
Result<ManifestFacts> facts_of_manifest(const Json& manifest);

/// Its member "request": what the person asked, and in which language.
Json manifest_request(const TextureRequest& words, Lang lang);

}  // namespace atelier
