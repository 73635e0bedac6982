#pragma once

#include <cstdint>

#include "fabric/fabric_spec.h"

namespace atelier {

// Colour arithmetic with + - * / and sqrt only: the same bits on every CPU.

/// OKLab (Ottosson 2020); also used for L, a, b of CIELAB.
struct LabColor {
  double l = 0, a = 0, b = 0;
};

LabColor oklab_from_rgb(std::uint32_t rgb);

/// sRGB of an OKLab colour; chroma is reduced where it lies outside the gamut.
std::uint32_t rgb_from_oklab(LabColor color);

/// sRGB of a CIELAB colour (D65); channels outside the gamut are clipped.
std::uint32_t rgb_from_cielab(const LabColor& color);

/// a and b of a chroma and a hue in degrees.
LabColor lab_from_lch(double l, double chroma, double hue_deg);

}  // namespace atelier
