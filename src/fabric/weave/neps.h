#pragma once

#include <cstdint>
#include <vector>

#include "fabric/fabric_spec.h"
#include "fabric/structure.h"
#include "fabric/weave/raster.h"

namespace atelier {

/// Lumps of coloured fibres that were spun into the yarn (NepSpec): each lies on one yarn and is seen where that yarn
/// is on top. Const after creation.
class Neps {
 public:
  Neps(const FabricSpec& spec, const WovenYarns& yarns, const Tile& tile);

  bool empty() const { return neps_.empty(); }

  /// Draws rows first..last of a surface that already shows the cloth and has dye shares.
  void draw(const PixelAxis& columns, const PixelAxis& rows, int first, int last, Surface& surface) const;

 private:
  struct Nep {
    float x, y;              ///< middle, 0..1 of the tile
    float reach_x, reach_y;  ///< half axes, 0..1 of the tile
    float lopsided;          ///< -1..1
    float height_mm;         ///< over the yarn
    std::uint8_t part, dye;
  };
  Nep make(const FabricSpec& spec, const WovenYarns& yarns, int index) const;
  static void draw_row(const Nep& nep, float off_y, const PixelAxis& columns, int row, Surface& surface);

  std::vector<Nep> neps_;
};

}  // namespace atelier
