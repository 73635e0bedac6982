#pragma once

#include <vector>

#include "fabric/overlay.h"

namespace atelier {

/// Folds along the warp (Cloth reference 8.4): knife, box and accordion pleats, plissé.
class Pleats final : public Overlay {
 public:
  /// invalid_argument for a pitch below 1 mm.
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);
  static bool wanted(const FabricSpec& spec) { return spec.overlay.pleat.kind != PleatSpec::Kind::none; }
  static OverlayNeeds needs(const FabricSpec& spec);

  Result<void> apply(Surface& surface, const RunContext& run) const override;
  void describe(Tile& tile) const override;
  int count() const { return count_; }

 private:
  Pleats(const FabricSpec& spec, const Tile& tile);
  double crimp();
  void fold_row(int y, float v, const std::vector<float>& columns, Surface& surface) const;

  Tile tile_;
  PleatSpec pleat_;
  std::uint32_t key_;
  int count_ = 1;
  std::vector<float> profile_mm_;  // across the tile
};

}  // namespace atelier
