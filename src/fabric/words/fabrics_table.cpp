#include "fabric/words/fabrics_table.h"

#include <cmath>

namespace atelier {

namespace {

using enum YarnKind;
using enum YarnDyed;

// kind, density, CV %, twist, fibre pitch µm, wander, slide, exponent, plies, ply pitch, slub mm/pause/gain,
// {F0, lobe °, specular, body, scale tilt}
constexpr YarnRow yarns[] = {
    {cotton_ring, 0.91, 13, 25, 15, 0.045, 0.08, 2, 1, 0, 0, 0, 1, {0.046, 21, 0.6, 0.25, 0}},
    {cotton_open_end, 0.91, 15, 27, 15, 0.05, 0.08, 2, 1, 0, 0, 0, 1, {0.046, 23, 0.6, 0.25, 0}},
    {cotton_mercerised, 0.91, 12, 23, 14, 0.04, 0.07, 2, 1, 0, 0, 0, 1, {0.046, 13.5, 0.9, 0.3, 0}},
    {linen, 0.93, 25, 21, 40, 0.12, 0.06, 2, 1, 0, 25, 120, 1.6, {0.048, 13, 0.8, 0.25, 0}},
    {jute, 0.85, 26, 19, 60, 0.13, 0.06, 2, 1, 0, 25, 150, 1.5, {0.047, 15, 0.7, 0.25, 0}},
    {viscose, 0.92, 12, 22, 14, 0.04, 0.07, 2, 1, 0, 0, 0, 1, {0.044, 10.5, 1.0, 0.35, 0}},
    {silk, 0.94, 4, 4, 12, 0.025, 0.05, 2.4, 1, 0, 0, 0, 1, {0.047, 7.5, 1.0, 0.5, 0}},
    {silk_crepe, 0.94, 5, 45, 12, 0.2, 0.05, 2, 1, 0, 0, 0, 1, {0.047, 9, 0.9, 0.5, 0}},
    {silk_slub, 0.94, 30, 8, 12, 0.08, 0.05, 2.2, 1, 0, 25, 120, 2.0, {0.047, 8, 1.0, 0.5, 0}},
    {polyester_flat, 1.03, 1.5, 2, 16, 0.02, 0.05, 2.5, 1, 0, 0, 0, 1, {0.053, 14, 0.8, 0.3, 0}},
    {polyester_bright, 1.03, 1.5, 1, 15, 0.02, 0.05, 2.5, 1, 0, 0, 0, 1, {0.053, 7, 1.2, 0.4, 0}},
    {polyester_crepe, 1.03, 3, 45, 16, 0.2, 0.05, 2, 1, 0, 0, 0, 1, {0.053, 14, 0.8, 0.3, 0}},
    {polyester_textured, 0.62, 4, 3, 18, 0.045, 0.06, 2, 1, 0, 0, 0, 1, {0.053, 16, 0.8, 0.3, 0}},
    {nylon_flat, 0.86, 1.5, 2, 18, 0.015, 0.05, 2.7, 1, 0, 0, 0, 1, {0.045, 14, 0.8, 0.3, 0}},
    {nylon_bright, 0.57, 6, 3, 20, 0.03, 0.06, 2.3, 1, 0, 0, 0, 1, {0.045, 8, 1.1, 0.4, 0}},
    {nylon_textured, 0.57, 8, 4, 22, 0.05, 0.06, 2, 1, 0, 0, 0, 1, {0.045, 16, 0.8, 0.3, 0}},
    {worsted, 0.72, 13, 8, 20, 0.04, 0.08, 2, 2, 1.6, 0, 0, 1, {0.047, 15, 0.7, 0.3, 2.5}},
    {woollen, 0.52, 21, 17, 27, 0.07, 0.08, 2, 1, 0, 0, 0, 1, {0.047, 21, 0.5, 0.35, 2.5}},
    {cashmere, 0.55, 18, 16, 18, 0.06, 0.08, 2, 1, 0, 0, 0, 1, {0.047, 20, 0.5, 0.4, 2}},
};

// id, built, weave a b block, ends picks, tex, yarns, crimp, process, mass range,
// roughness sheen sheen-roughness anisotropy, hairs mm, flattening bulge, calender brushed, sigma L*, dyed, weft share
// clang-format off
constexpr WovenRow rows[] = {
    {"F01", true,  "plain",   1, 1, 0,   38, 36,  7.4,  7.4, cotton_ring,        cotton_ring,         5, 5,    1,  55,  80,
     0.78, 0.06,  0.5,  0.1,   1,  0.4,  1.4, 0.22,   0,   0, 0.45, piece},
    {"F02", true,  "plain",   1, 1, 0,   52, 28, 14.8, 14.8, cotton_ring,        cotton_ring,         7, 3,    1, 110, 130,
     0.72, 0.06,  0.5, 0.15, 0.5,  0.3, 1.35, 0.20,   0,   0, 0.45, piece},
    {"F03", true,  "oxford",  2, 1, 0,   44, 20, 14.8, 29.5, cotton_ring,        cotton_ring,         5, 8,    1, 130, 160,
     0.80, 0.08,  0.5,  0.1, 1.5,  0.5,  1.4, 0.28,   0,   0,  0.5, piece},
    {"F04", true,  "plain",   1, 1, 0,   30, 22, 28.1, 28.1, cotton_ring,        cotton_ring,         8, 6,    1, 140, 170,
     0.80, 0.08,  0.5,  0.1,   2,  0.5,  1.4, 0.25,   0,   0,  1.2, white_weft},
    {"F05", true,  "satin",   5, 2, 0,   68, 47,  9.8,  9.8, cotton_mercerised,  cotton_mercerised,   3, 5,    1, 110, 140,
     0.55, 0.05,  0.4, 0.45, 0.4,  0.3,  1.6, 0.18,   0,   0,  0.4, piece},
    {"F06", true,  "seersucker", 1, 1, 24, 40, 31, 14.8, 14.8, cotton_ring,      cotton_ring,        14, 5,    1, 115, 150,
     0.80, 0.07,  0.5,  0.1,   1,  0.4,  1.4, 0.22,   0,   0,  0.5, piece, 0, 0.6},
    {"F07", true,  "plain",   1, 1, 0,   17, 17, 29.5,   59, cotton_ring,        cotton_open_end,     6, 5,    1, 140, 180,
     0.90, 0.20,  0.6, 0.05,  12,  0.9,  1.5, 0.35,   0, 0.6,  0.8, piece},
    {"F08", true,  "twill",   3, 1, 0,   50, 24, 29.5, 36.9, cotton_ring,        cotton_ring,         6, 3,    1, 230, 260,
     0.74, 0.08,  0.5,  0.2, 1.5,  0.4,  1.4, 0.22,   0,   0,  0.5, piece},
    {"F09", true,  "twill",   2, 1, 0,   43, 22, 36.9, 49.2, cotton_ring,        cotton_ring,         7, 4,    1, 260, 300,
     0.78, 0.08,  0.5,  0.2,   2,  0.5,  1.4, 0.25,   0,   0,  0.5, piece},
    {"F10", true,  "twill",   3, 1, 0,   28, 17, 84.4, 84.4, cotton_open_end,    cotton_open_end,    10, 3,    1, 390, 430,
     0.82, 0.10, 0.55,  0.2,   4, 0.45, 1.25, 0.30,   0,   0,  2.5, ecru_weft,  0.135},
    {"F11", true,  "twill",   2, 1, 0,   30, 19, 42.2, 42.2, cotton_open_end,    cotton_open_end,     8, 4,    1, 220, 260,
     0.80, 0.10, 0.55,  0.2,   3, 0.45,  1.3, 0.28,   0,   0,  2.5, ecru_weft,  0.217},
    {"F12", true,  "plain",   1, 1, 0,   18, 14,  118,  118, cotton_open_end,    cotton_open_end,    13, 6,    1, 380, 430,
     0.85, 0.08, 0.55,  0.1,   3,  0.5, 1.25, 0.28,   0,   0,  0.6, piece},
    {"F13", true,  "plain",   1, 1, 0,   19, 18,   41,   41, linen,              linen,               6, 5,    1, 150, 190,
     0.74, 0.07, 0.45, 0.25,   2,  0.7,  1.3, 0.15,   0,   0,  1.2, piece},
    {"F14", true,  "plain",   1, 1, 0,   13, 12,   83,   83, linen,              linen,               7, 6,    1, 210, 260,
     0.74, 0.07, 0.45, 0.25,   2,  0.7,  1.3, 0.15,   0,   0,  1.2, piece},
    {"F15", true,  "plain",   1, 1, 0,    5,  5,  290,  290, jute,               jute,                4, 3,    1, 270, 340,
     0.90, 0.05,  0.6, 0.15,   5,    2,  1.2, 0.12,   0,   0,  2.0, piece},
    {"F16", true,  "plain",   1, 1, 0,   27, 27, 19.7, 19.7, viscose,            viscose,             6, 6,    1, 110, 130,
     0.55, 0.07,  0.4,  0.3, 0.8,  0.4,  1.5, 0.22,   0,   0,  0.4, piece},
    {"F17", true,  "plain",   1, 1, 0,   50, 43, 4.67, 4.67, silk,               silk,                3, 3, 0.78,  34,  36,
     0.42, 0.05, 0.35,  0.4,   0,    0,  2.0, 0.15,   0,   0,  0.3, piece},
    {"F18", true,  "satin",   8, 3, 0,  118, 48, 4.67,    7, silk,               silk,                2, 3, 0.78,  68,  83,
     0.30, 0.05,  0.3, 0.75,   0,    0,  2.2, 0.12,   0,   0,  0.3, piece},
    {"F19", true,  "plain",   1, 1, 0,   46, 41, 4.67, 4.67, silk_crepe,         silk_crepe,          6, 6, 0.78,  26,  40,
     0.50, 0.05,  0.4,  0.2,   0,    0,  1.3, 0.05,   0,   0,  0.3, piece},
    {"F20", true,  "plain",   1, 1, 0,   56, 37, 4.67,  7.8, silk,               silk_slub,           3, 3, 0.78,  42,  46,
     0.40, 0.06, 0.35,  0.5, 0.2,  0.5,  1.8, 0.15,   0,   0,  0.8, piece},
    {"F21", true,  "plain",   1, 1, 0,   45, 40, 2.33, 2.33, silk,               silk,                3, 3,    1,  18,  28,
     0.35, 0.05,  0.4,  0.2,   0,    0,  1.3, 0.05,   0,   0,  0.3, piece},
    {"F22", true,  "satin",   5, 2, 0,   90, 38,  5.6,  8.3, polyester_bright,   polyester_bright,    2, 3,    1,  80, 120,
     0.28, 0.04,  0.3, 0.75,   0,    0,  2.4, 0.12,   0,   0,  0.3, piece},
    {"F23", true,  "plain",   1, 1, 0,   42, 37,  8.3,  8.3, polyester_crepe,    polyester_crepe,     9, 9,    1,  70, 100,
     0.65, 0.06, 0.45,  0.1,   0,    0,  1.2, 0.10,   0,   0,  0.3, piece},
    {"F24", true,  "plain",   1, 1, 0,   44, 31,  7.6,  7.6, polyester_flat,     polyester_flat,      3, 3,    1,  55,  65,
     0.38, 0.03,  0.3, 0.35,   0,    0,  2.2, 0.10,   0,   0,  0.3, piece},
    {"F25", true,  "plain",   1, 1, 0,   83, 67, 2.22, 2.22, nylon_flat,         nylon_flat,          3, 3,    1,  34,  40,
     0.34, 0.02,  0.3,  0.3,   0,    0,  3.0, 0.08, 0.6,   0,  0.3, piece},
    {"F26", true,  "ripstop", 1, 1, 0,   60, 50, 3.33, 3.33, nylon_flat,         nylon_flat,          4, 4,    1,  38,  48,
     0.40, 0.03,  0.3,  0.3,   0,    0,  2.5, 0.10,   0,   0,  0.3, piece},
    {"F27", true,  "ripstop", 1, 1, 0,   47, 35,  7.8,  7.8, nylon_flat,         nylon_flat,          4, 4,    1,  62,  75,
     0.40, 0.03,  0.3,  0.3,   0,    0,  2.5, 0.10,   0,   0,  0.3, piece},
    {"F28", true,  "plain",   1, 1, 0,   19, 15, 55.6, 55.6, nylon_textured,     nylon_textured,      8, 7,    1, 190, 230,
     0.70, 0.05,  0.5, 0.25,   1,  0.3,  1.3, 0.30,   0,   0,  0.5, piece},
    {"F29", true,  "basket",  2, 2, 0,   14, 11,  111,  111, nylon_bright,       nylon_bright,        8, 7,    1, 280, 340,
     0.55, 0.05,  0.5, 0.25,   1,  0.3,  1.3, 0.30,   0,   0,  0.5, piece},
    {"F30", true,  "plain",   1, 1, 0,   17, 14, 66.7, 66.7, polyester_textured, polyester_textured,  6, 5,    1, 200, 230,
     0.60, 0.04,  0.4, 0.25, 0.1,  0.3,  1.5, 0.25,   0,   0,  0.4, piece},
    {"F31", true,  "plain",   1, 1, 0,   24, 21, 33.3, 33.3, worsted,            worsted,             7, 6,    1, 155, 180,
     0.70, 0.15,  0.5,  0.2,   1,  0.4, 1.35, 0.22,   0,   0,  0.8, piece},
    {"F32", true,  "twill",   2, 2, 0,   32, 27, 33.3, 33.3, worsted,            worsted,             6, 5,    1, 200, 230,
     0.70, 0.15,  0.5,  0.2,   1,  0.4, 1.35, 0.22,   0,   0,  0.8, piece},
    {"F33", true,  "twill",   2, 2, 0,   48, 26, 33.3, 33.3, worsted,            worsted,             6, 4,    1, 240, 290,
     0.62, 0.12, 0.45,  0.3, 0.6,  0.3, 1.35, 0.20,   0,   0,  0.6, piece},
    {"F34", true,  "twill",   2, 2, 0, 14.5, 13,   83,   83, woollen,            woollen,             7, 6,  1.2, 270, 320,
     0.88, 0.28, 0.55, 0.05,  12,  0.9,  1.5, 0.38,   0, 0.7,  1.5, piece},
    {"F35", true,  "twill",   2, 2, 0,  8.3,  8,  190,  190, woollen,            woollen,             9, 8,    1, 310, 340,
     0.90, 0.22,  0.6, 0.05,  10,  1.2,  1.3, 0.40,   0,   0,  3.0, piece},
    {"F36", false, "twill",   2, 2, 0,   11, 10,  170,  170, woollen,            woollen,             8, 7,  1.4, 500, 700,
     0.92, 0.30,  0.6,    0,  14,  1.0,  1.5, 0.40,   0,   1,  1.5, piece},
    {"cashmere_cloth", false, "twill", 2, 2, 0, 13, 12, 110,  110, cashmere,           cashmere,            7, 6,  1.3, 350, 480,
     0.86, 0.45, 0.45,  0.2,  12,  1.2,  1.5, 0.40,   0,   1,  1.0, piece},
    {"F37", true,  "jacquard", 0, 0, 1, 104, 48,  8.3, 11.1, polyester_bright,   polyester_flat,      3, 4,    1, 140, 230,
     0.40, 0.05, 0.35,  0.6,   0,    0,  2.0, 0.15,   0,   0,  0.4, piece},
    {"F38", true,  "waffle", 12, 1, 0,   24, 22, 42.2, 42.2, cotton_ring,        cotton_ring,         8, 8,    1, 190, 260,
     0.86, 0.10, 0.55,  0.1,   3,  0.5, 1.25, 0.28,   0,   0,  0.5, piece, 0, 0.7},
    {"F39", true,  "pique",   1, 1, 8,   48, 40, 14.8, 14.8, cotton_ring,        cotton_ring,         6, 6,    1, 130, 190,
     0.76, 0.07,  0.5,  0.1, 0.8,  0.3,  1.4, 0.22,   0,   0,  0.4, piece, 0, 0.22},
    {"F40", true,  "bedford", 1, 1, 16,  44, 32, 29.5, 36.9, cotton_ring,        cotton_ring,         6, 6,    1, 230, 340,
     0.80, 0.08,  0.5,  0.1, 1.5,  0.4, 1.35, 0.25,   0,   0,  0.5, piece, 0, 0.55},
    {"F41", true,  "ottoman", 3, 1, 0,   80, 24, 11.1,   42, viscose,            cotton_ring,        12, 2,    1, 150, 280,
     0.50, 0.06,  0.4,  0.3, 0.3,  0.3,  2.1, 0.18,   0,   0,  0.4, piece, 0, 0.25},
    {"F42", true,  "crepe",   1, 1, 0,   38, 34, 16.7, 16.7, viscose,            viscose,             9, 9,    1, 110, 190,
     0.66, 0.07, 0.45,  0.1, 0.6,  0.3,  1.3, 0.18,   0,   0,  0.4, piece, 0, 0.03},
    {"F43", true,  "hopsack", 2, 2, 0,   28, 26,   36,   36, worsted,            worsted,             6, 6,    1, 190, 290,
     0.74, 0.15,  0.5, 0.15,   1,  0.4, 1.35, 0.24,   0,   0,  0.9, piece},
    {"F44", true,  "leno",    1, 1, 0,   16, 11, 14.8, 14.8, cotton_ring,        cotton_ring,         9, 3,    1,  35,  80,
     0.80, 0.06,  0.5,  0.1,   1,  0.4, 1.25, 0.15,   0,   0,  0.5, piece},
};
// clang-format on

YarnSpec yarn(YarnKind kind, double tex, double crimp_percent, const WovenRow& row) {
  const YarnRow& of = yarn_row(kind);
  YarnSpec spec;
  spec.tex = tex;
  spec.diameter_mm = 10 * std::sqrt(4 * tex * 1e-5 / (3.14159265358979323846 * of.density));
  spec.flattening = row.flattening;
  spec.superellipse = of.superellipse;
  spec.twist_deg = of.twist_deg;
  spec.plies = of.plies;
  spec.ply_pitch_mm = of.ply_pitch_mm * std::sqrt(tex / 33.3);
  spec.fibre_pitch_um = of.fibre_pitch_um;
  spec.mass_cv_percent = of.mass_cv_percent;
  spec.offset_pitch = of.offset_pitch;
  spec.crimp_percent = crimp_percent;
  spec.bulge = row.bulge;
  spec.slide = of.slide;
  spec.hair_per_mm = row.hair_per_mm;
  spec.hair_mm = row.hair_mm;
  spec.slub_mm = of.slub_mm;
  spec.slub_pause_mm = of.slub_pause_mm;
  spec.slub_gain = of.slub_gain;
  spec.color_sigma_l = row.color_sigma_l;
  return spec;
}

}  // namespace

std::span<const WovenRow> woven_rows() {
  return rows;
}

const WovenRow* find_woven(std::string_view id) {
  for (const WovenRow& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

const YarnRow& yarn_row(YarnKind kind) {
  return yarns[static_cast<int>(kind)];
}

YarnSpec warp_yarn(const WovenRow& row) {
  return yarn(row.warp, row.warp_tex, row.warp_crimp, row);
}
YarnSpec weft_yarn(const WovenRow& row) {
  return yarn(row.weft, row.weft_tex, row.weft_crimp, row);
}

double areal_mass(const WovenRow& row) {
  const double warp = row.ends_per_cm * row.warp_tex * (1 + row.warp_crimp / 100);
  const double weft = row.picks_per_cm * row.weft_tex * (1 + row.weft_crimp / 100);
  return 0.1 * (warp + weft) * row.process;
}

}  // namespace atelier
