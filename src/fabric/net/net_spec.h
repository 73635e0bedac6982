#pragma once

namespace atelier {

/// Openwork (7.2): mesh, tulle, lace.
struct NetSpec {
  friend bool operator==(const NetSpec&, const NetSpec&) = default;
};

}  // namespace atelier
