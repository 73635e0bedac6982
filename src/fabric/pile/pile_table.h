#pragma once

#include <span>
#include <string_view>

#include "fabric/fabric_spec.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

/// A cloth with a pile (7.1), its appearance (13.4), and what it weighs: the ground and the yarn that stands on it.
struct PileRow {
  std::string_view id;  ///< P_velvet …
  PileSpec pile;
  double ground_gsm;
  double tufts_per_mm2, tuft_mm, tuft_tex;  ///< yarn above the ground: pieces, length of one with both its legs, count
  double mass_min, mass_max;                ///< trade range, g/m2
  double roughness, sheen, sheen_roughness, anisotropy;
  YarnKind fibre;  ///< how its fibres shine
};

std::span<const PileRow> pile_rows();
const PileRow* find_pile(std::string_view id);

/// Areal mass in g/m2: ground, and pieces per mm2 times their length in mm times g/km.
double areal_mass(const PileRow& row);

}  // namespace atelier
