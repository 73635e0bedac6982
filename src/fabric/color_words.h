#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/fabric_spec.h"
#include "fabric/vocabulary.h"

namespace atelier {

/// A colour that was asked for.
struct ColorWish {
  std::string id;          ///< palette ID ("navy"), "#rrggbb", or "neon:#rrggbb" for a fluorescent one; reads back as itself
  std::uint32_t rgb = 0;   ///< sRGB 0xRRGGBB
  bool fluorescent = false;
  friend bool operator==(const ColorWish&, const ColorWish&) = default;
};

/// Reads one colour, or two that are joined (and, и, 와, ×, +, /, -): palette names in three languages, modifiers with a
/// base ("light", "тёмно-", "연"), CSS names, #rgb, #rrggbb, rgb(), lab(), lch(), oklab(), oklch() (lab and lch to D65).
/// invalid_argument for anything else, with the nearest known names; unsupported for more than two.
Result<std::vector<ColorWish>> parse_colors(std::string_view field, std::string_view text);

/// sRGB 0xRRGGBB to linear light. The same bits on every CPU.
LinearRgb linear_from_rgb(std::uint32_t rgb);

/// Relative luminance.
double luminance(const LinearRgb& color);

/// The nearest albedo that cloth can have (11.3): channels 0.008..0.87, luminance 0.012..0.86; a fluorescent dye has no
/// upper limit.
LinearRgb legal_albedo(const LinearRgb& color, bool fluorescent);

}  // namespace atelier
