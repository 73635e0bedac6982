#pragma once

#include <memory>
#include <vector>

#include "fabric/structure.h"

namespace atelier {

/// What is laid over a finished cloth of any structure: quilt, pleats, embossing, wrinkles, prints, drops
/// (overlays_table.cpp). Const after creation.
class Overlay {
 public:
  virtual ~Overlay() = default;
  /// Changes a raster of the cloth, in place: heights, dyes, parts. Same samples for any thread count; a window shows
  /// the same as its place in the whole tile. Only cancelled or exhausted can fail.
  virtual Result<void> apply(Surface& surface, const RunContext& run) const = 0;
  /// What it makes of the tile's relief_mm, view_mm and pitch_mm.
  virtual void describe(Tile& tile) const = 0;
};

/// What the overlays of a spec need of the tile: lengths that fit a whole number of times along its side, and the side
/// they would like (0: any).
struct OverlayNeeds {
  std::vector<Repeat> repeats;
  double wish_mm = 0;
};
OverlayNeeds overlay_needs(const FabricSpec& spec);

/// The overlays of a spec over a cloth with this tile, in the order in which they are laid.
/// invalid_argument for numbers that cannot be made.
Result<std::vector<std::unique_ptr<Overlay>>> make_overlays(const FabricSpec& spec, const Tile& tile);

}  // namespace atelier
