#pragma once

#include <span>
#include <string_view>

#include "fabric/fabric_spec.h"

namespace atelier {

/// A finish that is a weave or an order of dyed yarns.
struct PatternRow {
  std::string_view finish;
  std::string_view weave;  ///< empty: the cloth's own
  int a, b, block;
  bool orders;    ///< it is an order of two dyes or more: a cloth has one such pattern
  bool contrast;  ///< warp and weft of one colour get two shades, or nothing would be seen
  bool square;    ///< as many picks as ends, so that what is square stays square
  /// Blocks of threads of the first and the second dye in turn, both systems alike; 0 ends it, and so often. Empty: set
  /// by widths in millimetres, or not at all.
  int blocks[8];
};

std::span<const PatternRow> pattern_rows();

}  // namespace atelier
