#pragma once

namespace atelier {

/// Tufts, hairs or loops that stand on a ground (7.1).
struct PileSpec {
  friend bool operator==(const PileSpec&, const PileSpec&) = default;
};

}  // namespace atelier
