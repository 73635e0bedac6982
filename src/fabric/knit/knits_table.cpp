#include "fabric/knit/knits_table.h"

#include <cmath>

namespace atelier {
namespace {

using enum YarnKind;

// id, chart, motif, wales courses loop tex, yarn plies ply-pitch, sides back, mass range,
// purl width depth, lean, irregularity, open, roughness sheen sheen-roughness anisotropy, hairs mm, flattening,
// brushed, sigma L*
// clang-format off
constexpr KnitRow rows[] = {
    {"K01", "jersey", "", 14, 20, 2.75, 19.7, cotton_ring, 1, 0, 1, 0, 140, 160,
     1, 0, 0, 1, false, 0.85, 0.10, 0.55, 0.1, 4.5, 0.5, 1.75, 0, 0.5, 2},
    {"K02", "jersey", "", 12, 17, 3.1, 29.5, cotton_ring, 1, 0, 1, 0, 180, 220,
     1, 0, 0, 1, false, 0.85, 0.10, 0.55, 0.1, 3, 0.5, 1.75, 0, 0.5, 2},
    {"K03", "rib_1x1", "", 10.5, 18.5, 2.6, 19.7, cotton_ring, 1, 0, 2, 0, 190, 210,
     0.35, 1.8, 0, 0.9, false, 0.85, 0.10, 0.55, 0.1, 2, 0.4, 1.55, 0, 0.5},
    {"rib_2x2", "rib_2x2", "", 9, 17, 3.0, 24.6, cotton_ring, 1, 0, 2, 0, 210, 250,
     0.55, 2.0, 0, 0.9, false, 0.85, 0.10, 0.55, 0.1, 2, 0.4, 1.55, 0, 0.5},
    {"K04", "interlock", "", 14.5, 17, 2.9, 14.8, cotton_ring, 1, 0, 2, 0, 200, 230,
     1, 0, 0, 0.8, false, 0.85, 0.10, 0.55, 0.1, 2, 0.4, 2.0, 0, 0.45},
    {"interlock_pes", "interlock", "", 15, 18, 2.7, 11.1, polyester_textured, 1, 0, 2, 0, 150, 190,
     1, 0, 0, 0.6, false, 0.62, 0.05, 0.45, 0.25, 0, 0, 1.3, 0, 0.3},
    {"K05", "jersey", "", 6, 8.5, 5.6, 71, worsted, 2, 2.4, 1, 0, 190, 220,
     1, 0, 0, 1, false, 0.85, 0.25, 0.5, 0.05, 9, 0.75, 2.1, 0, 0.9},
    {"cashmere_knit", "jersey", "", 5.8, 8.2, 5.7, 77, cashmere, 2, 3.0, 1, 0, 190, 240,
     1, 0, 0, 1, false, 0.88, 0.35, 0.5, 0.05, 18, 0.8, 1.9, 0.3, 0.9},
    {"K06", "cable", "", 2.6, 3.6, 13.5, 400, woollen, 3, 9, 1, 0, 450, 550,
     0.85, 2.0, 0, 1, false, 0.88, 0.28, 0.55, 0.05, 4, 1.3, 1.9, 0, 1.0},
    {"aran_knit", "aran", "", 2.8, 4.0, 13, 340, woollen, 3, 8, 1, 0, 450, 600,
     0.85, 1.8, 0, 1, false, 0.88, 0.28, 0.55, 0.05, 4, 1.2, 1.9, 0, 1.0},
    {"garter_knit", "garter", "", 3.3, 6.6, 11, 250, worsted, 4, 7, 1, 0, 540, 640,
     1, 0, 0, 1, false, 0.86, 0.25, 0.5, 0.05, 4, 0.9, 1.9, 0, 1.0},
    {"moss_knit", "moss", "", 3.4, 6.0, 11, 220, worsted, 4, 7, 1, 0, 440, 540,
     1, 0, 0, 1, false, 0.86, 0.25, 0.5, 0.05, 4, 0.9, 1.9, 0, 1.0},
    {"fair_isle", "jersey", "fair_isle", 4.2, 5.4, 9, 140, woollen, 2, 4, 1.4, 0, 350, 450,
     1, 0, 0, 1, false, 0.88, 0.28, 0.55, 0.05, 5, 0.9, 1.8, 0, 0.9},
    {"birdseye_knit", "jersey", "birdseye", 6, 8.5, 5.6, 71, worsted, 2, 2.4, 1.7, 0, 320, 380,
     1, 0, 0, 1, false, 0.85, 0.22, 0.5, 0.05, 5, 0.6, 2.0, 0, 0.7},
    {"pointelle", "pointelle", "", 10, 14, 3.2, 25, cotton_ring, 1, 0, 1, 0, 100, 140,
     1, 0, 0, 0.9, true, 0.82, 0.10, 0.55, 0.1, 1.5, 0.4, 1.5, 0, 0.5},
    {"eyelet_knit", "eyelet", "", 9, 13, 3.5, 27, cotton_ring, 1, 0, 1, 0, 100, 140,
     1, 0, 0, 0.9, true, 0.82, 0.10, 0.55, 0.1, 1.5, 0.4, 1.5, 0, 0.5},
    {"K07", "tricot", "", 21, 32, 1.6, 8.44, nylon_flat, 1, 0, 2, 0, 170, 200,
     1, 0, 15, 0.45, false, 0.45, 0.04, 0.35, 0.3, 0, 0, 1.6, 0, 0.2},
    {"K08", "jersey", "", 11.5, 16, 3.0, 19.7, cotton_ring, 1, 0, 1, 170, 240, 320,
     1, 0, 0, 1, false, 0.88, 0.15, 0.6, 0.05, 4, 0.6, 1.6, 0, 0.5, 1.5},
    {"K09", "pique", "", 13, 20, 2.75, 19.7, cotton_ring, 1, 0, 1, 40, 180, 200,
     1, 0, 0, 0.8, true, 0.85, 0.10, 0.55, 0.1, 2, 0.4, 2.15, 0, 0.5},
};
// clang-format on

}  // namespace

std::span<const KnitRow> knit_rows() {
  return rows;
}

const KnitRow* find_knit(std::string_view id) {
  for (const KnitRow& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

YarnSpec knit_yarn(const KnitRow& row) {
  const YarnRow& of = yarn_row(row.yarn);
  YarnSpec spec;
  spec.tex = row.tex;
  spec.diameter_mm = 10 * std::sqrt(4 * row.tex * 1e-5 / (3.14159265358979323846 * of.density));
  spec.flattening = row.flattening;
  spec.superellipse = of.superellipse;
  spec.twist_deg = of.twist_deg;
  spec.plies = row.plies;
  spec.ply_pitch_mm = row.ply_pitch_mm;
  spec.fibre_pitch_um = of.fibre_pitch_um;
  spec.mass_cv_percent = of.mass_cv_percent;
  spec.offset_pitch = of.offset_pitch;
  spec.crimp_percent = 0;
  spec.hair_per_mm = row.hair_per_mm;
  spec.hair_mm = row.hair_mm;
  spec.color_sigma_l = row.color_sigma_l;
  return spec;
}

double knit_mass(const KnitRow& row) {
  return row.wales_per_cm * row.courses_per_cm * row.loop_mm * row.tex / 100 * row.sides + row.back_gsm;
}

}  // namespace atelier
