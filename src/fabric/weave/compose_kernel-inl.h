#if defined(ATELIER_FABRIC_COMPOSE_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_COMPOSE_KERNEL_INL_H_
#undef ATELIER_FABRIC_COMPOSE_KERNEL_INL_H_
#else
#define ATELIER_FABRIC_COMPOSE_KERNEL_INL_H_
#endif

#include "fabric/simd_math-inl.h"
#include "fabric/weave/noise.h"
#include "fabric/weave/raster.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

constexpr float nowhere_mm = -1000;

/// One yarn under the pixels: across in half widths, section height 0..1, surface height.
struct Hit {
  VF u, c, z;
};

/// Height of a section of `plies` circles that turn around each other, on the unit circle (Cloth reference 2.3).
HWY_INLINE VF ply_section(int plies, VF u, VF c, VF ply_cos, VF ply_sin) {
  static constexpr float radius[5] = {1, 1, 0.5F, 0.4641F, 0.4142F};
  static constexpr float turn_cos[5] = {1, 1, -1, -0.5F, 0}, turn_sin[5] = {0, 0, 0, 0.8660254F, 1};
  const float r = radius[plies], e = 1 - r;
  VF x = ply_cos, y = ply_sin, best = set(-1);
  for (int k = 0; k < plies; ++k) {
    const VF off = hn::Sub(u, hn::Mul(x, set(e)));
    const VF inside = hn::Max(hn::Sub(set(r * r), hn::Mul(off, off)), hn::Zero(F()));
    const VF height = hn::Add(hn::Mul(y, set(e)), hn::Sqrt(inside));
    best = hn::IfThenElse(hn::Gt(inside, hn::Zero(F())), hn::Max(best, height), best);
    const VF turned = hn::Sub(hn::Mul(x, set(turn_cos[plies])), hn::Mul(y, set(turn_sin[plies])));
    y = hn::Add(hn::Mul(x, set(turn_sin[plies])), hn::Mul(y, set(turn_cos[plies])));
    x = turned;
  }
  // Plies are pressed together in cloth: the groove is shallower than between free circles.
  return hn::Add(hn::Mul(c, set(0.45F)), hn::Mul(hn::Max(best, hn::Mul(c, set(0.25F))), set(0.55F)));
}

HWY_INLINE Hit section(const YarnSystem& system, VF across, VF inverse_width, VF z, VF half_height, VF ply_cos,
                       VF ply_sin) {
  const VF one = set(1);
  Hit hit;
  hit.u = hn::Mul(across, inverse_width);
  hit.c = hn::Sqrt(hn::Max(hn::Sub(one, hn::Mul(hit.u, hit.u)), hn::Zero(F())));
  VF shape = hn::Mul(hit.c, hn::Add(one, hn::Mul(set(system.squareness), hn::Sub(one, hit.c))));
  if (system.plies > 1) {
    shape = ply_section(system.plies, hit.u, shape, ply_cos, ply_sin);
  } else if (system.doubled) {
    const VF own = hn::Sub(hn::Abs(hn::Add(hit.u, hit.u)), one);
    const VF pair = hn::Sqrt(hn::Max(hn::Sub(one, hn::Mul(own, own)), hn::Zero(F())));
    shape = lerp(shape, hn::Mul(pair, set(0.72F)), ply_cos);
  }
  const VF height = hn::Add(z, hn::Mul(half_height, shape));
  hit.z = hn::IfThenElse(hn::Lt(hn::Abs(hit.u), one), height, set(nowhere_mm));
  return hit;
}

/// The nearer two ends of a vector of columns.
struct EndPair {
  VI near_index, far_index;  ///< into the padded tables
  VF near_x, far_x;          ///< pixel from the end's nominal line, share of the pitch
};

HWY_INLINE EndPair end_pair(const PixelAxis& columns, int x) {
  const F d;
  const I di;
  EndPair pair;
  const VI cell = hn::LoadU(di, columns.cell.data() + x);
  pair.near_x = hn::Sub(hn::LoadU(d, columns.fraction.data() + x), set(0.5F));
  const VF side = hn::IfThenElse(hn::Lt(pair.near_x, hn::Zero(d)), set(-1), set(1));
  pair.far_x = hn::Sub(pair.near_x, side);
  pair.near_index = hn::Add(cell, hn::Set(di, 1));
  pair.far_index = hn::Add(pair.near_index, hn::ConvertTo(di, side));
  return pair;
}

HWY_INLINE VF gather(const TrackTable& table, int lane, VI index) {
  return hn::GatherIndex(F(), table.lane(lane), index);
}
HWY_INLINE VF load(const TrackTable& table, int lane, int x) {
  return hn::LoadU(F(), table.lane(lane) + x);
}

HWY_INLINE Hit end_hit(const YarnSystem& warp, const TrackTable& ends, VI index, VF x) {
  const bool plied = warp.plies > 1, marked = plied || warp.doubled;
  const VF zero = hn::Zero(F());
  return section(warp, hn::Sub(x, gather(ends, lane_offset, index)), gather(ends, lane_inverse_width, index),
                 gather(ends, lane_z, index), gather(ends, lane_half_height, index),
                 marked ? gather(ends, lane_ply_cos, index) : zero, plied ? gather(ends, lane_ply_sin, index) : zero);
}

HWY_INLINE Hit pick_hit(const YarnSystem& weft, const TrackTable& pick, int x, float y) {
  const bool plied = weft.plies > 1, marked = plied || weft.doubled;
  const VF zero = hn::Zero(F());
  return section(weft, hn::Sub(set(y), load(pick, lane_offset, x)), load(pick, lane_inverse_width, x),
                 load(pick, lane_z, x), load(pick, lane_half_height, x), marked ? load(pick, lane_ply_cos, x) : zero,
                 plied ? load(pick, lane_ply_sin, x) : zero);
}

/// Two dyes of each pixel: indices, and the share of the first, 0..1.
struct DyesSeen {
  VF dye, other, share;
};

/// The uppermost yarn at each pixel.
struct Winner {
  MF warp, ground;
  VF z, u, c, dye, shade, phase, along, lean, inverse_width, melange;
  DyesSeen far_dyes;  ///< of several dyes, far
  VF gap;             ///< of several dyes, near: height over the uppermost yarn of another dye
};

HWY_INLINE VF choose(const RowInput& in, int lane, MF warp, VI end, MF near_pick, int x) {
  const VF pick = hn::IfThenElse(near_pick, load(*in.near_pick, lane, x), load(*in.far_pick, lane, x));
  return hn::IfThenElse(warp, gather(*in.ends, lane, end), pick);
}

/// Height of the uppermost yarn over the uppermost of another dye, at most the cloth's relief.
HWY_INLINE VF dye_gap(const RasterScene& scene, const Winner& won, const Hit (&hits)[4], const VF (&dyes)[4]) {
  VF best = set(nowhere_mm), other = best;
  for (int k = 0; k < 4; ++k) {
    best = hn::Max(best, hits[k].z);
    other = hn::Max(other, hn::IfThenElse(hn::Eq(dyes[k], won.dye), set(nowhere_mm), hits[k].z));
  }
  const VF gap = clamp(hn::Sub(best, other), 0, scene.yarns->warp.half_height_mm + scene.yarns->weft.half_height_mm);
  return hn::IfThenElse(won.ground, set(0.5F * scene.yarns->warp.half_height_mm), gap);
}

HWY_INLINE Winner find_winner(const RasterScene& scene, const RowInput& in, int x) {
  const YarnSystem &warp = scene.yarns->warp, &weft = scene.yarns->weft;
  const EndPair pair = end_pair(*in.columns, x);
  const Hit end_near = end_hit(warp, *in.ends, pair.near_index, pair.near_x);
  const Hit end_far = end_hit(warp, *in.ends, pair.far_index, pair.far_x);
  const Hit pick_near = pick_hit(weft, *in.near_pick, x, in.near_y);
  const Hit pick_far = pick_hit(weft, *in.far_pick, x, in.far_y);
  const MF first_end = hn::Ge(end_near.z, end_far.z), first_pick = hn::Ge(pick_near.z, pick_far.z);
  const VF end_z = smooth_max_v(end_near.z, end_far.z, scene.yarns->contact_mm);
  const VF pick_z = smooth_max_v(pick_near.z, pick_far.z, scene.yarns->contact_mm);
  Winner won;
  won.warp = hn::Ge(end_z, pick_z);
  won.z = smooth_max_v(end_z, pick_z, 0.5F * scene.yarns->contact_mm);
  won.ground = hn::Lt(won.z, set(nowhere_mm / 2));
  const VI end = hn::IfThenElse(hn::RebindMask(I(), first_end), pair.near_index, pair.far_index);
  const VF end_u = hn::IfThenElse(first_end, end_near.u, end_far.u),
           end_c = hn::IfThenElse(first_end, end_near.c, end_far.c);
  const VF pick_u = hn::IfThenElse(first_pick, pick_near.u, pick_far.u);
  const VF pick_c = hn::IfThenElse(first_pick, pick_near.c, pick_far.c);
  won.u = hn::IfThenElse(won.warp, end_u, pick_u);
  won.c = hn::IfThenElse(won.warp, end_c, pick_c);
  const VF pick_dye = hn::IfThenElse(first_pick, set(in.near_dye), set(in.far_dye));
  won.dye = hn::IfThenElse(won.warp, hn::GatherIndex(F(), warp.dye.data(), end), pick_dye);
  won.gap = hn::Zero(F());
  if (scene.several_dyes && scene.yarns->dyes_differ) {
    won.gap = dye_gap(scene, won, {end_near, end_far, pick_near, pick_far},
                      {hn::GatherIndex(F(), warp.dye.data(), pair.near_index),
                       hn::GatherIndex(F(), warp.dye.data(), pair.far_index), set(in.near_dye), set(in.far_dye)});
  }
  won.shade = choose(in, lane_shade, won.warp, end, first_pick, x);
  won.phase = choose(in, lane_phase, won.warp, end, first_pick, x);
  won.along = choose(in, lane_along, won.warp, end, first_pick, x);
  won.lean = choose(in, lane_lean, won.warp, end, first_pick, x);
  if (scene.melange.texels) won.melange = choose(in, lane_melange, won.warp, end, first_pick, x);
  won.inverse_width = choose(in, lane_inverse_width, won.warp, end, first_pick, x);
  return won;
}

HWY_INLINE VF pick_constant(MF warp, float for_warp, float for_weft) {
  return hn::IfThenElse(warp, set(for_warp), set(for_weft));
}

/// The fibre texture, bilinear, -1..1; both coordinates in texels.
HWY_INLINE VF texture_value(const std::int32_t* fibres, VI face, VF phase, VF along) {
  const F d;
  const I di;
  const VF phase_low = hn::Floor(phase), along_low = hn::Floor(along);
  const VF phase_t = hn::Sub(phase, phase_low), along_t = hn::Sub(along, along_low);
  const VI column = hn::And(hn::ConvertTo(di, phase_low), hn::Set(di, FibreTexture::phase_texels - 1));
  const VI row = hn::And(hn::ConvertTo(di, along_low), hn::Set(di, FibreTexture::length_texels - 1));
  const VI next = hn::And(hn::Add(row, hn::Set(di, 1)), hn::Set(di, FibreTexture::length_texels - 1));
  constexpr int row_shift = 8;
  static_assert(1 << row_shift == FibreTexture::phase_texels);
  const VI from = hn::Add(face, column);
  const VI first = hn::GatherIndex(di, fibres, hn::Add(hn::ShiftLeft<row_shift>(row), from));
  const VI second = hn::GatherIndex(di, fibres, hn::Add(hn::ShiftLeft<row_shift>(next), from));
  const auto across = [&](VI pair) HWY_ATTR {
    const VF low = hn::ConvertTo(d, hn::ShiftRight<16>(hn::ShiftLeft<16>(pair)));
    const VF high = hn::ConvertTo(d, hn::ShiftRight<16>(pair));
    return lerp(low, high, phase_t);
  };
  return hn::Mul(lerp(across(first), across(second), along_t), set(1.0F / 32767));
}

/// Fibres at the winner's surface, unrolled.
struct Fibre {
  VF relief;  ///< -1..1
  VF phase;   ///< texels across
  VF tone;    ///< factor on albedo of the tuft it belongs to
};
HWY_INLINE Fibre fibre_value(const RasterScene& scene, const Winner& won) {
  const YarnSystem &warp = scene.yarns->warp, &weft = scene.yarns->weft;
  const VF scale = pick_constant(won.warp, warp.pitch_mm * scene.warp_fibres.arc_texels_per_mm,
                                 weft.pitch_mm * scene.weft_fibres.arc_texels_per_mm);
  const VF arc = hn::Mul(hn::Div(asin_v(won.u), won.inverse_width), scale);
  const VF phase = hn::Add(won.phase, arc);
  const I di;
  const VI face = hn::IfThenElse(hn::RebindMask(di, won.warp), hn::Set(di, scene.warp_fibres.face),
                                 hn::Set(di, scene.weft_fibres.face));
  Fibre made{texture_value(scene.fibres, face, phase, won.along), phase, set(1)};
  if (warp.blend > 0 || weft.blend > 0) {
    const VF tone = texture_value(scene.fibres, hn::Set(di, FibreTexture::tone_face), phase, won.along);
    made.tone = hn::Add(set(1), hn::Mul(tone, pick_constant(won.warp, warp.blend, weft.blend)));
  }
  return made;
}

HWY_INLINE VF finish_height(const FinishOperator& finish, VF z) {
  const VF flat = hn::Neg(smooth_max_v(hn::Neg(z), set(-finish.plateau_mm), finish.plateau_soft_mm));
  return hn::Mul(smooth_max_v(flat, set(finish.floor_mm), finish.floor_soft_mm), set(finish.relief));
}

/// How the raised fibres of a pixel run.
struct NapFibre {
  VF tone;   ///< of the uppermost, -1..1 and a little more
  VF slope;  ///< aslant of the warp
};

/// Layers of bent fibres: where one of a higher layer surfaces, it hides those below.
HWY_INLINE NapFibre nap_fibre(const RasterScene& scene, const RowInput& in, int x) {
  const Nap& nap = scene.nap;
  const VF column = hn::LoadU(F(), in.columns->position.data() + x), row = set(in.row_position);
  VF bend[Nap::waves], turn[Nap::waves];
  for (int k = 0; k < Nap::waves; ++k) {
    const VF phase = hn::Add(hn::Mul(column, set(nap.wave_x[k])), hn::Mul(row, set(nap.wave_y[k])));
    bend[k] = hn::Mul(sin_turns_v(phase), set(nap.bend[k]));
    turn[k] = hn::Mul(sin_turns_v(hn::Add(phase, set(0.25F))), set(nap.bend[k] * nap.wave_y[k] * nap.slope_per_bend));
  }
  const VF across = hn::Mul(column, set(nap.phase_periods * FibreTexture::phase_texels));
  const VF along = hn::Mul(row, set(nap.along_periods * FibreTexture::length_texels));
  const VI face = hn::Zero(I());
  NapFibre made{hn::Zero(F()), hn::Zero(F())};
  for (int k = 0; k < Nap::layers; ++k) {
    const int other = (k + 1) % Nap::layers;
    const float side = k == 1 ? -1 : 1;
    const VF bent = hn::Add(hn::Mul(set(side), bend[k]), hn::Add(hn::Mul(set(-0.8F * side), bend[other]), bend[3]));
    const VF turned = hn::Add(hn::Mul(set(side), turn[k]), hn::Add(hn::Mul(set(-0.8F * side), turn[other]), turn[3]));
    const VF lean = hn::Mul(row, set(nap.lean_periods[k] * FibreTexture::phase_texels));
    const VF tone = texture_value(scene.fibres, face, hn::Sub(across, hn::Add(lean, bent)),
                                  hn::Add(along, set(51.0F * static_cast<float>(k))));
    const VF slope = hn::Add(set(nap.lean_periods[k] * nap.slope_per_lean), turned);
    const VF over = k == 0 ? set(1) : smooth_step_v(hn::Mul(hn::Sub(tone, set(0.05F)), set(2.2F)));
    made.tone = lerp(made.tone, hn::Add(tone, set(0.12F * static_cast<float>(k))), over);
    made.slope = lerp(made.slope, slope, over);
  }
  return made;
}

HWY_INLINE void store_tangent(const RasterScene& scene, const Winner& won, VF fibre, const NapFibre* nap,
                              SurfaceRow& out, int x) {
  const VF twist = pick_constant(won.warp, scene.yarns->warp.tan_twist, -scene.yarns->weft.tan_twist);
  const VF lustre = pick_constant(won.warp, scene.yarns->warp.lustre, scene.yarns->weft.lustre);
  const VF side = hn::Add(hn::Mul(twist, won.c), hn::Add(won.lean, hn::Mul(fibre, lustre)));
  VF tangent_x = hn::IfThenElse(won.warp, side, set(1)), tangent_y = hn::IfThenElse(won.warp, set(1), side);
  if (nap) {
    tangent_x = lerp(tangent_x, nap->slope, set(scene.nap.cover));
    tangent_y = lerp(tangent_y, set(1), set(scene.nap.cover));
  }
  const VF square = hn::Add(hn::Mul(tangent_x, tangent_x), hn::Mul(tangent_y, tangent_y));
  const VF scale = hn::Div(set(127), hn::Sqrt(hn::Max(square, set(1e-6F))));
  const hn::Rebind<std::int8_t, F> d8;
  tangent_x = hn::Mul(tangent_x, scale);
  tangent_y = hn::Mul(tangent_y, scale);
  hn::StoreU(hn::DemoteTo(d8, hn::NearestInt(tangent_x)), d8, out.tangent_x.data() + x);
  hn::StoreU(hn::DemoteTo(d8, hn::NearestInt(tangent_y)), d8, out.tangent_y.data() + x);
}

/// Stonewash: the higher, the paler.
HWY_INLINE VF worn_shade(const FinishOperator& finish, VF z, VF shade) {
  const VF worn = clamp(hn::Mul(hn::Sub(z, set(finish.fade_from_mm)), set(finish.fade_per_mm)), 0, 1);
  return hn::Mul(shade, hn::Add(set(1), hn::Mul(hn::Mul(worn, worn), set(finish.fade))));
}

HWY_INLINE void store_part(const RasterScene& scene, const Winner& won, SurfaceRow& out, int x) {
  const I di;
  const hn::Rebind<std::uint8_t, F> d8;
  const auto ground = hn::RebindMask(di, won.ground);
  const VI under = hn::Set(di, static_cast<int>(scene.yarns->open ? Part::hole : Part::ground));
  const VI yarn = hn::IfThenElse(hn::RebindMask(di, won.warp), hn::Set(di, static_cast<int>(Part::warp)),
                                 hn::Set(di, static_cast<int>(Part::weft)));
  hn::StoreU(hn::DemoteTo(d8, hn::IfThenElse(ground, under, yarn)), d8, out.part.data() + x);
}

HWY_INLINE void store_coverage(const Winner& won, SurfaceRow& out, int x) {
  const I di;
  const hn::Rebind<std::uint8_t, F> d8;
  const VI covered = hn::IfThenZeroElse(hn::RebindMask(di, won.ground), hn::Set(di, 255));
  hn::StoreU(hn::DemoteTo(d8, covered), d8, out.coverage.data() + x);
}

/// Brushed cloth: raised fibres, combed along the warp, lie over the weave and fill what is deep.
HWY_INLINE void lay_nap(const Nap& nap, const NapFibre& fibre, VF& z, VF& shade) {
  const VF level = hn::Add(set(nap.level_mm), hn::Mul(fibre.tone, set(nap.height_mm)));
  z = lerp(z, level, set(nap.cover));
  const VF tone = hn::Add(set(0.93F), hn::Mul(fibre.tone, set(nap.contrast)));
  shade = hn::Mul(lerp(shade, set(1), set(nap.cover)), lerp(set(1), tone, set(nap.cover)));
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
