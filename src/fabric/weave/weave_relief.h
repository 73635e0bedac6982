#pragma once

#include "fabric/overlay.h"
#include "fabric/overlay/relief_grid.h"

namespace atelier {

/// What a weave or its tensions raise over many threads: the cells of a waffle, the cords of piqué and Bedford cord,
/// the ribs of ottoman, the pebbles of crêpe, the puckers of seersucker (Cloth reference 4). Height:
/// WeaveSpec::relief_mm.
class WeaveRelief final : public Overlay {
 public:
  static bool wanted(const FabricSpec& spec);
  static OverlayNeeds needs(const FabricSpec& spec);
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);

  Result<void> apply(Surface& surface, const RunContext& run) const override {
    return relief_.add_to(tile_, surface.window, surface.height_mm, run);
  }
  void describe(Tile& tile) const override;
  /// Height at (x, y), 0..1 of the tile; 0 is the mean.
  float height_mm(float x, float y) const { return relief_.at(x, y); }

 private:
  WeaveRelief(const FabricSpec& spec, const Tile& tile, ReliefGrid relief);

  Tile tile_;
  ReliefGrid relief_;
  double relief_mm_, detail_mm_;
};

}  // namespace atelier
