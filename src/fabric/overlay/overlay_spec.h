#pragma once

namespace atelier {

/// What is laid over a finished cloth besides a quilt (8.4, 11.4): pleats, embossing, wrinkles, prints, drops.
struct OverlaySpec {
  double quilt_mm = 0;  ///< asked for; 0: as usual
  friend bool operator==(const OverlaySpec&, const OverlaySpec&) = default;
};

}  // namespace atelier
