#pragma once

#include <span>
#include <string_view>

#include "fabric/net/net_spec.h"

namespace atelier {

/// A kind of openwork in numbers (7.2, 13.4).
struct NetRow {
  std::string_view id;  ///< of the material
  NetSpec net;
  double tex;                 ///< of a strand, g/km
  double guide_bars;          ///< how many yarns knit it together
  double mass_min, mass_max;  ///< g/m², trade range
  double roughness, sheen;
};

std::span<const NetRow> net_rows();
const NetRow* find_net(std::string_view id);

/// Areal mass in g/m², from the length of strand in a square metre.
double areal_mass(const NetRow& row);

}  // namespace atelier
