#include "fabric/photo/photo_target.h"

#include <algorithm>

namespace atelier {
namespace {

constexpr double wash_delta_e = 1.6, wash_share_max = 0.5;

LinearRgb scaled(const LinearRgb& color, double scale) {
  return {static_cast<float>(color.r * scale), static_cast<float>(color.g * scale),
          static_cast<float>(color.b * scale)};
}

LinearRgb as_exposed(const LinearRgb& color) {
  const double y = std::max(luminance(color), 1e-4);
  const double bright = std::clamp((y - 0.45) / 0.4, 0.0, 1.0), dark = std::clamp(1 - y / 0.08, 0.0, 1.0);
  return scaled(color, (1 - 0.14 * bright * bright * (3 - 2 * bright)) * (y + 0.006 * dark) / y);
}

LinearRgb washed(const LinearRgb& color) {
  const float y = static_cast<float>(luminance(color));
  const auto mixed = [&](double share) {
    const float s = static_cast<float>(share);
    return LinearRgb{color.r + s * (y - color.r), color.g + s * (y - color.g), color.b + s * (y - color.b)};
  };
  double low = 0, high = wash_share_max;
  for (int i = 0; i < 12; ++i) {
    const double middle = (low + high) / 2;
    (delta_e_2000(to_lab(mixed(middle)), to_lab(color)) < wash_delta_e ? low : high) = middle;
  }
  return mixed(low);
}

}  // namespace

std::vector<DyeTarget> dye_targets(const FabricSpec& spec) {
  std::vector<DyeTarget> targets;
  for (const LinearRgb& dye : spec.dyes) {
    const LinearRgb color = as_exposed(spec.target_is_mean && spec.dyes.size() == 1 ? spec.color_target : dye);
    targets.push_back({color, washed(color)});
  }
  return targets;
}

}  // namespace atelier
