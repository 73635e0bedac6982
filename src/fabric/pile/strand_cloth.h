#pragma once

#include <functional>

#include "base/run_context.h"
#include "fabric/pile/strand_canvas.h"

namespace atelier {

/// A stream of uniform numbers, the same for the same key (PCG).
class Draws {
 public:
  explicit Draws(std::uint32_t key) : state_(key) {}
  float unit() { return static_cast<float>(next() >> 8) * (1.0F / 16777216.0F); }
  float sign() { return 2 * unit() - 1; }
  /// Near normal, deviation 1, within -3..3: three uniforms of ten bits.
  float normal() {
    const std::uint32_t word = next();
    const auto sum = static_cast<int>((word & 1023) + (word >> 10 & 1023) + (word >> 20 & 1023));
    return static_cast<float>(2 * sum - 3069) * (1.0F / 1024);
  }
  std::uint32_t next() {
    state_ = state_ * 747796405u + 2891336453u;
    const std::uint32_t word = ((state_ >> ((state_ >> 28) + 4)) ^ state_) * 277803737u;
    return (word >> 22) ^ word;
  }

 private:
  std::uint32_t state_;
};

/// What lies on a ground, painted strip by strip. The painters are called from several threads.
struct StrandLayers {
  Part part = Part::pile;
  float low_mm = -1, high_mm = 1;                  ///< between which everything drawn lies
  double reach_mm = 1;                             ///< longest strand: long ones want high strips
  std::function<void(StrandCanvas&)> paint;        ///< asks the canvas for its cells and draws what grows in them
  std::function<void(StrandCanvas&)> paint_hairs;  ///< above the cloth; none where empty
  double hair_opacity = 0.4;
};

/// A ground of one height and shade, fibres unseen.
Surface flat_ground(const Window& window, float height_mm, float shade);

/// Lays strands over a ground that has the window's size. The same samples for any number of threads.
Result<Surface> raster_strands(const Tile& tile, Surface ground, const StrandLayers& layers, const RunContext& run);

/// A direction of this many turns, -64..64, to 1/1024 of one.
struct Direction {
  float x, y;
};
Direction direction(float turns);

}  // namespace atelier
