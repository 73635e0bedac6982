#pragma once

#include <vector>

#include "fabric/overlay.h"
#include "fabric/overlay/quilt_seams.h"
#include "fabric/overlay/relief_grid.h"

namespace atelier {

/// Pillows between stitch lines (Cloth reference 8.1, 8.2): their height, the thread and its needle holes.
class Quilt final : public Overlay {
 public:
  /// invalid_argument for numbers that cannot be sewn.
  static Result<std::unique_ptr<Overlay>> create(const FabricSpec& spec, const Tile& tile);
  static bool wanted(const FabricSpec& spec) { return spec.quilt.layout != QuiltSpec::Layout::none; }
  static OverlayNeeds needs(const FabricSpec& spec);

  Result<void> apply(Surface& surface, const RunContext& run) const override;
  void describe(Tile& tile) const override;

 private:
  struct Stitch {
    double x, y;  ///< middle, 0..1 on the torus
    double cosine, sine;
    double half_length_mm, radius_mm, turn;
  };
  struct Axes;
  Quilt(const FabricSpec& spec, const Tile& tile);
  void sew(const FabricSpec& spec, const Seam& seam, int number);
  void stitch(const Axes& axes, int first, int last, Surface& surface) const;
  void draw(const Stitch& one, double dx_mm, double dy_mm, float base_mm, std::size_t at, Surface& surface) const;

  Tile tile_;
  double height_mm_ = 0, view_mm_ = 0;
  ReliefGrid relief_;
  std::vector<Stitch> stitches_;
};

}  // namespace atelier
