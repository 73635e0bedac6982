#pragma once

#include <optional>

#include "fabric/knit/loop_field.h"
#include "fabric/knit/loop_raster.h"
#include "fabric/knit/loop_shade.h"
#include "fabric/structure.h"
#include "fabric/weave/noise.h"

namespace atelier {

/// The tile of a knit after snapping to whole repeats of its chart, figure and stripes. invalid_argument for numbers
/// that cannot be knitted, unknown charts and a tile_mm that does not fit.
Result<Tile> knit_tile(const FabricSpec& spec);

/// Cloth of loops: weft knits and tricot (6).
class Knitted final : public Structure {
 public:
  /// invalid_argument for numbers that cannot be knitted (fields named) and unknown charts.
  static Result<std::unique_ptr<Structure>> create(const FabricSpec& spec);

  const Tile& tile() const override { return tile_; }
  const LoopField& loops() const { return field_; }
  Result<Surface> raster(const Window& window, const RunContext& run) const override;

 private:
  struct Job;
  Knitted(const FabricSpec& spec, const Tile& tile, LoopField field);
  void raster_strip(const Job& job, int strip, Surface& surface) const;
  void draw_courses(const Job& job, const Window& window, int first, int last, StripCourses& courses,
                    YarnHits& hits) const;
  void finish(YarnPixel pixel, const Job& job, int row, int column, Surface& surface) const;
  YarnPixel sample(const Job& job, const StripCourses& courses, const YarnHits& hits, int row, int column) const;

  FabricSpec spec_;
  Tile tile_;
  LoopField field_;
  FibreTexture fibres_;
  std::optional<MelangeTexture> melange_;
};

}  // namespace atelier
