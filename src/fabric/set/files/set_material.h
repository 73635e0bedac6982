#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/fabric_spec.h"
#include "fabric/tile.h"

namespace atelier {

/// A written picture of a set and the mean of its samples.
struct MaterialMap {
  std::string name;  ///< "diff", "nor_gl", "arm" …
  std::string file;  ///< relative to the folder of the set
  int channels = 3;
  std::array<double, 4> mean;  ///< of each channel, 0..1 as written (sRGB-encoded where the map is colour)
};

/// The picture of a set for people: whole tiles at true size.
struct MaterialPreview {
  std::string file;  ///< empty: none
  double width_mm = 0, height_mm = 0;
  int width_px = 0, height_px = 0;
};

/// What the files that describe a material to other programs are made from (15.3 to 15.5).
struct SetMaterial {
  const FabricSpec& spec;
  const Tile& tile;
  std::string slug, title;  ///< title for people, in English
  int size_px = 0;
  double height_min_mm = 0, height_max_mm = 0;
  double thickness_mm = 0;
  std::vector<MaterialMap> maps;
  MaterialPreview preview;

  /// The map of this name, or null where the set has none.
  const MaterialMap* find(std::string_view name) const;
  /// Whether light passes through whole pixels, as in nets: alpha is cut; sheer cloth blends.
  bool is_openwork() const;
};

/// The set as a glTF 2.0 asset: one material with every map the set has, on a plane of true size in metres that carries
/// one tile. Extensions: KHR_materials_sheen, _anisotropy, _clearcoat, _specular, _ior, _diffuse_transmission.
std::string gltf_file(const SetMaterial& material);

/// The set as a MaterialX document: a gltf_pbr surface whose images keep their size in metres, and the displacement.
std::string materialx_file(const SetMaterial& material);

/// The set as a U3M 1.1 material (vizoogmbh/u3m, BSD-3): every entry has a constant that is the mean of its texture.
/// Its ID is made from the slug and its dates are fixed, so that the same set is the same file.
std::string u3m_file(const SetMaterial& material);

}  // namespace atelier
