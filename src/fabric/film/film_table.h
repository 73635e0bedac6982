#pragma once

#include <span>
#include <string_view>

#include "fabric/film/film_spec.h"

namespace atelier {

/// A film, foil or laminate in numbers (7.5, 13.4).
struct FilmRow {
  std::string_view id;  ///< of the material
  FilmSpec film;
  double density;             ///< g/cm³ of the whole
  double mass_min, mass_max;  ///< g/m², trade range
  double roughness, clearcoat, sheen;
  bool metal = false;
};

std::span<const FilmRow> film_rows();
const FilmRow* find_film(std::string_view id);

}  // namespace atelier
