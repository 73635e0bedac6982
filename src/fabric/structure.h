#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/run_context.h"
#include "fabric/fabric_spec.h"
#include "fabric/tile.h"
#include "imaging/plane.h"

namespace atelier {

/// What lies at a pixel.
enum class Part : std::uint8_t {
  ground = 0,  ///< between or under the yarns
  warp = 1,
  weft = 2,
  stitch = 3,
  hole = 4,
  loop = 5,   ///< a knit's yarn
  pile = 6,   ///< tufts, hairs, terry loops: fibres that stand up
  fibre = 7,  ///< of a mat: felt, suede
  grain = 8,  ///< leather
  film = 9,   ///< coatings, laminates, drops of water: no fibres at the surface
  cord = 10,  ///< strands of nets and lace
};
inline constexpr int part_count = 11;

/// A rectangle of the cloth to raster. Row 0 is the top (largest Y); pixels are square up to rounding.
struct Window {
  double x_mm = 0, y_mm = 0;  ///< lower left corner in tile coordinates
  double width_mm = 10, height_mm = 10;
  int width_px = 1024, height_px = 1024;
  bool wraps = true;  ///< the window is the whole tile: neighbours across the edge are the other side
};

/// The cloth as seen straight from above, one value per pixel of a window. Planes are width × height, row 0 at the top.
struct Surface {
  Window window;
  Plane<float> height_mm;         ///< z; 0 is the mean fabric plane
  Plane<std::uint8_t> part;       ///< Part
  Plane<std::uint8_t> dye;        ///< index into FabricSpec::dyes
  Plane<std::uint8_t> other_dye;  ///< the second most seen dye of the pixel. Empty, with dye_share: one dye a pixel
  Plane<std::uint8_t> dye_share;  ///< how much of the pixel has `dye`; 255: all, 128: half, the rest has `other_dye`
  Plane<float> shade;             ///< linear factor on the dye: fibre noise, yarn variation, backing darkness, wear
  /// Fibre direction in tile axes (X right, Y up), 127 = 1. Shorter than 127: the fibre rises out of the surface, as
  /// pile does; its third component is what is missing to 1. 0, 0 on grain and film, which have no fibres.
  Plane<std::int8_t> tangent_x, tangent_y;
  Plane<std::uint8_t> coverage;  ///< 255: covered, 0: hole, between at edges. Empty: covered everywhere
  Plane<float> slope_variance;   ///< of slopes finer than a pixel (LOD). Empty: none
  Plane<std::uint8_t> fuzz;      ///< opacity of fly-away fibres above the cloth. Empty: none
  Plane<std::int8_t> fuzz_tangent_x, fuzz_tangent_y;
};

/// A way cloth is made, one folder each: weave, knit, pile, mat, leather, net, film. What is laid over it: overlay.h.
/// Const after creation: rasters from several threads.
class Structure {
 public:
  virtual ~Structure() = default;
  virtual const Tile& tile() const = 0;
  /// Rasters a window; same samples for any thread count and any x86-64 CPU. Only cancelled or exhausted can fail.
  virtual Result<Surface> raster(const Window& window, const RunContext& run) const = 0;
};

/// Builds the structure of a spec with what is laid over it (structures_table.cpp).
/// invalid_argument for numbers that cannot be made.
Result<std::unique_ptr<Structure>> make_structure(const FabricSpec& spec);

}  // namespace atelier
