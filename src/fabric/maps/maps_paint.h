#pragma once

#include <algorithm>

#include "fabric/maps/maps_color.h"
#include "fabric/structure.h"
#include "imaging/image.h"

namespace atelier {

/// What the base colour of a tile follows from, beside the light of its dyes: how light each pixel is, and of which
/// dyes it is.
struct Paint {
  Surface surface;             ///< dye, other_dye, dye_share and coverage are read
  Plane<std::uint16_t> steps;  ///< shade in 1 / ShadeHistogram::steps_per_unit, below ShadeHistogram::steps
  int dyes = 1;                ///< of the spec
  bool holes = false;          ///< whether a pixel is not wholly covered; count_shades finds out

  /// Dyes of a pixel. Indices beyond the last dye count as the last.
  DyeMix mix(int x, int y) const {
    const int last = dyes - 1, dye = std::min<int>(surface.dye.row(y)[x], last);
    if (surface.dye_share.empty()) return {dye, 0, ShadeHistogram::whole};
    return {dye, std::min<int>(surface.other_dye.row(y)[x], last), surface.dye_share.row(y)[x]};
  }
  bool covered(int x, int y) const { return surface.coverage.empty() || surface.coverage.row(y)[x] > 0; }
};

/// How much of each dye has each shade; finds out whether there are holes. Only cancelled can fail.
Result<ShadeHistogram> count_shades(Paint& paint, const RunContext& run);

/// The colours of the spec's dyes that give its mean.
ColorTable make_color_table(const FabricSpec& spec, const ShadeHistogram& shades);

/// Row y of the base colour, sRGB. Under holes lies the colour of the cloth around them, so that filtering brings in no
/// strange edge.
void paint_row(const Paint& paint, const ColorTable& colors, int y, std::uint8_t* rgb);

}  // namespace atelier
