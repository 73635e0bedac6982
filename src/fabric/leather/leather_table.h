#pragma once

#include <span>
#include <string_view>

#include "fabric/leather/leather_spec.h"

namespace atelier {

/// A kind of leather or of what imitates it, in numbers (7.4, 13.4).
struct LeatherRow {
  std::string_view id;  ///< of the material
  LeatherSpec grain;
  double density;             ///< g/cm³, backing included
  double mass_min, mass_max;  ///< g/m², trade range
  double roughness, clearcoat;
};

std::span<const LeatherRow> leather_rows();
const LeatherRow* find_leather(std::string_view id);

}  // namespace atelier
