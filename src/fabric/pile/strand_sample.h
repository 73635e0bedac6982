#pragma once

#include <algorithm>
#include <cstdint>

namespace atelier {

// A sample of a strand in a word, the highest bits first: level, shade, direction. Of two samples the greater word is
// the higher one.
inline constexpr int level_shift = 40, shade_shift = 16, direction_shift = 8;
/// Levels and shades keep a little room at both ends, for what linear steps round.
inline constexpr std::int32_t strand_levels = 16777000, strand_level_min = 32;
inline constexpr float shade_steps = 131072, shade_min = 0.001F, shade_max = 7.9F;
// Hairs of a pixel: how many samples, sums of their directions.
inline constexpr int hair_count_shift = 48, hair_shift = 24;

/// Shade in steps and direction as the low bits of a sample.
inline std::uint64_t strand_payload(float shade, float along_x, float along_y) {
  const auto byte = [](float component) {
    return static_cast<std::uint64_t>(static_cast<int>(std::clamp(component, -1.0F, 1.0F) * 127 + 128.5F));
  };
  return static_cast<std::uint64_t>(shade) << shade_shift | byte(along_x) << direction_shift | byte(along_y);
}

}  // namespace atelier
