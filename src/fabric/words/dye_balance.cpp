#include "fabric/words/dye_balance.h"

#include <algorithm>

namespace atelier {

namespace {

constexpr double reflectance_min = 0.008;  // of any dyed yarn, per channel
constexpr double deepest_warp = 0.3;       // of the wish, per channel: deeper, and its hue would turn
constexpr double tint_max = 0.75;          // share of the wish's hue that the darkest weft takes on

constexpr float LinearRgb::*channels[] = {&LinearRgb::r, &LinearRgb::g, &LinearRgb::b};

/// The most of `hue` that flecks may show without the warp having to be deeper than deepest_warp.
double brightest(const LinearRgb& wish, double weft_share, const LinearRgb& hue) {
  double most = 1;
  for (const auto channel : channels) {
    const double warp_min = std::max(reflectance_min, deepest_warp * wish.*channel);
    most = std::min(most, (wish.*channel - (1 - weft_share) * warp_min) / weft_share / hue.*channel);
  }
  return std::max(most, 0.0);
}

}  // namespace

void balance_dyes(const LinearRgb& wish, double weft_share, LinearRgb& warp, LinearRgb& weft) {
  const double tint = tint_max * (1 - brightest(wish, weft_share, weft));
  const double wish_scale = luminance(weft) / luminance(wish);
  LinearRgb hue = weft;
  for (const auto channel : channels) {
    hue.*channel = static_cast<float>((1 - tint) * weft.*channel + tint * wish_scale * wish.*channel);
  }
  const double shown = brightest(wish, weft_share, hue);
  for (const auto channel : channels) {
    weft.*channel = static_cast<float>(std::max(shown * hue.*channel, reflectance_min));
    const double left = (wish.*channel - weft_share * weft.*channel) / (1 - weft_share);
    warp.*channel = static_cast<float>(std::max(left, reflectance_min));
  }
}

}  // namespace atelier
