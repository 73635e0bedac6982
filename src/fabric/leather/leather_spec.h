#pragma once

namespace atelier {

/// Grain of leather and of what imitates it (7.4).
struct LeatherSpec {
  friend bool operator==(const LeatherSpec&, const LeatherSpec&) = default;
};

}  // namespace atelier
