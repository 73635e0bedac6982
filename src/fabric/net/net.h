#pragma once

#include "fabric/net/strands.h"

namespace atelier {

/// Openwork: strands and the holes between them.
class Net final : public Structure {
 public:
  /// invalid_argument for numbers that no net has (fields named), or a tile that holds no whole cells.
  static Result<std::unique_ptr<Structure>> create(const FabricSpec& spec);

  const Tile& tile() const override { return tile_; }
  Result<Surface> raster(const Window& window, const RunContext& run) const override;
  const Strands& strands() const { return strands_; }

 private:
  Net(const NetSpec& spec, const Tile& tile, Strands strands);
  NetSpec spec_;
  Tile tile_;
  Strands strands_;
};

/// Cells of a net across and along a tile.
struct NetCells {
  int across = 1, along = 1;
};

/// What decides which pieces of a ground are left out: true where it is wanted.
using GroundWanted = bool (*)(const void* motifs, double x_mm, double y_mm);

// The grounds, each drawn over the whole tile.
void draw_tulle(const NetSpec& spec, const NetCells& cells, std::uint32_t key, Strands& strands,
                GroundWanted wanted = nullptr, const void* motifs = nullptr);
void draw_pillars(const NetSpec& spec, const NetCells& cells, std::uint32_t key, Strands& strands);
void draw_diamonds(const NetSpec& spec, const NetCells& cells, std::uint32_t key, Strands& strands);

}  // namespace atelier
