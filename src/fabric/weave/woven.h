#pragma once

#include <optional>

#include "fabric/melange.h"
#include "fabric/structure.h"
#include "fabric/weave/drafts/weave.h"
#include "fabric/weave/neps.h"
#include "fabric/weave/noise.h"
#include "fabric/weave/raster.h"
#include "fabric/weave/yarn_tracks.h"

namespace atelier {

/// Cloth of two systems of yarns that cross at right angles.
class Woven final : public Structure {
 public:
  /// invalid_argument for numbers that cannot be woven (fields named), unsupported for unknown weaves.
  static Result<std::unique_ptr<Structure>> create(const FabricSpec& spec);

  const Tile& tile() const override { return tile_; }
  const WeaveMatrix& weave() const { return weave_; }
  Result<Surface> raster(const Window& window, const RunContext& run) const override;

 private:
  struct Job;
  class RowSource;
  Job make_job(const Window& window) const;
  void measure_face(FarView& far) const;
  void raster_strip(const Job& job, int strip, Surface& surface) const;
  void raster_cloth(const Job& job, int first, int last, Surface& surface) const;
  Woven(const FabricSpec& spec, const Tile& tile, WeaveMatrix weave);

  FabricSpec spec_;
  Tile tile_;
  WeaveMatrix weave_;
  WovenYarns yarns_;
  FibreTexture fibres_;
  std::optional<MelangeTexture> melange_;
  FinishOperator finish_;
  Neps neps_;
};

}  // namespace atelier
