#pragma once

#include <array>
#include <vector>

#include "base/run_context.h"
#include "fabric/photo/photo_light.h"
#include "imaging/plane.h"

namespace atelier {

/// Heights with room on both sides, so that a shifted row can be read without asking where it ends.
class Relief {
 public:
  /// Copies heights (mm); each edge value goes on for `pad` pixels. px_mm: size of a pixel.
  Relief(const Plane<float>& height_mm, int pad, double px_mm);

  int width() const { return width_; }
  int height() const { return z_.height(); }
  int pad() const { return pad_; }
  float px_mm() const { return px_mm_; }
  /// Row y, moved into the picture; [-pad, width + pad) may be read.
  const float* row(int y) const { return z_.row(y < 0 ? 0 : y >= height() ? height() - 1 : y) + pad_; }
  /// The mean of 2 × 2 pixels.
  Relief half(int pad) const;

 private:
  Relief(int width, int height, int pad, double px_mm);
  void extend_rows();

  int width_, pad_;
  float px_mm_;
  Plane<float> z_;
};

/// One step of the way to a light, the same for every pixel.
struct MarchStep {
  int dx = 0, dy = 0;      ///< in pixels; dy > 0 is down
  float rise_mm = 0;       ///< height of the ray above its start
  float inv_softness = 0;  ///< 1 / (0.25 d + 0.004 mm): penumbra grows with distance
};

/// Steps, quadratically spaced, up to reach_mm towards the key (Cloth reference 10.1).
std::vector<MarchStep> shadow_march(const LightRig& light, double px_mm, double reach_mm, int pad);

/// Ambient visibility 0..1 of each pixel: mean of 1 − sin² of the horizon in 8 directions up to radius_mm.
Result<Plane<float>> ambient_visibility(const Relief& relief, double radius_mm, const RunContext& run);

}  // namespace atelier
