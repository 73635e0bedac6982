#include "fabric/weave/leno.h"

#include <algorithm>

#include "fabric/fabric_math.h"

namespace atelier {

void twist_pairs(YarnSystem& warp, int picks) {
  const float apart = std::min(0.3F, warp.half_width * 0.95F);
  for (int k = 0; k < warp.count; ++k) {
    const float side = k % 2 == 0 ? 1.0F : -1.0F;
    float* wander = warp.wander.data() + static_cast<std::size_t>(k) * track_samples;
    for (int i = 0; i < track_samples; ++i) {
      const double pick = static_cast<double>(i) / track_samples * picks;
      wander[i] += side * (0.5F + apart * static_cast<float>(cos_turns(0.5 * (pick - 0.5))));
    }
  }
}

}  // namespace atelier
