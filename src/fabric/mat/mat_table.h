#pragma once

#include <span>
#include <string_view>

#include "fabric/fabric_spec.h"
#include "fabric/words/fabrics_table.h"

namespace atelier {

/// A mat of fibres (7.3, 7.4), its appearance (13.4), and what it weighs.
struct MatRow {
  std::string_view id;      ///< N_felt …
  std::string_view ground;  ///< woven construction below the mat; empty: a mat alone
  MatSpec mat;
  double density;             ///< g/cm3 of a mat alone; 0 where the ground's mass is all
  double mass_min, mass_max;  ///< trade range, g/m2
  double roughness, sheen, sheen_roughness, anisotropy;
  YarnKind fibre;
};

std::span<const MatRow> mat_rows();
const MatRow* find_mat(std::string_view id);

/// Areal mass in g/m2: thickness times density, or that of the ground, whose fibres the mat is made of.
double areal_mass(const MatRow& row);

}  // namespace atelier
