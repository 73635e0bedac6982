#pragma once

#include <vector>

#include "fabric/overlay.h"
#include "fabric/overlay/motif_shapes.h"

namespace atelier {

/// Flowers in satin stitch, standing on the cloth.
class Embroidery final : public Overlay {
 public:
  /// invalid_argument for a repeat below 10 mm.
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);
  static bool wanted(const FabricSpec& spec) { return spec.overlay.embroidery.repeat_mm > 0; }
  static OverlayNeeds needs(const FabricSpec& spec);

  Result<void> apply(Surface& surface, const RunContext& run) const override;
  void describe(Tile& tile) const override;

 private:
  struct Axes;
  Embroidery(const FabricSpec& spec, const Tile& tile);
  void sew(const Shape& shape, const Axes& axes, int first, int last, Surface& surface) const;
  void stitch(const Shape& shape, double dx_mm, double dy_mm, std::size_t at, Surface& surface) const;

  Tile tile_;
  EmbroiderySpec spec_;
  std::uint32_t key_;
  int repeats_ = 1;
  double repeat_mm_;
  std::vector<Shape> shapes_;
};

}  // namespace atelier
