#pragma once

namespace atelier {

/// Laminates, coated and foamed cloth (7.5): one film over or between cloth.
struct FilmSpec {
  friend bool operator==(const FilmSpec&, const FilmSpec&) = default;
};

}  // namespace atelier
