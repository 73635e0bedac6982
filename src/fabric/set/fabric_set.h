#pragma once

#include <filesystem>
#include <vector>

#include "base/json.h"
#include "base/lang.h"
#include "base/run_context.h"
#include "fabric/map_set.h"
#include "fabric/set/file_names.h"
#include "imaging/metadata.h"

namespace atelier {

/// What a set holds beside its maps.
struct FabricSetOptions {
  MapChoice choice = MapChoice::full;
  bool photo = true;
  bool preview = true;
  bool archive = false;  ///< a U3MA beside the U3M
  bool floats = false;   ///< disp (32 bit) and nor_gl (16 bit) as EXR too; at most held_size_px_max
  FileNames names = FileNames::polyhaven;
  int held_size_px_max = 4096;  ///< larger tiles hold only the maps of the small set; the others are made one by one
};

/// A set on disk.
struct FabricSetFiles {
  std::vector<std::filesystem::path> files;  ///< relative to the folder; manifest.json comes last
  std::filesystem::path primary;             ///< the photograph, or else the preview, or else the base colour
  Json facts;                                ///< manifest.json
};

/// Weaves a spec and writes its set into `folder`, which exists: maps as PNG (file_names.h), the macro photograph and
/// the 3×3 preview as JPEG, the material as glTF, MaterialX and U3M (15.3 to 15.5), and manifest.json (15.1, 15.2).
/// `words` is what the person asked, in `lang`: it goes into the manifest only, so that equal meanings give equal maps.
/// When it fails, the files written so far are left to the caller's StagedFolder. cancelled, exhausted, denied,
/// out_of_disk, too_large, and what make_structure says.
Result<FabricSetFiles> write_fabric_set(const FabricSpec& spec, const TextureRequest& words, Lang lang,
                                        RecipeLevel level, const std::filesystem::path& folder, RunContext& run,
                                        const FabricSetOptions& options = {});

}  // namespace atelier
