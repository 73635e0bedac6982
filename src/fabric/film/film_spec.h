#pragma once

namespace atelier {

/// Laminates, coated and foamed cloth (7.5): one film over or between cloth.
struct FilmSpec {
  double wale_mm = 0;           ///< width of a wale of the fine knit at or under the face; 0: no knit
  double course_mm = 0.3;       ///< height of its courses
  double knit_mm = 0;           ///< relief of that knit as it is seen
  bool knit_bare = false;       ///< the knit itself is the face (softshell, scuba); else the film lies over it
  double dent_mm = 0.05;        ///< soft dents of foam, waves of a film
  double dent_wave_mm = 10;     ///< their wavelength
  double crinkle_mm = 0;        ///< depth of the sharp folds of a foil
  double crinkle_wave_mm = 12;  ///< width of the facets between them
  double micro_um = 1;          ///< unevenness of the skin
  double micro_mm = 0.3;        ///< its wavelength
  double dust_per_cm2 = 0;      ///< specks under the film
  double dot_mm = 0;            ///< width of printed dots; 0: none
  double dot_pitch_mm = 1.2;    ///< distance of dots in a row
  double opacity = 1;           ///< below 1: seen through
  double thickness_mm = 0.3;
  friend bool operator==(const FilmSpec&, const FilmSpec&) = default;
};

}  // namespace atelier
