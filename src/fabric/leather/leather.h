#pragma once

#include "fabric/leather/grain.h"
#include "fabric/leather/pores.h"
#include "fabric/structure.h"

namespace atelier {

/// Skin, or what is embossed to look like it: a grain without fibres.
class Leather final : public Structure {
 public:
  /// invalid_argument for numbers that no leather has (fields named), or a tile that holds no whole repeats.
  static Result<std::unique_ptr<Structure>> create(const FabricSpec& spec);

  const Tile& tile() const override { return tile_; }
  Result<Surface> raster(const Window& window, const RunContext& run) const override;
  const std::vector<Pore>& pores() const { return pores_; }
  /// Cells of a whole tile, across and along.
  int cells_x() const { return grain_.cells_x() * plates_; }
  int cells_y() const { return grain_.cells_y() * plates_; }

 private:
  Leather(const LeatherSpec& spec, const Tile& tile, int plates, std::uint32_t key);
  struct Job;
  void raster_strip(const Job& job, int strip, Surface& surface) const;
  void dye_creases(const GrainRow& made, int row, Surface& surface) const;
  void prick(const Job& job, int first, int last, Surface& surface) const;

  LeatherSpec spec_;
  Tile tile_;
  int plates_;  ///< embossed plates along a side; 1 of a grown grain
  Grain grain_;
  PeriodicField dent_, blotch_;
  std::vector<Pore> pores_;
};

}  // namespace atelier
