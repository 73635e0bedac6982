#include "fabric/net/net_table.h"

namespace atelier {
namespace {

using enum NetKind;
using enum WallpaperGroup;

// kind, cell aspect, strand stitch pillar wander, open min max, symmetry ground, motif gimp fill scalloped, thickness;
// tex, guide bars, mass range, roughness, sheen
// clang-format off
constexpr NetRow rows[] = {
    {"N_tulle",
     {tulle,    1.30, 1.155, 0.078, 0.4, 0.4,  0.035, 0.65, 0.88, pm, LaceGround::net, 40, 0.5, 0.3, false, false, 0.20},
     4.4, 1,  8, 20, 0.55, 0.03},
    {"N_mesh",
     {pillars,  2.80, 0.86, 0.340, 0.45, 0.90, 0.02,  0.25, 0.45, pm, LaceGround::net, 40, 0.5, 0.3, false, false, 0.60},
     20, 2, 90, 160, 0.60, 0.03},
    {"N_birdseye",
     {dimples,  0.90, 1.90,  0.200, 0.40, 0.48, 0.02,  0,    0,    pm, LaceGround::net, 40, 0.5, 0.3, false, false, 0.55},
     8.3, 2, 110, 170, 0.62, 0.03},
    {"N_power_mesh",
     {pillars,  1.05, 0.92,  0.115, 0.27, 0.37, 0.02,  0.20, 0.45, pm, LaceGround::net, 40, 0.5, 0.3, false, false, 0.35},
     5.5, 3,  80, 160, 0.50, 0.03},
    {"N_fishnet",
     {diamonds, 7.50, 1.45,  0.480, 1.50, 0.6,  0.02,  0.75, 0.92, pm, LaceGround::net, 40, 0.5, 0.3, false, false, 0.60},
     60, 1,  20, 60, 0.50, 0.03},
    {"N_lace",
     {lace,     1.15, 1.155, 0.085, 0.4, 0.4,  0.035, 0.25, 0.70, cm, LaceGround::net, 46, 0.50, 0.30, false, false, 0.50},
     4.5, 1,  60, 140, 0.70, 0.03},
    {"N_chantilly",
     {lace,     1.00, 1.155, 0.070, 0.4, 0.4,  0.035, 0.25, 0.75, p1, LaceGround::net, 50, 0.42, 0.26, false, false, 0.40},
     3.5, 1,  45, 110, 0.65, 0.03},
    {"N_guipure",
     {lace,     1.20, 1.155, 0.090, 0.4, 0.4,  0.035, 0.20, 0.65, p4m, LaceGround::bars, 42, 0.75, 0.34, false, false, 0.90},
     5.0, 1, 120, 260, 0.70, 0.03},
    {"N_lace_trim",
     {lace,     1.15, 1.155, 0.085, 0.4, 0.4,  0.035, 0.25, 0.75, pm, LaceGround::net, 44, 0.55, 0.30, true, false, 0.50},
     4.5, 1,  50, 130, 0.70, 0.03},
};
// clang-format on

// Share of a lace that its motifs cover.
constexpr double motif_share = 0.36;

double hexagon_length(double cell_mm) {
  return 2.667 / cell_mm * 1.1;  // mm of strand in a square millimetre; sides bow
}

}  // namespace

std::span<const NetRow> net_rows() {
  return rows;
}

const NetRow* find_net(std::string_view id) {
  for (const NetRow& row : rows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

double areal_mass(const NetRow& row) {
  const NetSpec& net = row.net;
  switch (net.kind) {
    case tulle:
      return hexagon_length(net.cell_mm) * row.tex;
    case pillars:
    case dimples:
      // A stitch takes three and a half of its lengths; pillars lie half a cell apart.
      return 3.5 / (0.5 * net.cell_mm) * row.tex * row.guide_bars;
    case diamonds:
      return 4 / (net.cell_mm * net.cell_aspect) * row.tex * 1.1;
    case lace:
      break;
  }
  const double ground = net.ground == LaceGround::net ? hexagon_length(net.cell_mm) * row.tex : 0.45 * 40;
  const double loop_tex = 260 * net.fill_mm * net.fill_mm, cord_tex = 420 * net.gimp_mm * net.gimp_mm;
  const double loops = 1.3 / net.fill_mm * loop_tex, cords = 0.42 * cord_tex;
  return (1 - motif_share) * ground + motif_share * loops + cords;
}

}  // namespace atelier
