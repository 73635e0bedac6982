#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/structure.h"
#include "imaging/image.h"

namespace atelier {

/// One map: its name in the Poly Haven style ("diff", "nor_gl", "rough", "ao", "disp", "arm" …) and samples.
struct Map {
  std::string name;
  Image image;
  /// The samples where other maps are made from them too; image is empty then.
  std::shared_ptr<const Image> shared = {};
  /// Makes the samples where they are not there yet (MapChoice::full_when_asked). Can be called from any thread.
  std::function<Result<Image>(const RunContext&)> make = {};
};

/// The maps of one tile, in memory.
struct MapSet {
  Tile tile;
  double height_min_mm = 0, height_max_mm = 0;  ///< what 0 and 65535 of "disp" stand for
  double color_delta_e = 0;                     ///< CIEDE2000 of the mean base colour against the wish
  LinearRgb color_mean;                         ///< mean light of "diff"
  std::vector<Map> maps;

  /// The map of this name, or null. Its image is empty where it is made when asked for.
  const Image* find(std::string_view name) const;
};

/// Which maps bake_maps makes; the small set is what is timed: diff, nor_gl, disp, arm and opacity where there are
/// holes. full_with_floats: also disp_exr and nor_gl_exr, f32 samples that mean what those of disp and nor_gl mean.
/// full_when_asked: the maps beyond the small set are not held but made one by one, as large tiles need.
enum class MapChoice { small, full, full_with_floats, full_when_asked };

/// The maps of a surface that is a whole tile (window.wraps), which is used up. Rolling the surface rolls every map.
/// ErrorKind::exhausted without memory, cancelled.
Result<MapSet> bake_surface(const FabricSpec& spec, const Tile& tile, Surface surface, MapChoice choice,
                            RunContext& run);

/// Computes the maps of a spec's tile at spec.size_px (section 9). Same samples on every CPU and thread count.
Result<MapSet> bake_maps(const FabricSpec& spec, const Structure& structure, MapChoice choice, RunContext& run);

/// The maps of a finished tile that its colours follow from, all of one size.
struct ColorMaps {
  Image shade;                ///< u16, 1 channel
  Image dyes, opacity, fuzz;  ///< u8, 3, 1 and 4 channels; empty where the set has none
  Image arm;                  ///< u8, 3 channels
};

/// Whether a map of this name changes with the colours of the cloth.
bool follows_color(std::string_view map);

/// Makes the maps for which follows_color holds (but diff_alpha) as bake_maps would for a spec that differs from the
/// finished tile's in colour only: equal samples. invalid_argument for maps that are not of one tile; exhausted,
/// cancelled.
Result<MapSet> recolor_maps(const FabricSpec& spec, const Tile& tile, ColorMaps from, RunContext& run);

/// The macro photograph (section 10): 8..40 mm of cloth at ≤ 12 µm a pixel. size_px 0: chosen.
/// sRGB, 8 bit; within ±1 on every CPU.
Result<Image> photograph(const FabricSpec& spec, const Structure& structure, int size_px, RunContext& run);

}  // namespace atelier
