#include "fabric/weave/yarn_effects.h"

#include <algorithm>

#include "fabric/weave/woven_patterns.h"
#include "fabric/words/color_codes.h"
#include "imaging/color.h"

namespace atelier {

namespace {

constexpr std::uint32_t gold_rgb = 0xD4AF5A, silver_rgb = 0xCBCED3;
constexpr std::size_t metal_picks = 4;

}  // namespace

void set_metal(FabricSpec& spec, const FabricWords& words) {
  LinearRgb metal;
  if (spec.dyes.size() == 2 && words.colors.size() == 2 && !orders_dyes(words) && !words.melange()) {
    metal = spec.dyes.back();
    spec.dyes.pop_back();
    spec.weft_order = {0};
    spec.target_is_mean = true;
  } else {
    const OkLab base = to_oklab(linear_from_rgb(words.colors.front().rgb));
    metal = linear_from_rgb(base.b > 0.015 || (base.a > 0.05 && base.b > 0) ? gold_rgb : silver_rgb);
  }
  const auto dye = static_cast<std::uint8_t>(spec.dyes.size());
  spec.dyes.push_back(legal_albedo(metal, false));
  spec.dye_surfaces.resize(spec.dyes.size());
  spec.dye_surfaces[dye] = {1, 0.2};
  DyeOrder order = spec.weft_order;
  while (order.size() % metal_picks != 0) order.insert(order.end(), spec.weft_order.begin(), spec.weft_order.end());
  for (std::size_t pick = metal_picks - 1; pick < order.size(); pick += metal_picks) order[pick] = dye;
  spec.weft_order = order;
  spec.target_is_mean = false;
}

void set_neps(FabricSpec& spec, bool mean) {
  constexpr std::uint32_t moor[] = {0xA98443, 0x97573D, 0x58787C, 0xD6CDB4, 0x6F7650, 0x7A4A5E, 0x46536E};
  constexpr int shown = 4;
  std::vector<std::pair<double, std::uint32_t>> by_distance;
  for (const std::uint32_t rgb : moor) {
    const double distance = delta_e_2000(to_lab(linear_from_rgb(rgb)), to_lab(spec.color_target));
    by_distance.emplace_back(-distance, rgb);
  }
  std::sort(by_distance.begin(), by_distance.end());
  spec.neps = {5, 0.8, 2, static_cast<int>(spec.dyes.size()), shown};
  for (int i = 0; i < shown; ++i) spec.dyes.push_back(legal_albedo(linear_from_rgb(by_distance[i].second), false));
  spec.target_is_mean = spec.target_is_mean && mean;
}

}  // namespace atelier
