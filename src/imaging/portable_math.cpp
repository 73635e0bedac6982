#include "imaging/portable_math.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace atelier {
namespace {

constexpr double pi = 3.14159265358979323846;

// Dividing the bits of a double by n divides its exponent: a start near the n-th root. Needs x ≥ 1.
double root_start(double x, int n) {
  const std::uint64_t one = 1023ull << 52;
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(x) - one) / n + one);
}

// Values below 1 are first scaled by a power of two whose root is exact.
double positive_cbrt(double x) {
  double scale = 1;
  while (x < 1) {
    x *= 0x1p30;
    scale *= 0x1p-10;
  }
  double r = root_start(x, 3);
  for (int i = 0; i < 5; ++i) r = (2 * r + x / (r * r)) / 3;
  return r * scale;
}

double sine_series(double radians) {  // |radians| ≤ pi/4
  const double x2 = radians * radians;
  double sum = 0;
  for (int n = 19; n >= 3; n -= 2) sum = (1 + sum) * -x2 / (n * (n - 1));
  return radians * (1 + sum);
}

double cosine_series(double radians) {  // |radians| ≤ pi/4
  const double x2 = radians * radians;
  double sum = 0;
  for (int n = 18; n >= 2; n -= 2) sum = (1 + sum) * -x2 / (n * (n - 1));
  return 1 + sum;
}

double arc_tangent(double t) {  // 0 ≤ t ≤ 1
  // Two halvings of the angle bring t below 0.2, where the series is short.
  for (int i = 0; i < 2; ++i) t = t / (1 + std::sqrt(1 + t * t));
  const double t2 = t * t;
  double sum = 0;
  for (int n = 25; n >= 1; n -= 2) sum = 1.0 / n - t2 * sum;
  return 4 * t * sum;
}

}  // namespace

double portable_cbrt(double x) {
  if (x == 0 || !std::isfinite(x)) return x;
  return x < 0 ? -positive_cbrt(-x) : positive_cbrt(x);
}

double portable_fifth_root(double x) {
  if (!(x > 0) || !std::isfinite(x)) return x > 0 ? x : 0;
  double scale = 1;
  while (x < 1) {
    x *= 0x1p50;
    scale *= 0x1p-10;
  }
  double r = root_start(x, 5);
  for (int i = 0; i < 6; ++i) {
    const double r2 = r * r;
    r = (4 * r + x / (r2 * r2)) / 5;
  }
  return r * scale;
}

double portable_exp_negative(double x) {
  if (!(x >= -700)) return 0;
  const double small = x / 1024;
  double e = 1;
  for (int n = 12; n >= 1; --n) e = 1 + e * small / n;
  for (int i = 0; i < 10; ++i) e *= e;
  return e;
}

double portable_sin_deg(double degrees) {
  const double turn = std::fmod(degrees, 360);  // exact
  const double quarter = std::floor((turn + 45) / 90);
  const double rest = (turn - quarter * 90) * (pi / 180);
  switch (static_cast<int>(quarter) & 3) {
    case 0:
      return sine_series(rest);
    case 1:
      return cosine_series(rest);
    case 2:
      return -sine_series(rest);
    default:
      return -cosine_series(rest);
  }
}

double portable_cos_deg(double degrees) {
  return portable_sin_deg(std::fmod(degrees, 360) + 90);
}

double portable_angle_deg(double y, double x) {
  const double ax = std::fabs(x), ay = std::fabs(y);
  if (ax == 0 && ay == 0) return 0;
  double angle = (ay <= ax ? arc_tangent(ay / ax) : pi / 2 - arc_tangent(ax / ay)) * (180 / pi);
  if (x < 0) angle = 180 - angle;
  if (y < 0) angle = 360 - angle;
  return angle >= 360 ? 0 : angle;
}

}  // namespace atelier
