#pragma once

#include "base/run_context.h"
#include "imaging/image.h"

namespace atelier {

/// How the step across the tile's edge compares with the steps inside it (section 12.9).
struct SeamCheck {
  double rank = 0;       ///< share of the inner steps that are smaller than the step across the edge, worse axis; 0..1
  double ratio = 0;      ///< that step over the largest one at the same place of a yarn, worse axis
  bool seamless = true;  ///< rank ≤ 0.995 or ratio ≤ 1.05
};

/// Compares neighbouring columns and rows of a map (u8 or u16) that holds `ends` × `picks` yarns; 0 where there are
/// none.
/// Only cancelled can fail.
Result<SeamCheck> check_seams(const Image& map, int ends, int picks, const RunContext& run);

}  // namespace atelier
