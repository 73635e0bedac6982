#if defined(ATELIER_FABRIC_FAR_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_FAR_KERNEL_INL_H_
#undef ATELIER_FABRIC_FAR_KERNEL_INL_H_
#else
#define ATELIER_FABRIC_FAR_KERNEL_INL_H_
#endif

#include "fabric/weave/dye_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

/// A yarn seen through a pixel that is not small against it: mean over the pixel's extent across the yarn.
struct Cover {
  VF share;     ///< of the pixel that the yarn covers, 0..1
  VF u;         ///< middle of what is covered, half widths
  VF c, z;      ///< mean section height 0..1, mean surface height
  VF variance;  ///< of the slope across, unresolved
};

/// Mean height of a plied yarn's section against a round one's.
constexpr float plied_mean = 0.87F;

/// Integral of √(1 − u²) from 0 to u in [-1, 1], error below 5e-3.
HWY_INLINE VF section_integral(VF u) {
  const VF u2 = hn::Mul(u, u);
  return hn::Mul(u, hn::Sub(set(1), hn::Mul(u2, hn::Add(set(1.0F / 6), hn::Mul(u2, set(0.048F))))));
}

/// `extent`: half a pixel, share of the pitch.
HWY_INLINE Cover cover(const YarnSystem& system, float extent, VF across, VF inverse_width, VF z, VF half_height) {
  const VF one = set(1);
  const VF half = hn::Mul(set(extent), inverse_width), middle = hn::Mul(across, inverse_width);
  const VF low = clamp(hn::Sub(middle, half), -1, 1), high = clamp(hn::Add(middle, half), -1, 1);
  const VF span = hn::Max(hn::Sub(high, low), set(1e-4F));
  Cover made;
  made.share = hn::Div(hn::Sub(high, low), hn::Add(half, half));
  made.u = hn::Mul(hn::Add(low, high), set(0.5F));
  const VF mean = hn::Div(hn::Sub(section_integral(high), section_integral(low)), span);
  made.c = hn::Mul(mean, hn::Add(one, hn::Mul(set(system.squareness), hn::Sub(one, mean))));
  if (system.plies > 1) made.c = hn::Mul(made.c, set(plied_mean));
  made.z = hn::Add(z, hn::Mul(half_height, made.c));
  // The section's slope is u/√(1 − u²), times height over width; its spread over the covered span.
  const VF steep = hn::Div(hn::Mul(half_height, inverse_width), set(system.pitch_mm));
  const VF room = hn::Add(hn::Sub(one, hn::Mul(made.u, made.u)), set(0.2F));
  const VF spread = hn::Div(hn::Mul(span, steep), room);
  made.variance = hn::Mul(hn::Mul(spread, spread), set(1.0F / 12));
  return made;
}

/// Two neighbours of one system in a pixel, and which of them fills more of it.
struct Layer {
  VF share, z, shade, variance;
  VF part;  ///< of the first in what is seen of both
  MF first;
};

/// Where both cover the same part of a pixel, the higher one is seen.
HWY_INLINE Layer layer_of(const FarView& far, const Cover& a, const Cover& b, VF shade_a, VF shade_b) {
  const VF one = set(1), both = hn::Add(a.share, b.share);
  const VF overlap = hn::Max(hn::Sub(both, one), hn::Zero(F()));
  const VF a_over = smooth_step_v(hn::Add(hn::Mul(hn::Sub(a.z, b.z), set(far.inverse_softness)), set(0.5F)));
  const VF seen_a = hn::Sub(a.share, hn::Mul(overlap, hn::Sub(one, a_over)));
  const VF part = hn::Div(seen_a, hn::Max(hn::Min(both, one), set(1e-4F)));
  Layer made;
  made.first = hn::Ge(part, set(0.5F));
  made.part = part;
  made.share = hn::Min(both, one);
  made.z = lerp(b.z, a.z, part);
  made.shade = lerp(shade_b, shade_a, part);
  made.variance = lerp(b.variance, a.variance, part);
  return made;
}

/// Uniform 0..1 per pixel, the same wherever the window lies.
HWY_INLINE VF pixel_dither(const PixelAxis& columns, int x, std::uint32_t row_key) {
  const I di;
  const F d;
  const VI place = hn::ConvertTo(di, hn::Mul(hn::LoadU(d, columns.position.data() + x), set(16777216.0F)));
  VI mixed = hn::Xor(hn::Mul(place, hn::Set(di, 0x2C1B3C6D)), hn::Set(di, static_cast<std::int32_t>(row_key)));
  mixed = hn::Mul(hn::Xor(mixed, hn::ShiftRight<15>(mixed)), hn::Set(di, 0x297A2D39));
  mixed = hn::And(hn::Xor(mixed, hn::ShiftRight<13>(mixed)), hn::Set(di, 0xFFFF));
  return hn::Mul(hn::ConvertTo(d, mixed), set(1.0F / 65536));
}

/// Shares of a pixel in which ends, picks and ground are seen.
struct Seen {
  VF warp, weft, ground;
};

HWY_INLINE Seen seen_shares(const RasterScene& scene, const Layer& ends, const Layer& picks) {
  const FarView& far = scene.far;
  const VF one = set(1);
  const VF over = smooth_step_v(hn::Add(hn::Mul(hn::Sub(ends.z, picks.z), set(far.inverse_softness)), set(0.5F)));
  Seen seen;
  const VF warp = hn::Mul(ends.share, hn::Sub(one, hn::Mul(picks.share, hn::Sub(one, over))));
  const VF weft = hn::Mul(picks.share, hn::Sub(one, hn::Mul(ends.share, over)));
  seen.warp = lerp(warp, set(far.warp_seen), set(far.fade));
  seen.weft = lerp(weft, set(far.weft_seen), set(far.fade));
  seen.ground = hn::Max(hn::Sub(hn::Sub(one, seen.warp), seen.weft), hn::Zero(F()));
  return seen;
}

/// The two dyes that fill most of a pixel, and the share of the first in both.
HWY_INLINE DyesSeen far_dyes(const VF (&dyes)[4], const VF (&weights)[4]) {
  const VF zero = hn::Zero(F());
  VF main = dyes[0], most = set(-1), other = dyes[0], rest = zero;
  VF sums[4];
  for (int k = 0; k < 4; ++k) {
    sums[k] = zero;
    for (int n = 0; n < 4; ++n) {
      sums[k] = hn::Add(sums[k], hn::IfThenElse(hn::Eq(dyes[n], dyes[k]), weights[n], zero));
    }
    const MF more = hn::Gt(sums[k], most);
    main = hn::IfThenElse(more, dyes[k], main);
    most = hn::IfThenElse(more, sums[k], most);
  }
  for (int k = 0; k < 4; ++k) {
    const MF more = hn::AndNot(hn::Eq(dyes[k], main), hn::Gt(sums[k], rest));
    other = hn::IfThenElse(more, dyes[k], other);
    rest = hn::IfThenElse(more, sums[k], rest);
  }
  other = hn::IfThenElse(hn::Gt(rest, zero), other, main);
  const VF share = hn::Div(most, hn::Max(hn::Add(most, rest), set(1e-6F)));
  return {main, other, hn::IfThenElse(hn::Gt(most, zero), share, set(1))};
}

/// Blended yarns, and worn ones, where they fill the pixel.
HWY_INLINE void store_far_dyes(const RasterScene& scene, const Winner& won, VF phase, VF z, SurfaceRow& out, int x) {
  DyesSeen seen = won.far_dyes;
  if (scene.melange.texels) {
    const DyesSeen blended = melange_dyes(scene.melange, won, phase, seen.dye);
    const MF alone = hn::Gt(seen.share, set(0.995F));
    seen.other = hn::IfThenElse(alone, blended.other, seen.other);
    seen.share = hn::IfThenElse(alone, blended.share, seen.share);
    seen.dye = hn::IfThenElse(alone, blended.dye, seen.dye);
  }
  if (scene.finish.core_share > 0) {
    DyesSeen worn = seen;
    show_core(scene.finish, won.warp, z, worn);
    const MF warp_seen = hn::Ne(seen.dye, set(scene.finish.core_dye));
    seen.other = hn::IfThenElse(warp_seen, worn.other, seen.other);
    seen.share = hn::IfThenElse(warp_seen, hn::Mul(seen.share, worn.share), seen.share);
  }
  store_dyes(seen, out, x);
}

HWY_INLINE Winner far_winner(const RasterScene& scene, const RowInput& in, int x, SurfaceRow& out) {
  const F d;
  const YarnSystem &warp = scene.yarns->warp, &weft = scene.yarns->weft;
  const FarView& far = scene.far;
  const EndPair pair = end_pair(*in.columns, x);
  const auto end = [&](VI index, VF across) HWY_ATTR {
    return cover(warp, far.warp_extent, hn::Sub(across, gather(*in.ends, lane_offset, index)),
                 gather(*in.ends, lane_inverse_width, index), gather(*in.ends, lane_z, index),
                 gather(*in.ends, lane_half_height, index));
  };
  const auto pick = [&](const TrackTable& track, float y) HWY_ATTR {
    return cover(weft, far.weft_extent, hn::Sub(set(y), load(track, lane_offset, x)),
                 load(track, lane_inverse_width, x), load(track, lane_z, x), load(track, lane_half_height, x));
  };
  const Cover end_near = end(pair.near_index, pair.near_x), end_far = end(pair.far_index, pair.far_x);
  const Cover pick_near = pick(*in.near_pick, in.near_y), pick_far = pick(*in.far_pick, in.far_y);
  const Layer ends = layer_of(far, end_near, end_far, gather(*in.ends, lane_shade, pair.near_index),
                              gather(*in.ends, lane_shade, pair.far_index));
  const Layer picks =
      layer_of(far, pick_near, pick_far, load(*in.near_pick, lane_shade, x), load(*in.far_pick, lane_shade, x));
  const Seen seen = seen_shares(scene, ends, picks);
  const VF yarns = hn::Max(hn::Add(seen.warp, seen.weft), set(1e-4F));
  const VF threshold = lerp(set(0.5F), pixel_dither(*in.columns, x, in.row_key), set(far.dither));
  Winner won;
  won.warp = hn::Ge(seen.warp, hn::Mul(yarns, threshold));
  won.ground = hn::Gt(seen.ground, hn::Max(yarns, set(0.5F)));
  const VI index = hn::IfThenElse(hn::RebindMask(I(), ends.first), pair.near_index, pair.far_index);
  const auto of = [&](VF a, VF b, VF c, VF e) HWY_ATTR {
    return hn::IfThenElse(won.warp, hn::IfThenElse(ends.first, a, b), hn::IfThenElse(picks.first, c, e));
  };
  won.u = of(end_near.u, end_far.u, pick_near.u, pick_far.u);
  won.c = of(end_near.c, end_far.c, pick_near.c, pick_far.c);
  const VF sum_z = hn::Add(hn::Mul(seen.warp, ends.z), hn::Mul(seen.weft, picks.z));
  const VF local_z = hn::Add(sum_z, hn::Mul(seen.ground, set(scene.yarns->ground_mm)));
  won.z = lerp(local_z, set(far.mean_mm), set(far.fade));
  const VF sum_shade = hn::Add(hn::Mul(seen.warp, ends.shade), hn::Mul(seen.weft, picks.shade));
  won.shade = hn::Add(sum_shade, hn::Mul(seen.ground, set(scene.yarns->ground_shade)));
  const VF pick_dye = hn::IfThenElse(picks.first, set(in.near_dye), set(in.far_dye));
  won.dye = hn::IfThenElse(won.warp, hn::GatherIndex(d, warp.dye.data(), index), pick_dye);
  if (scene.several_dyes) {
    const VF rest_ends = hn::Sub(set(1), ends.part), rest_picks = hn::Sub(set(1), picks.part);
    won.far_dyes = far_dyes({hn::GatherIndex(d, warp.dye.data(), pair.near_index),
                             hn::GatherIndex(d, warp.dye.data(), pair.far_index), set(in.near_dye), set(in.far_dye)},
                            {hn::Mul(seen.warp, ends.part), hn::Mul(seen.warp, rest_ends),
                             hn::Mul(seen.weft, picks.part), hn::Mul(seen.weft, rest_picks)});
  }
  won.phase = choose(in, lane_phase, won.warp, index, picks.first, x);
  won.along = choose(in, lane_along, won.warp, index, picks.first, x);
  won.lean = choose(in, lane_lean, won.warp, index, picks.first, x);
  if (scene.melange.texels) won.melange = choose(in, lane_melange, won.warp, index, picks.first, x);
  won.inverse_width = choose(in, lane_inverse_width, won.warp, index, picks.first, x);
  const VF variance = hn::Add(hn::Mul(seen.warp, ends.variance), hn::Mul(seen.weft, picks.variance));
  hn::StoreU(hn::Min(variance, set(0.5F)), d, out.slope_variance.data() + x);
  const hn::Rebind<std::uint8_t, F> d8;
  const VI covered = hn::NearestInt(hn::Mul(hn::Min(yarns, set(1)), set(255)));
  hn::StoreU(hn::DemoteTo(d8, covered), d8, out.coverage.data() + x);
  return won;
}

void compose_far_lanes(const RasterScene& scene, const RowInput& in, SurfaceRow& out) {
  const F d;
  const VF calm = set(scene.far.fibres);
  NapFibre nap{hn::Zero(d), hn::Zero(d)};
  for (int x = 0; x < in.width; x += static_cast<int>(hn::Lanes(d))) {
    const Winner won = far_winner(scene, in, x, out);
    const Fibre surface = fibre_value(scene, won);
    const VF fibre = hn::Mul(surface.relief, calm);
    const VF tone = lerp(set(1), surface.tone, calm);
    const VF fibre_mm = pick_constant(won.warp, scene.warp_fibres.height_mm, scene.weft_fibres.height_mm);
    const VF contrast = pick_constant(won.warp, scene.warp_fibres.contrast, scene.weft_fibres.contrast);
    VF z = finish_height(scene.finish, hn::Add(won.z, hn::Mul(fibre, fibre_mm)));
    VF shade =
        worn_shade(scene.finish, z, hn::Mul(hn::Mul(won.shade, tone), hn::Add(set(1), hn::Mul(fibre, contrast))));
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
    if (scene.several_dyes) {
      store_far_dyes(scene, won, surface.phase, z, out, x);
    } else {
      store_dye(won, out, x);
    }
  }
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
