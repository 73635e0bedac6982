#pragma once

#include <span>
#include <string_view>

#include "fabric/fabric_spec.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

/// A knitted construction (13.2) and its appearance (13.4). The yarn's diameter and the mass are computed.
struct KnitRow {
  std::string_view id;     ///< K01 …, or the material's ID
  std::string_view chart;  ///< charts_table.cpp
  std::string_view motif;  ///< motifs_table.cpp, where the cloth has two colours by itself; else empty
  double wales_per_cm, courses_per_cm, loop_mm, tex;
  YarnKind yarn;
  int plies;
  double ply_pitch_mm;
  double sides;               ///< yarn per face stitch: 2 for rib, interlock, two bars
  double back_gsm;            ///< what the back has beside: loop yarn, tucks
  double mass_min, mass_max;  ///< trade range, g/m2
  double purl_width, purl_depth, lean_deg, irregularity;
  bool open;
  double roughness, sheen, sheen_roughness, anisotropy;
  double hair_per_mm, hair_mm, flattening, brushed, color_sigma_l;
  double spirality_deg = 0;
};

std::span<const KnitRow> knit_rows();
const KnitRow* find_knit(std::string_view id);

/// The yarn of this row, its diameter computed from the count (2.1).
YarnSpec knit_yarn(const KnitRow& row);

/// Areal mass in g/m2: stitches per cm2 · loop length · tex / 100, for each side, and what the back has beside (6.2).
double knit_mass(const KnitRow& row);

}  // namespace atelier
