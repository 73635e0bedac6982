#pragma once

#include <string>
#include <vector>

#include "fabric/structure.h"
#include "imaging/image.h"

namespace atelier {

/// One finished map: its name in the Poly Haven style ("diff", "nor_gl", "rough", "ao", "disp", "arm" …) and samples.
struct Map {
  std::string name;
  Image image;
};

/// The maps of one tile, in memory.
struct MapSet {
  Tile tile;
  double height_min_mm = 0, height_max_mm = 0;  ///< what 0 and 65535 of "disp" stand for
  double color_delta_e = 0;                     ///< CIEDE2000 of the mean base colour against the wish
  std::vector<Map> maps;
};

/// Which maps bake_maps makes; the small set is what is timed: diff, nor_gl, disp, arm and opacity where there are holes.
enum class MapChoice { small, full };

/// Computes the maps of a spec's tile at spec.size_px (section 9). Same samples on every CPU and thread count.
Result<MapSet> bake_maps(const FabricSpec& spec, const Structure& structure, MapChoice choice, RunContext& run);

/// The macro photograph (section 10): 8..40 mm of cloth at ≤ 12 µm a pixel. size_px 0: chosen.
/// sRGB, 8 bit; within ±1 on every CPU.
Result<Image> photograph(const FabricSpec& spec, const Structure& structure, int size_px, RunContext& run);

}  // namespace atelier
