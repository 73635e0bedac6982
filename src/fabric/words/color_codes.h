#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "imaging/color.h"

namespace atelier {

/// A colour that was asked for.
struct ColorWish {
  std::string id;  ///< palette ID ("navy"), "#rrggbb", or "neon:#rrggbb" for a fluorescent one; reads back as itself
  std::uint32_t rgb = 0;  ///< sRGB 0xRRGGBB
  bool fluorescent = false;
  friend bool operator==(const ColorWish&, const ColorWish&) = default;
};

/// The wish for an sRGB colour; a colour of the palette gets the palette's ID.
ColorWish wish_of(std::uint32_t rgb, bool fluorescent);

/// Whether text is meant as a code rather than words.
bool is_color_code(std::string_view text);

/// Reads #rgb, #rrggbb, rgb(), lab(), lch() (both D65), oklab(), oklch(); "neon:" before it makes it fluorescent.
/// Colours outside sRGB are brought into it. invalid_argument otherwise.
Result<ColorWish> read_color_code(std::string_view field, std::string_view text);

/// sRGB 0xRRGGBB to linear light.
LinearRgb linear_from_rgb(std::uint32_t rgb);

/// sRGB of an OKLab colour; chroma is reduced where it lies outside the gamut.
std::uint32_t rgb_from_oklab(OkLab color);

/// The nearest albedo that cloth can have (11.3): channels 0.008..0.87, luminance 0.012..0.86; a fluorescent dye has no
/// upper limit.
LinearRgb legal_albedo(const LinearRgb& color, bool fluorescent);

}  // namespace atelier
