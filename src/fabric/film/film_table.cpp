#include "fabric/film/film_table.h"

namespace atelier {
namespace {

// wale course knit bare, dent wave, crinkle wave, micro µm mm, dust, dot pitch, opacity thickness;
// density, mass range, roughness clearcoat sheen metal
// clang-format off
constexpr FilmRow rows[] = {
    {"N_tpu",
     {0.42, 0.34, 0.004, false,  0.10, 14, 0, 26, 0.9, 0.30, 14,  0,    1.2, 1,    0.28}, 0.75, 160, 260,
     0.15, 0.8, 0},
    {"N_softshell",
     {0.34, 0.30, 0.080, true,   0.04, 12,  0,    12,  1.0, 0.20,  0,  0,    1.2, 1,    0.85}, 0.36, 260, 340,
     0.72, 0,   0.04},
    {"N_neoprene",
     {0.40, 0.36, 0.100, true,   0.11, 10,  0,    12,  1.5, 0.25,  0,  0,    1.2, 1,    1.80}, 0.19, 280, 420,
     0.65, 0,   0.05},
    {"N_membrane",
     {0.30, 0.30, 0.008, false,  0.05, 12, 0, 18, 0.8, 0.20,  4,  0.6,  1.3, 1,    0.14}, 0.80,  90, 160,
     0.45, 0.1, 0},
    {"N_foil",
     {0,    0.30, 0,     false,  0.12, 14, 0.42, 11, 0.6, 0.25,  3,  0,    1.2, 1,    0.05}, 1.15,  40,  90,
     0.20, 0,   0,    true},
    {"N_pvc",
     {0,    0.30, 0,     false,  0.16, 18, 0, 30, 0.5, 0.40,  6,  0,    1.2, 0.35, 0.30}, 1.28, 300, 480,
     0.06, 1,   0},
};
// clang-format on

}  // namespace

std::span<const FilmRow> film_rows() {
  return rows;
}

const FilmRow* find_film(std::string_view id) {
  for (const FilmRow& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

}  // namespace atelier
