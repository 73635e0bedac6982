#if defined(ATELIER_FABRIC_NEAR_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_NEAR_KERNEL_INL_H_
#undef ATELIER_FABRIC_NEAR_KERNEL_INL_H_
#else
#define ATELIER_FABRIC_NEAR_KERNEL_INL_H_
#endif

#include "fabric/weave/dye_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

void dye_lanes(const RasterScene& scene, const RowInput& in, SurfaceRow& out) {
  const F d;
  for (int x = 0; x < in.width; x += static_cast<int>(hn::Lanes(d))) {
    const Winner won = find_winner(scene, in, x);
    const hn::Rebind<std::uint8_t, F> d8;
    hn::StoreU(won.gap, d, out.gap.data() + x);
    hn::StoreU(hn::DemoteTo(d8, hn::ConvertTo(I(), won.dye)), d8, out.yarn_dye.data() + x);
  }
}

/// A strip of foil is flat from edge to edge and shows no fibres.
HWY_INLINE void flatten_strip(const RasterScene& scene, Winner& won, VF& fibre) {
  const MF metal = hn::AndNot(won.ground, hn::Eq(won.dye, set(scene.metal_dye)));
  const VF half = pick_constant(won.warp, scene.yarns->warp.half_height_mm, scene.yarns->weft.half_height_mm);
  const VF sunk = hn::Mul(half, hn::Sub(set(1), hn::Max(won.c, set(0.35F))));
  won.z = hn::Add(won.z, hn::IfThenElseZero(metal, sunk));
  won.c = hn::IfThenZeroElse(metal, won.c);
  fibre = hn::IfThenZeroElse(metal, fibre);
}

void compose_lanes(const RasterScene& scene, const RowInput& in, SurfaceRow& out) {
  const F d;
  const VF one = set(1);
  const FinishOperator& finish = scene.finish;
  NapFibre nap{hn::Zero(d), hn::Zero(d)};
  for (int x = 0; x < in.width; x += static_cast<int>(hn::Lanes(d))) {
    Winner won = find_winner(scene, in, x);
    const Fibre surface = fibre_value(scene, won);
    VF fibre = surface.relief;
    if (scene.metal_dye >= 0) flatten_strip(scene, won, fibre);
    const VF fibre_mm = pick_constant(won.warp, scene.warp_fibres.height_mm, scene.weft_fibres.height_mm);
    const VF contrast = pick_constant(won.warp, scene.warp_fibres.contrast, scene.weft_fibres.contrast);
    const VF round = hn::Add(set(0.3F), hn::Mul(won.c, set(0.7F)));
    const VF raised = hn::Add(won.z, hn::Mul(hn::Mul(fibre, fibre_mm), round));
    VF z = finish_height(finish, hn::IfThenElse(won.ground, set(scene.yarns->ground_mm), raised));
    const VF yarn =
        worn_shade(finish, z, hn::Mul(hn::Mul(won.shade, surface.tone), hn::Add(one, hn::Mul(fibre, contrast))));
    VF shade = hn::IfThenElse(won.ground, set(scene.yarns->ground_shade), yarn);
    const NapFibre* nap_over = nullptr;
    if (scene.nap.cover > 0) {
      nap = nap_fibre(scene, in, x);
      nap_over = &nap;
      lay_nap(scene.nap, nap, z, shade);
    }
    hn::StoreU(z, d, out.height.data() + x);
    hn::StoreU(shade, d, out.shade.data() + x);
    store_tangent(scene, won, fibre, nap_over, out, x);
    store_part(scene, won, out, x);
    store_coverage(won, out, x);
    if (scene.several_dyes) {
      store_near_dyes(scene, won, surface.phase, z, out, x);
    } else {
      store_dye(won, out, x);
    }
  }
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
