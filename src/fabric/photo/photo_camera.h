#pragma once

#include <cstdint>

#include "base/run_context.h"
#include "imaging/image.h"
#include "imaging/plane.h"

namespace atelier {

/// The picture as light on the sensor: linear Rec. 709, and how far out of focus each pixel is.
struct LinearPhoto {
  LinearPhoto(int width, int height) : r(width, height), g(width, height), b(width, height), blur(width, height) {}
  Plane<float> r, g, b;
  Plane<float> blur;  ///< standard deviation of the blur of depth of field, in pixels
};

/// Lens, sensor and film curve (Cloth reference 10.4, 10.5).
struct Camera {
  float gain_r = 1, gain_g = 1, gain_b = 1;  ///< exposure and white balance
  float vignette = 0.08f;                    ///< loss of light at the edge of the width; grows with r²
  float noise = 0.6f;                        ///< 1: 40000 electrons at white
  std::uint32_t seed = 1;
};

/// Blur (standard deviation in pixels on the picture) per millimetre of distance from the focal plane: full-frame
/// camera, framed so that `field_mm` fill the width.
double blur_per_mm(double field_mm, int width_px, double f_number);

/// The film curve: a straight line, then a shoulder that ends at 1.
float film_curve(float light);

/// Blurs, exposes, adds grain and encodes: sRGB, 8 bit, RGB. Same bits on every CPU and thread count.
Result<Image> develop(const LinearPhoto& light, const Camera& camera, const RunContext& run);

}  // namespace atelier
