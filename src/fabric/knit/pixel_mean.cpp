#include "fabric/knit/pixel_mean.h"

#include <algorithm>

namespace atelier {

PixelMean::PixelMean(int finer, float sample_x_mm, float sample_y_mm)
    : finer_(finer),
      inverse_x_(1 / sample_x_mm),
      inverse_y_(1 / sample_y_mm),
      heights_(static_cast<std::size_t>(finer) * finer) {}

void PixelMean::begin() {
  mean_ = {};
  seen_ = {};
  top_ = -1e9F;
  covered_ = 0;
  shade_ = 0;
  count_ = 0;
}

void PixelMean::add_dye(int dye, int amount) {
  seen_[std::min(dye, dyes - 1)] += amount;
}

void PixelMean::add(const YarnPixel& one) {
  heights_[count_++] = one.height;
  mean_.height += one.height;
  covered_ += one.coverage;
  shade_ += one.shade * static_cast<float>(one.coverage);
  add_dye(one.dye, one.dye_share);
  add_dye(one.other_dye, 255 - one.dye_share);
  if (one.height <= top_) return;
  top_ = one.height;
  mean_.part = one.part;
  mean_.tangent_x = one.tangent_x;
  mean_.tangent_y = one.tangent_y;
}

void PixelMean::share_dyes() {
  const auto first = std::max_element(seen_.begin(), seen_.end());
  const int most = *first;
  *first = -1;
  const auto second = std::max_element(seen_.begin(), seen_.end());
  mean_.dye = static_cast<std::uint8_t>(first - seen_.begin());
  mean_.other_dye = static_cast<std::uint8_t>(*second > 0 ? second - seen_.begin() : first - seen_.begin());
  mean_.dye_share = static_cast<std::uint8_t>(*second > 0 ? 255 * most / (most + *second) : 255);
}

YarnPixel PixelMean::end() {
  mean_.height /= static_cast<float>(count_);
  mean_.shade = covered_ > 0 ? shade_ / static_cast<float>(covered_) : 0.35F;
  mean_.coverage = static_cast<std::uint8_t>(covered_ / count_);
  share_dyes();
  return mean_;
}

float PixelMean::slope_variance() const {
  float sum_x = 0, sum_y = 0, square = 0;
  int slopes = 0;
  for (int y = 0; y + 1 < finer_; ++y) {
    for (int x = 0; x + 1 < finer_; ++x) {
      const float here = heights_[y * finer_ + x];
      const float slope_x = (heights_[y * finer_ + x + 1] - here) * inverse_x_;
      const float slope_y = (heights_[(y + 1) * finer_ + x] - here) * inverse_y_;
      sum_x += slope_x;
      sum_y += slope_y;
      square += slope_x * slope_x + slope_y * slope_y;
      ++slopes;
    }
  }
  if (slopes < 2) return std::min(0.5F, 0.125F * square);
  const auto count = static_cast<float>(slopes);
  return std::clamp((square - (sum_x * sum_x + sum_y * sum_y) / count) / count / 2, 0.0F, 0.5F);
}

}  // namespace atelier
