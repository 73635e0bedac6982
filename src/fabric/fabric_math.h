#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace atelier {

/// Functions for everything that reaches samples of maps: additions, multiplications, divisions and square roots only,
/// so that every CPU gives the same bits (libm chooses fused variants by CPU).

/// A well-mixed 32-bit hash of up to four words (PCG-style output mixing).
constexpr std::uint32_t hash32(std::uint32_t a, std::uint32_t b = 0, std::uint32_t c = 0, std::uint32_t d = 0) {
  std::uint32_t h = a * 0x9E3779B1u + 0x85EBCA6Bu;
  for (const std::uint32_t word : {b, c, d}) {
    h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
    h = (h ^ (h >> 12)) + word * 0x297A2D39u;
  }
  h = (h ^ (h >> 16)) * 0x7FEB352Du;
  h = (h ^ (h >> 15)) * 0x846CA68Bu;
  return h ^ (h >> 16);
}

/// Uniform in [0, 1) with 24 bits.
constexpr float unit_float(std::uint32_t hash) {
  return static_cast<float>(hash >> 8) * (1.0F / 16777216.0F);
}

/// Uniform in [-1, 1).
constexpr float signed_unit_float(std::uint32_t hash) {
  return unit_float(hash) * 2.0F - 1.0F;
}

/// Near normal, mean 0, standard deviation 1: three uniforms.
constexpr float normal_float(std::uint32_t hash) {
  return signed_unit_float(hash32(hash, 1)) + signed_unit_float(hash32(hash, 2)) + signed_unit_float(hash32(hash, 3));
}

/// sin(2π t), error below 4e-6 for |t| < 4096.
inline double sin_turns(double t) {
  double r = t - std::floor(t + 0.5);
  if (r > 0.25) r = 0.5 - r;
  if (r < -0.25) r = -0.5 - r;
  const double y = r * 6.283185307179586, y2 = y * y;
  return y * (1.0 + y2 * (-1.0 / 6 + y2 * (1.0 / 120 + y2 * (-1.0 / 5040 + y2 * (1.0 / 362880)))));
}

/// cos(2π t), error below 4e-6 for |t| < 4096.
inline double cos_turns(double t) {
  return sin_turns(t + 0.25);
}

/// e^x, relative error below 1e-7 for |x| < 80; 0 below.
inline double exp_poly(double x) {
  if (x < -80) return 0;
  const double scaled = x * 1.4426950408889634, whole = std::floor(scaled + 0.5);
  const double f = (scaled - whole) * 0.6931471805599453;
  const double part = 1 + f * (1 + f * (0.5 + f * (1.0 / 6 + f * (1.0 / 24 + f * (1.0 / 120 + f * (1.0 / 720))))));
  return part * std::bit_cast<double>((static_cast<std::uint64_t>(static_cast<std::int64_t>(whole) + 1023)) << 52);
}

/// Natural logarithm of x > 0, error below 1e-7.
inline double log_poly(double x) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  int exponent = static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0xFFFFFFFFFFFFFULL) | (1023ULL << 52));
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  const double s = (m - 1) / (m + 1), s2 = s * s;
  const double series = 2 * s * (1 + s2 * (1.0 / 3 + s2 * (1.0 / 5 + s2 * (1.0 / 7 + s2 * (1.0 / 9 + s2 / 11)))));
  return series + exponent * 0.6931471805599453;
}

/// base^exponent for base ≥ 0.
inline double pow_poly(double base, double exponent) {
  return base <= 0 ? 0 : exp_poly(exponent * log_poly(base));
}

/// tan of an angle in degrees, |angle| ≤ 80, error below 3e-5.
inline double tan_degrees(double angle) {
  return sin_turns(angle / 360) / cos_turns(angle / 360);
}

/// 0 at t ≤ 0, 1 at t ≥ 1, C1 between.
template <class T>
constexpr T smooth_step(T t) {
  t = t < 0 ? T(0) : t > 1 ? T(1) : t;
  return t * t * (3 - 2 * t);
}

}  // namespace atelier
