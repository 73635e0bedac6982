#pragma once

#include "fabric/overlay.h"
#include "fabric/overlay/relief_grid.h"

namespace atelier {

/// Wrinkles of crushed cloth, blisters of cloqué, stamped lozenges (Cloth reference 5.4, 8.4).
class Crinkle final : public Overlay {
 public:
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);
  static bool wanted(const FabricSpec& spec) {
    const CrinkleSpec& crinkle = spec.overlay.crinkle;
    return crinkle.crush_mm > 0 || crinkle.blister_mm > 0 || crinkle.emboss_mm > 0;
  }
  static OverlayNeeds needs(const FabricSpec& spec);

  Result<void> apply(Surface& surface, const RunContext& run) const override;
  void describe(Tile& tile) const override;

 private:
  Crinkle(const FabricSpec& spec, const Tile& tile);
  Result<void> ruffle_pile(Surface& surface, const RunContext& run) const;

  Tile tile_;
  CrinkleSpec crinkle_;
  ReliefGrid relief_;
  ReliefGrid lean_x_, lean_y_;  // of pile that was crushed; empty: none
};

}  // namespace atelier
