#include "fabric/pile/woven_ground.h"

#include <algorithm>
#include <cmath>

#include "fabric/weave/woven.h"

namespace atelier {
namespace {

constexpr float darkest_hole = 0.6F;  // fibres lie over the gaps of a ground, too

}  // namespace

Result<std::unique_ptr<Structure>> make_woven_ground(const FabricSpec& spec, const Tile& tile) {
  FabricSpec ground = spec;
  ground.structure = "woven";
  ground.quilt = {};
  ground.overlay = {};
  ground.finish = {};
  ground.tile_mm = tile.width_mm;
  ground.dyes.resize(1);
  ground.warp_order = ground.weft_order = {0};
  // Whole fours of threads hold any repeat that a ground has.
  const auto fitted = [](double side_mm, double per_cm) {
    return 10 * 4 * std::floor(side_mm * per_cm / 40 + 0.5) / side_mm;
  };
  ground.ends_per_cm = fitted(tile.width_mm, spec.ends_per_cm);
  ground.picks_per_cm = fitted(tile.height_mm, spec.picks_per_cm);
  return Woven::create(ground);
}

Result<Surface> raster_woven_ground(const Structure& ground, const Window& window, float raise_mm, float shade,
                                    const RunContext& run) {
  TRY(Surface surface, ground.raster(window, run));
  surface.coverage = {};
  surface.other_dye = {};
  surface.dye_share = {};
  surface.slope_variance = {};
  for (std::size_t i = 0; i < surface.height_mm.size(); ++i) {
    surface.height_mm.data()[i] += raise_mm;
    surface.shade.data()[i] = std::max(surface.shade.data()[i], darkest_hole) * shade;
  }
  return surface;
}

}  // namespace atelier
