#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace atelier {

/// Linear Rec. 709 colour, 0..1 per channel.
struct LinearRgb {
  float r = 0, g = 0, b = 0;
  friend bool operator==(const LinearRgb&, const LinearRgb&) = default;
};

/// CIE 1931 XYZ, Y = 1 for white.
struct Xyz {
  double x = 0, y = 0, z = 0;
};

/// CIE 1976 L*a*b* under D65; l is 0..100.
struct Lab {
  double l = 0, a = 0, b = 0;
};

/// OKLab (Ottosson 2020); l is 0..1.
struct OkLab {
  double l = 0, a = 0, b = 0;
};

// Everything below gives the same bits on every CPU (portable_math.h).

/// sRGB transfer (IEC 61966-2-1): encoded 0..1 to light 0..1. Outside values are clamped, NaN is 0.
double srgb_decode(double encoded);
/// The inverse: light 0..1 to encoded 0..1. Outside values are clamped, NaN is 0.
double srgb_encode(double linear);

/// Light to 8 bit sRGB, correctly rounded to the nearest level; clamps; NaN is 0. Both spans have the same length.
void encode_srgb(std::span<const float> linear, std::span<std::uint8_t> encoded);
/// Light to 16 bit sRGB, within 0.6 of a level of the exact value; clamps; NaN is 0.
void encode_srgb(std::span<const float> linear, std::span<std::uint16_t> encoded);
/// 8 bit sRGB to light (a table of 256 correctly rounded floats).
void decode_srgb(std::span<const std::uint8_t> encoded, std::span<float> linear);
/// 16 bit sRGB to light.
void decode_srgb(std::span<const std::uint16_t> encoded, std::span<float> linear);
/// The light of each 8 bit level.
const float* srgb_decode_table();

Xyz to_xyz(const LinearRgb& color);
/// Not clamped: colours outside Rec. 709 have channels outside 0..1.
LinearRgb to_linear(const Xyz& xyz);
Lab to_lab(const Xyz& xyz);
Lab to_lab(const LinearRgb& color);
Xyz to_xyz(const Lab& lab);
OkLab to_oklab(const LinearRgb& color);
/// Not clamped.
LinearRgb to_linear(const OkLab& color);
/// Relative luminance Y.
double luminance(const LinearRgb& color);

/// CIEDE2000 colour difference with kL = kC = kH = 1 (Sharma, Wu, Dalal 2005).
double delta_e_2000(const Lab& first, const Lab& second);

/// The light of an 8 bit sRGB colour.
LinearRgb linear_from_srgb8(std::uint8_t r, std::uint8_t g, std::uint8_t b);
/// "#rrggbb" in lower case; channels are clamped.
std::string to_hex(const LinearRgb& color);

}  // namespace atelier
