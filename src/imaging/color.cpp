#include "imaging/color.h"

#include <fmt/format.h>

#include <cmath>

#include "imaging/portable_math.h"

namespace atelier {
namespace {

constexpr Xyz white_d65{0.95047, 1.0, 1.08883};
constexpr double lab_epsilon = 216.0 / 24389, lab_kappa = 24389.0 / 27;

double clamp01(double x) {
  return x > 0 ? (x < 1 ? x : 1) : 0;
}

double lab_f(double t) {
  return t > lab_epsilon ? portable_cbrt(t) : (lab_kappa * t + 16) / 116;
}

double lab_f_inverse(double f) {
  const double cube = f * f * f;
  return cube > lab_epsilon ? cube : (116 * f - 16) / lab_kappa;
}

double chroma(double a, double b) {
  return std::sqrt(a * a + b * b);
}

double chroma_weight(double c) {  // sqrt(c^7 / (c^7 + 25^7))
  const double c7 = c * c * c * c * c * c * c;
  return std::sqrt(c7 / (c7 + 6103515625.0));
}

// Lightness, chroma and hue with the a axis stretched for near-greys (Sharma et al., equations 2 to 7).
struct Adjusted {
  double l, c, hue_deg;
};

Adjusted adjust(const Lab& lab, double g) {
  const double a = lab.a * (1 + g);
  return {lab.l, chroma(a, lab.b), portable_angle_deg(lab.b, a)};
}

// Hues that are exactly opposite count as the nearer case in spite of rounding.
constexpr double opposite_deg = 180 + 1e-9;

double hue_difference(const Adjusted& first, const Adjusted& second) {
  if (first.c * second.c == 0) return 0;
  const double d = second.hue_deg - first.hue_deg;
  return d > opposite_deg ? d - 360 : d < -opposite_deg ? d + 360 : d;
}

double hue_mean(const Adjusted& first, const Adjusted& second) {
  const double sum = first.hue_deg + second.hue_deg;
  if (first.c * second.c == 0) return sum;
  if (std::fabs(first.hue_deg - second.hue_deg) <= opposite_deg) return sum / 2;
  return (sum < 360 ? sum + 360 : sum - 360) / 2;
}

}  // namespace

double srgb_decode(double encoded) {
  const double v = clamp01(encoded);
  if (v <= 0.04045) return v / 12.92;
  const double base = (v + 0.055) / 1.055, root = portable_fifth_root(base);
  return base * base * root * root;  // x^2.4
}

double srgb_encode(double linear) {
  const double v = clamp01(linear);
  if (v <= 0.0031308) return v * 12.92;
  const double root = portable_cbrt(std::sqrt(std::sqrt(v)));  // x^(1/12)
  const double root2 = root * root;
  return 1.055 * (root2 * root2 * root) - 0.055;
}

Xyz to_xyz(const LinearRgb& c) {
  return {0.4124564 * c.r + 0.3575761 * c.g + 0.1804375 * c.b, 0.2126729 * c.r + 0.7151522 * c.g + 0.0721750 * c.b,
          0.0193339 * c.r + 0.1191920 * c.g + 0.9503041 * c.b};
}

LinearRgb to_linear(const Xyz& c) {
  return {static_cast<float>(3.2404542 * c.x - 1.5371385 * c.y - 0.4985314 * c.z),
          static_cast<float>(-0.9692660 * c.x + 1.8760108 * c.y + 0.0415560 * c.z),
          static_cast<float>(0.0556434 * c.x - 0.2040259 * c.y + 1.0572252 * c.z)};
}

Lab to_lab(const Xyz& c) {
  const double x = lab_f(c.x / white_d65.x), y = lab_f(c.y / white_d65.y), z = lab_f(c.z / white_d65.z);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

Lab to_lab(const LinearRgb& color) {
  return to_lab(to_xyz(color));
}

Xyz to_xyz(const Lab& lab) {
  const double y = (lab.l + 16) / 116;
  return {white_d65.x * lab_f_inverse(y + lab.a / 500), white_d65.y * lab_f_inverse(y),
          white_d65.z * lab_f_inverse(y - lab.b / 200)};
}

OkLab to_oklab(const LinearRgb& c) {
  const double l = portable_cbrt(0.4122214708 * c.r + 0.5363325363 * c.g + 0.0514459929 * c.b);
  const double m = portable_cbrt(0.2119034982 * c.r + 0.6806995451 * c.g + 0.1073969566 * c.b);
  const double s = portable_cbrt(0.0883024619 * c.r + 0.2817188376 * c.g + 0.6299787005 * c.b);
  return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
          1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
          0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

LinearRgb to_linear(const OkLab& c) {
  const double l = c.l + 0.3963377774 * c.a + 0.2158037573 * c.b;
  const double m = c.l - 0.1055613458 * c.a - 0.0638541728 * c.b;
  const double s = c.l - 0.0894841775 * c.a - 1.2914855480 * c.b;
  const double l3 = l * l * l, m3 = m * m * m, s3 = s * s * s;
  return {static_cast<float>(4.0767416621 * l3 - 3.3077115913 * m3 + 0.2309699292 * s3),
          static_cast<float>(-1.2684380046 * l3 + 2.6097574011 * m3 - 0.3413193965 * s3),
          static_cast<float>(-0.0041960863 * l3 - 0.7034186147 * m3 + 1.7076147010 * s3)};
}

double luminance(const LinearRgb& c) {
  return 0.2126729 * c.r + 0.7151522 * c.g + 0.0721750 * c.b;
}

double delta_e_2000(const Lab& lab1, const Lab& lab2) {
  const double g = 0.5 * (1 - chroma_weight((chroma(lab1.a, lab1.b) + chroma(lab2.a, lab2.b)) / 2));
  const Adjusted first = adjust(lab1, g), second = adjust(lab2, g);

  const double dl = second.l - first.l, dc = second.c - first.c;
  const double dh = 2 * std::sqrt(first.c * second.c) * portable_sin_deg(hue_difference(first, second) / 2);

  const double l = (first.l + second.l) / 2, c = (first.c + second.c) / 2, h = hue_mean(first, second);
  const double t = 1 - 0.17 * portable_cos_deg(h - 30) + 0.24 * portable_cos_deg(2 * h) +
                   0.32 * portable_cos_deg(3 * h + 6) - 0.20 * portable_cos_deg(4 * h - 63);
  const double from_blue = (h - 275) / 25, l50 = (l - 50) * (l - 50);
  const double rotation = 60 * portable_exp_negative(-from_blue * from_blue);  // 2 × 30°
  const double rt = -2 * chroma_weight(c) * portable_sin_deg(rotation);
  const double sl = dl / (1 + 0.015 * l50 / std::sqrt(20 + l50));
  const double sc = dc / (1 + 0.045 * c), sh = dh / (1 + 0.015 * c * t);
  return std::sqrt(sl * sl + sc * sc + sh * sh + rt * sc * sh);
}

LinearRgb linear_from_srgb8(std::uint8_t r, std::uint8_t g, std::uint8_t b) {
  const float* table = srgb_decode_table();
  return {table[r], table[g], table[b]};
}

std::string to_hex(const LinearRgb& color) {
  const float linear[3] = {color.r, color.g, color.b};
  std::uint8_t rgb[3];
  encode_srgb(linear, std::span<std::uint8_t>(rgb));
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

}  // namespace atelier
