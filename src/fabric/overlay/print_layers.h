#pragma once

#include <cstdint>
#include <vector>

#include "fabric/overlay/overlay_spec.h"

namespace atelier {

/// One repeat of a drawn motif: how deep each place lies inside of each ink.
struct PrintLayers {
  static constexpr int inks_max = 4;
  int side = 0;    ///< cells along each axis
  int inks = 0;    ///< layers; later ones lie over earlier ones
  double ramp_mm;  ///< distance from the edge that 127 steps stand for
  /// side × side × 4, rows from the bottom: 128 at the edge of the ink, more inside.
  std::vector<std::uint8_t> ramps;
};

/// Inks that a motif needs beside the ground.
int print_inks(PrintSpec::Motif motif);

/// Draws a repeat. Not for pictures.
PrintLayers draw_print(PrintSpec::Motif motif, std::uint64_t seed, double repeat_mm);

}  // namespace atelier
