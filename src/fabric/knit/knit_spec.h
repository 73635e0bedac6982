#pragma once

namespace atelier {

/// A knit (6): loops in wales and courses.
struct KnitSpec {
  friend bool operator==(const KnitSpec&, const KnitSpec&) = default;
};

}  // namespace atelier
