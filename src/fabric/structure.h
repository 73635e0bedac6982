#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/run_context.h"
#include "fabric/fabric_spec.h"
#include "imaging/plane.h"

namespace atelier {

/// What lies at a pixel.
enum class Part : std::uint8_t { ground = 0, warp = 1, weft = 2, stitch = 3, hole = 4 };

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
  Plane<float> height_mm;    ///< z; 0 is the mean fabric plane
  Plane<std::uint8_t> part;  ///< Part
  Plane<std::uint8_t> dye;   ///< index into FabricSpec::dyes
  Plane<float> shade;        ///< linear factor on the dye: fibre noise, yarn variation, backing darkness, wear
  Plane<std::int8_t> tangent_x, tangent_y;  ///< unit fibre direction in tile axes (X right, Y up), 127 = 1
  Plane<std::uint8_t> coverage;             ///< 255: covered, 0: hole, between at edges. Empty: covered everywhere
  Plane<float> slope_variance;              ///< of slopes finer than a pixel (LOD). Empty: none
  Plane<std::uint8_t> fuzz;                 ///< opacity of fly-away fibres above the cloth. Empty: none
  Plane<std::int8_t> fuzz_tangent_x, fuzz_tangent_y;
};

/// The tile after snapping: whole repeats on each axis (section 12).
struct Tile {
  double width_mm = 0, height_mm = 0;
  int ends = 0, picks = 0;
  double ends_per_cm = 0, picks_per_cm = 0;  ///< actual
};

/// A way cloth is made. Implementations: woven.h (a quilt is laid over it), later knits, pile, felts.
/// Const after creation: rasters from several threads.
class Structure {
 public:
  virtual ~Structure() = default;
  virtual const Tile& tile() const = 0;
  /// Rasters a window; same samples for any thread count and any x86-64 CPU. Only cancelled or exhausted can fail.
  virtual Result<Surface> raster(const Window& window, const RunContext& run) const = 0;
};

/// Builds the structure of a spec (structures_table.cpp); unsupported names what exists.
Result<std::unique_ptr<Structure>> make_structure(const FabricSpec& spec);

}  // namespace atelier
