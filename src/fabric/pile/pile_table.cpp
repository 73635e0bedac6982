#include "fabric/pile/pile_table.h"

namespace atelier {

namespace {

using enum PileSpec::Kind;
using enum YarnKind;

// Heights, pitches and leans are those of 7.1; constructions are usual ones of the trade.
// id, {kind, height, pitch, wales per inch, groove, fibre µm, fibres/mm2 seen, hairs/mm2, hair mm, deep shade,
//      nap {tilt, direction, spread, mark °, mark mm, mark shade}, tile mm, thickness mm},
// ground g/m2, tufts/mm2, tuft mm, tuft tex, mass range, roughness sheen sheen-roughness anisotropy, fibre
// clang-format off
constexpr PileRow rows[] = {
    // Silk or viscose: long fine lustrous pile, strong marks.
    {"P_velvet",        {cut, 1.6, 0.36, 0, 0, 14, 900, 0, 0, 0.42, {22, 270, 7, 15, 9, 0.04}, 72, 1.9},
     95, 7.7, 3.4, 5.6, 180, 300, 0.90, 0.90, 0.25, 0.5, viscose},
    {"P_cotton_velvet", {cut, 2.0, 0.48, 0, 0, 18, 620, 0, 0, 0.42, {17, 270, 8, 11, 9.5, 0.035}, 72, 2.4},
     150, 4.3, 4.2, 8.5, 250, 400, 0.90, 0.50, 0.35, 0.3, cotton_mercerised},
    {"P_velour",        {cut, 1.4, 0.58, 0, 0, 18, 520, 1.5, 0.9, 0.5, {18, 270, 10, 11, 10, 0.03}, 72, 1.8},
     150, 3.0, 3.1, 11, 220, 330, 0.90, 0.50, 0.35, 0.25, polyester_textured},
    // Needle, fine, regular, wide and jumbo cord.
    {"P_corduroy_21",   {corduroy, 0.7, 0.42, 21, 0.16, 16, 620, 0, 0, 0.45, {7, 270, 8, 5, 14, 0.014}, 48, 1.0},
     120, 5.6, 1.6, 9.0, 180, 240, 0.88, 0.40, 0.40, 0.2, cotton_ring},
    {"P_corduroy_14",   {corduroy, 1.2, 0.45, 14, 0.15, 17, 560, 0, 0, 0.42, {7, 270, 8, 5, 14, 0.014}, 60, 1.6},
     140, 4.6, 2.6, 11, 240, 310, 0.88, 0.40, 0.40, 0.2, cotton_ring},
    {"P_corduroy",      {corduroy, 1.5, 0.48, 11, 0.13, 17, 520, 0, 0, 0.40, {7, 270, 8, 5, 14, 0.014}, 70, 1.9},
     155, 4.2, 3.2, 11.5, 270, 350, 0.88, 0.40, 0.40, 0.2, cotton_ring},
    {"P_corduroy_8",    {corduroy, 2.2, 0.52, 8, 0.12, 18, 480, 0, 0, 0.38, {8, 270, 9, 5, 14, 0.014}, 80, 2.6},
     165, 3.2, 4.6, 12.5, 310, 400, 0.88, 0.40, 0.42, 0.2, cotton_ring},
    {"P_corduroy_4",    {corduroy, 3.0, 0.60, 4, 0.12, 18, 440, 0, 0, 0.36, {9, 270, 10, 5, 14, 0.014}, 100, 3.4},
     175, 2.7, 6.2, 13.5, 350, 460, 0.88, 0.40, 0.45, 0.2, cotton_ring},
    // Loops of soft twofold yarn, one face counted.
    {"P_terry",         {loops, 5.0, 1.2, 0, 0, 340, 0, 6, 0.7, 0.45, {20, 270, 15, 10, 9, 0.015}, 70, 3.2},
     170, 0.55, 11, 42, 350, 550, 0.95, 0.15, 0.60, 0, cotton_open_end},
    // Brushed on both faces; a knit of 150 denier below.
    {"K10",             {fleece, 3.0, 0.85, 0, 0, 17, 460, 7, 1.2, 0.55, {}, 50, 3.5},
     113, 3.0, 5.0, 9.0, 200, 300, 0.95, 0.40, 0.60, 0, polyester_textured},
    {"P_sherpa",        {curls, 7.0, 4.0, 0, 0, 30, 110, 3, 2.5, 0.45, {}, 80, 8},
     170, 0.9, 16, 13, 300, 450, 0.95, 0.30, 0.60, 0, polyester_textured},
    {"P_fur",           {fur, 20, 3.0, 0, 0, 46, 36, 0, 0, 0.3, {38, 270, 12, 13, 15, 0.03}, 100, 14},
     260, 1.6, 42, 6.6, 550, 900, 0.80, 0.40, 0.30, 0.5, polyester_bright},
};
// clang-format on

}  // namespace

std::span<const PileRow> pile_rows() {
  return rows;
}

const PileRow* find_pile(std::string_view id) {
  for (const PileRow& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

double areal_mass(const PileRow& row) {
  return row.ground_gsm + row.tufts_per_mm2 * row.tuft_mm * row.tuft_tex;
}

}  // namespace atelier
