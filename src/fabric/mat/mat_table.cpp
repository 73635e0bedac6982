#include "fabric/mat/mat_table.h"

namespace atelier {

namespace {

using enum MatSpec::Kind;
using enum YarnKind;

// id, ground, {kind, fibre µm, fibre mm, layers, depth, curl, machine, cloud, needles, hairs/mm2, hair mm, deep shade,
//      nap {tilt, direction, spread, mark °, mark mm, mark shade}, tile mm, thickness mm},
// g/cm3, mass range, roughness sheen sheen-roughness anisotropy, fibre
// clang-format off
constexpr MatRow rows[] = {
    // Craft and hat felt, pressed smooth.
    {"N_felt",        "", {felt, 24, 4.5, 6, 0.12, 1.0, 0, 0.028, 0, 0.8, 0.8, 0.62, {}, 40, 1.2},
     0.21, 180, 350, 0.95, 0.25, 0.65, 0, woollen},
    // Boot and saddle felt: coarser wool, uneven.
    {"N_felt_thick",  "", {felt, 32, 7.0, 6, 0.30, 1.3, 0.3, 0.05, 0, 2.5, 1.8, 0.52, {}, 60, 4.0},
     0.22, 600, 1200, 0.95, 0.25, 0.65, 0, woollen},
    // Synthetic felt entangled by barbed needles.
    {"N_needlepunch", "", {felt, 20, 6.0, 6, 0.20, 0.6, 0.6, 0.03, 2.6, 1.5, 1.4, 0.58, {}, 42, 2.0},
     0.13, 150, 400, 0.92, 0.20, 0.60, 0, polyester_textured},
    {"F36",           "F36", {milled, 27, 3.6, 3.1, 0.16, 1.2, 0.5, 0.02, 0, 2, 0.9, 0.60, {}, 50, 2.2},
     0, 500, 700, 0.92, 0.30, 0.60, 0, woollen},
    // Raised, cropped and laid one way; the finest fibre of all.
    {"cashmere_cloth", "cashmere_cloth", {napped, 17, 3.2, 6, 0.12, 0.35, 0, 0.022, 0, 0.6, 0.7, 0.62,
                                    {62, 270, 7, 6, 6, 0.018}, 45, 1.8},
     0, 350, 480, 0.86, 0.45, 0.45, 0.25, woollen},
    {"N_suede",       "", {suede, 24, 0.42, 7, 0.10, 0.5, 0, 0.05, 0, 0.25, 0.35, 0.55, {22, 270, 20, 19, 7, 0.042}, 50, 0.9},
     0.62, 400, 750, 0.92, 0.25, 0.55, 0.2, woollen},
    {"N_nubuck",      "", {suede, 15, 0.20, 7, 0.05, 0.4, 0, 0.03, 0, 0, 0, 0.66, {18, 270, 20, 13, 7, 0.025}, 50, 1.2},
     0.66, 550, 950, 0.88, 0.20, 0.50, 0.15, woollen},
};
// clang-format on

}  // namespace

std::span<const MatRow> mat_rows() {
  return rows;
}

const MatRow* find_mat(std::string_view id) {
  for (const MatRow& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

double areal_mass(const MatRow& row) {
  const WovenRow* ground = find_woven(row.ground);
  return ground ? areal_mass(*ground) : 1000 * row.mat.thickness_mm * row.density;
}

}  // namespace atelier
