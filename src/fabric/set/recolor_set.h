#pragma once

#include "fabric/set/fabric_set.h"

namespace atelier {

/// A set on disk that can be dyed anew.
struct FinishedSet {
  std::filesystem::path folder;
  Json manifest;
  TextureRequest request;  ///< in canonical IDs
};

/// Reads the manifest of a set. not_found, invalid_argument: there is no set; unsupported: it was made by another
/// version, or holds only the small set, and must be made again first. Errors are about the field "recolor".
Result<FinishedSet> open_set(const std::filesystem::path& folder);

/// write_fabric_set for a spec that differs from a finished set in its colours only, from that set's maps: the files
/// are equal byte for byte to those of a new bake. Only pile and mats,
/// whose strokes and depth of shading go with their lightness, differ a little: they keep those of the first colour,
/// which the manifest names ("shade_of").
/// invalid_argument: it differs in more, or a map was damaged;
/// unsupported: in these colours the cloth itself would be another (more dyes, another pattern).
Result<FabricSetFiles> recolor_fabric_set(const FinishedSet& set, const FabricSpec& spec, const TextureRequest& words,
                                          Lang lang, RecipeLevel level, const std::filesystem::path& folder,
                                          RunContext& run, const FabricSetOptions& options = {});

}  // namespace atelier
