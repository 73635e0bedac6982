#pragma once

#include <array>
#include <vector>

#include "fabric/knit/loop_shade.h"

namespace atelier {

/// A pixel as the mean of finer × finer samples: heights, shades, coverage and slopes (9.6). What lies uppermost gives
/// part and direction; the two dyes most seen share the pixel.
class PixelMean {
 public:
  PixelMean(int finer, float sample_x_mm, float sample_y_mm);

  void begin();
  /// Samples come row by row.
  void add(const YarnPixel& one);
  YarnPixel end();
  /// Of the slopes between the samples, 0..0.5.
  float slope_variance() const;

 private:
  static constexpr int dyes = 8;  // more are counted as the last
  void add_dye(int dye, int amount);
  void share_dyes();

  int finer_;
  float inverse_x_, inverse_y_;
  std::vector<float> heights_;
  YarnPixel mean_{};
  std::array<int, dyes> seen_{};
  float top_ = 0, shade_ = 0;
  int covered_ = 0, count_ = 0;
};

}  // namespace atelier
