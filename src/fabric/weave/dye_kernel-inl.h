#if defined(ATELIER_FABRIC_DYE_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_DYE_KERNEL_INL_H_
#undef ATELIER_FABRIC_DYE_KERNEL_INL_H_
#else
#define ATELIER_FABRIC_DYE_KERNEL_INL_H_
#endif

#include "fabric/weave/compose_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

/// What a blended yarn shows at its surface: split_melange.
HWY_INLINE DyesSeen melange_dyes(const MelangeView& melange, const Winner& won, VF phase, VF yarn_dye) {
  const VF finer = pick_constant(won.warp, melange.finer_warp, melange.finer_weft);
  const VF value = texture_value(melange.texels, hn::Zero(I()), hn::Mul(phase, finer), won.melange);
  const VF zero = hn::Zero(F()), half = set(0.5F);
  DyesSeen seen{zero, zero, set(1)};
  for (int k = 0; k + 1 < melange.dyes; ++k) {
    const VF over = hn::Sub(value, set(melange.borders[k])), distance = hn::Abs(over);
    const MF above = hn::Ge(over, zero), near = hn::Lt(distance, set(0.5F * melange.softness));
    const VF next = set(static_cast<float>(k + 1)), here = set(static_cast<float>(k));
    seen.dye = hn::IfThenElse(above, next, seen.dye);
    seen.other = hn::IfThenElse(near, hn::IfThenElse(above, here, next), seen.other);
    seen.share = hn::IfThenElse(near, hn::Add(half, hn::Mul(distance, set(1 / melange.softness))), seen.share);
  }
  if (melange.dyes == 2) {
    // Where pixels hold more than a group, they show the blend of all.
    const VF first = hn::IfThenElse(hn::Eq(seen.dye, zero), seen.share, hn::Sub(set(1), seen.share));
    const VF kept = pick_constant(won.warp, melange.kept_warp, melange.kept_weft);
    const VF mixed = lerp(set(melange.borders[0]), first, kept);
    const MF more = hn::Ge(mixed, half);
    seen = {hn::IfThenElse(more, zero, set(1)), hn::IfThenElse(more, set(1), zero),
            hn::IfThenElse(more, mixed, hn::Sub(set(1), mixed))};
  }
  const MF blended = hn::Eq(yarn_dye, zero);
  return {hn::IfThenElse(blended, seen.dye, yarn_dye), hn::IfThenElse(blended, seen.other, yarn_dye),
          hn::IfThenElse(blended, seen.share, set(1))};
}

HWY_INLINE void store_dyes(const DyesSeen& seen, SurfaceRow& out, int x) {
  const I di;
  const hn::Rebind<std::uint8_t, F> d8;
  hn::StoreU(hn::DemoteTo(d8, hn::ConvertTo(di, seen.dye)), d8, out.dye.data() + x);
  hn::StoreU(hn::DemoteTo(d8, hn::ConvertTo(di, seen.other)), d8, out.other_dye.data() + x);
  hn::StoreU(hn::DemoteTo(d8, hn::NearestInt(hn::Mul(seen.share, set(255)))), d8, out.dye_share.data() + x);
}

/// Ring-dyed warp shows its pale core where it is worn.
HWY_INLINE void show_core(const FinishOperator& finish, MF warp, VF z, DyesSeen& seen) {
  const VF worn = clamp(hn::Mul(hn::Sub(z, set(finish.fade_from_mm)), set(finish.fade_per_mm)), 0, 1);
  const VF bare = hn::Mul(hn::Mul(worn, worn), set(finish.core_share));
  const MF dyed = hn::And(warp, hn::Ne(seen.dye, set(finish.core_dye)));
  seen.other = hn::IfThenElse(dyed, set(finish.core_dye), seen.other);
  seen.share = hn::IfThenElse(dyed, hn::Sub(set(1), bare), seen.share);
}

HWY_INLINE void store_near_dyes(const RasterScene& scene, const Winner& won, VF phase, VF z, SurfaceRow& out, int x) {
  const hn::Rebind<std::uint8_t, F> d8;
  hn::StoreU(won.gap, F(), out.gap.data() + x);
  hn::StoreU(hn::DemoteTo(d8, hn::ConvertTo(I(), won.dye)), d8, out.yarn_dye.data() + x);
  DyesSeen seen{won.dye, won.dye, set(1)};
  if (scene.melange.texels) seen = melange_dyes(scene.melange, won, phase, won.dye);
  if (scene.finish.core_share > 0) show_core(scene.finish, won.warp, z, seen);
  store_dyes(seen, out, x);
}

HWY_INLINE void store_dye(const Winner& won, SurfaceRow& out, int x) {
  const hn::Rebind<std::uint8_t, F> d8;
  hn::StoreU(hn::DemoteTo(d8, hn::ConvertTo(I(), won.dye)), d8, out.dye.data() + x);
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
