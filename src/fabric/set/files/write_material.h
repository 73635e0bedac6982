#pragma once

#include <filesystem>

#include "fabric/set/fabric_manifest.h"
#include "fabric/set/files/set_material.h"

namespace atelier {

/// Writes {slug}.gltf, .mtlx and .u3m beside the maps they name, and with `archive` {slug}.u3ma, which holds the U3M
/// and its pictures.
Result<std::vector<MaterialFile>> write_material_files(const SetMaterial& material, const std::filesystem::path& folder,
                                                       bool archive);

}  // namespace atelier
