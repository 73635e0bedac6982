#include "fabric/color_math.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/color_words.h"

namespace atelier {

namespace {

// The n-th root of x > 0 by Newton's method from above.
double root(double x, int n) {
  if (x <= 0) return 0;
  double y = std::max(1.0, x);
  for (int i = 0; i < 200; ++i) {
    double power = 1;
    for (int k = 1; k < n; ++k) power *= y;
    const double next = ((n - 1) * y + x / power) / n;
    if (next >= y) break;
    y = next;
  }
  return y;
}

double signed_cube_root(double x) { return x < 0 ? -root(-x, 3) : root(x, 3); }

double decode(double encoded) {
  if (encoded <= 0.04045) return encoded / 12.92;
  const double t = (encoded + 0.055) / 1.055;
  const double fifth = root(t, 5);
  return t * t * fifth * fifth;
}

double encode(double linear) {
  if (linear <= 0.0031308) return 12.92 * linear;
  const double twelfth = std::sqrt(std::sqrt(root(linear, 3)));
  return 1.055 * twelfth * twelfth * twelfth * twelfth * twelfth - 0.055;
}

struct Linear {
  double r, g, b;
};

Linear decoded(std::uint32_t rgb) {
  const auto channel = [&](int shift) { return decode(((rgb >> shift) & 255) / 255.0); };
  return {channel(16), channel(8), channel(0)};
}

std::uint32_t encoded(const Linear& color) {
  const auto channel = [](double linear) {
    return static_cast<std::uint32_t>(std::floor(encode(std::clamp(linear, 0.0, 1.0)) * 255 + 0.5));
  };
  return channel(color.r) << 16 | channel(color.g) << 8 | channel(color.b);
}

Linear linear_from_oklab(const LabColor& c) {
  const double l = c.l + 0.3963377774 * c.a + 0.2158037573 * c.b;
  const double m = c.l - 0.1055613458 * c.a - 0.0638541728 * c.b;
  const double s = c.l - 0.0894841775 * c.a - 1.2914855480 * c.b;
  const double l3 = l * l * l, m3 = m * m * m, s3 = s * s * s;
  return {4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3,
          -1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3,
          -0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3};
}

bool in_gamut(const Linear& c) {
  const auto inside = [](double x) { return x >= -0.0005 && x <= 1.0005; };
  return inside(c.r) && inside(c.g) && inside(c.b);
}

// Sine of an angle in degrees, |error| < 1e-9 by its Taylor series within a quarter turn.
double sine_deg(double degrees) {
  degrees -= 360 * std::floor(degrees / 360);
  double sign = 1;
  if (degrees >= 180) {
    degrees -= 180;
    sign = -1;
  }
  if (degrees > 90) degrees = 180 - degrees;
  const double x = degrees * (3.14159265358979323846 / 180);
  double term = x, sum = x;
  for (int k = 1; k < 10; ++k) {
    term *= -x * x / ((2 * k) * (2 * k + 1));
    sum += term;
  }
  return sign * sum;
}

}  // namespace

LabColor oklab_from_rgb(std::uint32_t rgb) {
  const Linear c = decoded(rgb);
  const double l = signed_cube_root(0.4122214708 * c.r + 0.5363325363 * c.g + 0.0514459929 * c.b);
  const double m = signed_cube_root(0.2119034982 * c.r + 0.6806995451 * c.g + 0.1073969566 * c.b);
  const double s = signed_cube_root(0.0883024619 * c.r + 0.2817188376 * c.g + 0.6299787005 * c.b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

std::uint32_t rgb_from_oklab(LabColor color) {
  color.l = std::clamp(color.l, 0.0, 1.0);
  Linear linear = linear_from_oklab(color);
  for (int i = 0; i < 200 && !in_gamut(linear); ++i) {
    color.a *= 0.97;
    color.b *= 0.97;
    linear = linear_from_oklab(color);
  }
  return encoded(linear);
}

std::uint32_t rgb_from_cielab(const LabColor& color) {
  const double fy = (color.l + 16) / 116;
  const auto inverse = [](double f) { return f > 6.0 / 29 ? f * f * f : 3 * (6.0 / 29) * (6.0 / 29) * (f - 4.0 / 29); };
  const double x = 0.95047 * inverse(fy + color.a / 500), y = inverse(fy), z = 1.08883 * inverse(fy - color.b / 200);
  return encoded({3.2404542 * x - 1.5371385 * y - 0.4985314 * z, -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
                  0.0556434 * x - 0.2040259 * y + 1.0572252 * z});
}

LabColor lab_from_lch(double l, double chroma, double hue_deg) {
  return {l, chroma * sine_deg(hue_deg + 90), chroma * sine_deg(hue_deg)};
}

LinearRgb linear_from_rgb(std::uint32_t rgb) {
  const Linear c = decoded(rgb);
  return {static_cast<float>(c.r), static_cast<float>(c.g), static_cast<float>(c.b)};
}

double luminance(const LinearRgb& color) { return 0.2126 * color.r + 0.7152 * color.g + 0.0722 * color.b; }

LinearRgb legal_albedo(const LinearRgb& color, bool fluorescent) {
  const double channel_max = fluorescent ? 1.1 : 0.87;
  const double luminance_max = fluorescent ? 1.1 : 0.86;
  std::array<double, 3> channels = {color.r, color.g, color.b};
  for (double& channel : channels) channel = std::clamp(channel, 0.008, channel_max);
  const double y = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2];
  const double gain = y < 0.012 ? 0.012 / y : y > luminance_max ? luminance_max / y : 1;
  return {static_cast<float>(channels[0] * gain), static_cast<float>(channels[1] * gain),
          static_cast<float>(channels[2] * gain)};
}

}  // namespace atelier
