#if defined(ATELIER_FABRIC_SIMD_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_SIMD_MATH_INL_H_
#undef ATELIER_FABRIC_SIMD_MATH_INL_H_
#else
#define ATELIER_FABRIC_SIMD_MATH_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using F = hn::ScalableTag<float>;
using I = hn::RebindToSigned<F>;
using VF = hn::Vec<F>;
using VI = hn::Vec<I>;
using MF = hn::Mask<F>;

HWY_INLINE VF set(float value) {
  return hn::Set(F(), value);
}
HWY_INLINE VF clamp(VF value, float low, float high) {
  return hn::Min(hn::Max(value, set(low)), set(high));
}
HWY_INLINE VF lerp(VF from, VF to, VF t) {
  return hn::Add(from, hn::Mul(hn::Sub(to, from), t));
}

/// C1 step from 0 at 0 to 1 at 1.
HWY_INLINE VF smooth_step_v(VF t) {
  const VF x = clamp(t, 0, 1);
  return hn::Mul(hn::Mul(x, x), hn::Sub(set(3), hn::Add(x, x)));
}

/// C2 step from 0 at 0 to 1 at 1.
HWY_INLINE VF smoother_step_v(VF t) {
  const VF x = clamp(t, 0, 1);
  const VF inner = hn::Add(hn::Mul(x, hn::Sub(hn::Mul(x, set(6)), set(15))), set(10));
  return hn::Mul(hn::Mul(hn::Mul(x, x), x), inner);
}

/// asin of u in [-1, 1], error below 7e-5 (Abramowitz and Stegun 4.4.45).
HWY_INLINE VF asin_v(VF u) {
  const VF x = hn::Min(hn::Abs(u), set(1));
  VF poly = hn::Add(hn::Mul(x, set(-0.0187293F)), set(0.0742610F));
  poly = hn::Add(hn::Mul(poly, x), set(-0.2121144F));
  poly = hn::Add(hn::Mul(poly, x), set(1.5707288F));
  const VF value = hn::Sub(set(1.5707963F), hn::Mul(hn::Sqrt(hn::Sub(set(1), x)), poly));
  return hn::CopySign(value, u);
}

/// sin(2π t), error below 4e-6 for small t.
HWY_INLINE VF sin_turns_v(VF t) {
  VF r = hn::Sub(t, hn::Floor(hn::Add(t, set(0.5F))));
  r = hn::IfThenElse(hn::Gt(r, set(0.25F)), hn::Sub(set(0.5F), r), r);
  r = hn::IfThenElse(hn::Lt(r, set(-0.25F)), hn::Sub(set(-0.5F), r), r);
  const VF y = hn::Mul(r, set(6.2831853F)), y2 = hn::Mul(y, y);
  VF poly = hn::Add(hn::Mul(y2, set(1.0F / 362880)), set(-1.0F / 5040));
  poly = hn::Add(hn::Mul(poly, y2), set(1.0F / 120));
  poly = hn::Add(hn::Mul(poly, y2), set(-1.0F / 6));
  return hn::Mul(y, hn::Add(hn::Mul(poly, y2), set(1)));
}

/// The greater of two, rounded off over ±radius where they meet.
HWY_INLINE VF smooth_max_v(VF a, VF b, float radius) {
  const VF near = hn::Max(hn::Sub(set(radius), hn::Abs(hn::Sub(a, b))), hn::Zero(F()));
  return hn::Add(hn::Max(a, b), hn::Mul(hn::Mul(near, near), set(0.25F / radius)));
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
