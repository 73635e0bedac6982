#pragma once

namespace atelier {

/// Fibres laid over each other without yarns (7.3): felt, milled wool, suede.
struct MatSpec {
  friend bool operator==(const MatSpec&, const MatSpec&) = default;
};

}  // namespace atelier
