#pragma once

#include "fabric/overlay.h"
#include "fabric/overlay/print_layers.h"

namespace atelier {

/// Ink on the face of a cloth (Cloth reference 11.4): a drawn motif, or a picture.
class Print final : public Overlay {
 public:
  /// invalid_argument for a repeat below 4 mm.
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);
  static bool wanted(const FabricSpec& spec) { return spec.overlay.print.motif != PrintSpec::Motif::none; }
  static OverlayNeeds needs(const FabricSpec& spec);

  Result<void> apply(Surface& surface, const RunContext& run) const override;
  void describe(Tile& tile) const override;

 private:
  struct Row;
  struct Mix;
  Print(const FabricSpec& spec, const Tile& tile);
  void draw_row(const Row& row, Surface& surface) const;
  void paint_row(const Row& row, Surface& surface) const;
  float edge_noise(float x, float y) const;
  double taken(float height_mm) const;
  void lay_film(double share, std::size_t at, Surface& surface) const;

  Tile tile_;
  PrintSpec print_;
  std::uint32_t key_;
  int columns_ = 1, rows_ = 1;  // repeats in the tile
  double repeat_x_mm_, repeat_y_mm_;
  bool tops_only_ = false;  // coarse threads keep ink from what lies between them
  PrintLayers layers_;
};

}  // namespace atelier
