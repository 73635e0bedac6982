#pragma once

namespace atelier {

// Roots and angles made of + - * / sqrt only, so that every CPU gives the same bits (libm picks variants by CPU).
// Each is within 1e-15 of the exact value, relative, unless said otherwise.

/// Cube root, of any sign.
double portable_cbrt(double x);
/// x^(1/5) for x ≥ 0.
double portable_fifth_root(double x);
/// e^x for -700 ≤ x ≤ 0; relative error below 1e-12. Smaller x give 0.
double portable_exp_negative(double x);
/// Sine and cosine of an angle in degrees; absolute error below 1e-15.
double portable_sin_deg(double degrees);
double portable_cos_deg(double degrees);
/// The angle of the point (x, y) in degrees, 0 ≤ angle < 360; 0 at the origin.
double portable_angle_deg(double y, double x);

}  // namespace atelier
