#pragma once

#include <vector>

#include "fabric/overlay.h"

namespace atelier {

/// Drops of water on a repellent cloth (Cloth reference 8.3): caps of spheres that keep clear of each other and of
/// seams.
class Beads final : public Overlay {
 public:
  struct Bead {
    double x_mm, y_mm;  ///< middle, in the tile
    double radius_mm;   ///< as seen from above
    double height_mm;
  };
  /// invalid_argument for a coverage above 0.3.
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);
  static bool wanted(const FabricSpec& spec) { return spec.overlay.beads.coverage > 0; }
  static OverlayNeeds needs(const FabricSpec& spec);

  Result<void> apply(Surface& surface, const RunContext& run) const override;
  void describe(Tile& tile) const override;

 private:
  Beads(const FabricSpec& spec, const Tile& tile);
  void scatter(const FabricSpec& spec);
  void wet(const Bead& bead, double squared_mm, std::size_t at, Surface& surface) const;

  Tile tile_;
  BeadSpec spec_;
  std::vector<Bead> beads_;
};

}  // namespace atelier
