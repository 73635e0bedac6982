#pragma once

#include "fabric/overlay.h"
#include "fabric/overlay/relief_grid.h"

namespace atelier {

/// Watered silk: bands in which the ribs are pressed flat and shine otherwise (Cloth reference 5.4).
class Moire final : public Overlay {
 public:
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);
  static bool wanted(const FabricSpec& spec) { return spec.overlay.moire.strength > 0; }
  static OverlayNeeds needs(const FabricSpec& spec);

  Result<void> apply(Surface& surface, const RunContext& run) const override;
  void describe(Tile& tile) const override;

 private:
  Moire(const FabricSpec& spec, const Tile& tile);

  Tile tile_;
  MoireSpec moire_;
  ReliefGrid pressed_;  // -0.5..0.5
};

}  // namespace atelier
