#if defined(ATELIER_FABRIC_TRACK_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_TRACK_KERNEL_INL_H_
#undef ATELIER_FABRIC_TRACK_KERNEL_INL_H_
#else
#define ATELIER_FABRIC_TRACK_KERNEL_INL_H_
#endif

#include "fabric/simd_math-inl.h"
#include "fabric/weave/noise.h"
#include "fabric/weave/raster.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

/// A yarn changes sides over this share of a pitch, centred between two crossings.
constexpr float transition = 0.84F;

/// Over (1) or under (-1) at `fraction` of a crossing, from the states of the crossings before, at and after it.
HWY_INLINE VF state_at(VF before, VF own, VF after, VF fraction) {
  const MF lower = hn::Lt(fraction, set(0.5F));
  const VF from = hn::IfThenElse(lower, before, own), to = hn::IfThenElse(lower, own, after);
  const VF distance = hn::Sub(fraction, hn::IfThenElse(lower, hn::Zero(F()), set(1)));
  const VF t = hn::Mul(hn::Add(distance, set(transition / 2)), set(1 / transition));
  return lerp(from, to, smoother_step_v(t));
}

/// 0 where the yarn changes sides, 1 in the middle of a float.
HWY_INLINE VF float_measure(VF fraction, VF run_before, VF run_after) {
  constexpr float reach = 1 / 0.75F;
  const VF low = smooth_step_v(hn::Mul(hn::Add(fraction, run_before), set(reach)));
  const VF high = smooth_step_v(hn::Mul(hn::Add(hn::Sub(set(1), fraction), run_after), set(reach)));
  return hn::Mul(low, high);
}

/// What finish_track takes beside the system.
struct TrackInput {
  VF state, state_left, state_right;  ///< own and both neighbours'
  VF float_measure;
  VF thickness, wander, wander_slope;  ///< the slope is per table sample
  VF gain, offset, shade, phase, along, ply_phase;
  VF position;
};

/// A value of the fibre texture along one of its columns, -1..1; `along` in texels.
HWY_INLINE VF strand_value(const std::int32_t* fibres, VF along, int column) {
  const F d;
  const I di;
  constexpr int row_shift = 8;
  const VF low = hn::Floor(along);
  const VI mask = hn::Set(di, FibreTexture::length_texels - 1);
  const VI row = hn::And(hn::ConvertTo(di, low), mask), next = hn::And(hn::Add(row, hn::Set(di, 1)), mask);
  const VI first = hn::GatherIndex(di, fibres + column, hn::ShiftLeft<row_shift>(row));
  const VI second = hn::GatherIndex(di, fibres + column, hn::ShiftLeft<row_shift>(next));
  const VF from = hn::ConvertTo(d, hn::ShiftRight<16>(first)), to = hn::ConvertTo(d, hn::ShiftRight<16>(second));
  return hn::Mul(lerp(from, to, hn::Sub(along, low)), set(1.0F / 32767));
}

/// Fills all lanes at index `at`: bulge and slide, thickness, place in the fibre texture (Cloth reference 5.1, 5.2).
HWY_INLINE void finish_track(const YarnSystem& system, const FibreScale& fibres, const std::int32_t* texture,
                             const TrackInput& in, TrackTable& out, int at) {
  const F d;
  const VF along = hn::Add(in.along, hn::Mul(in.position, set(fibres.periods * FibreTexture::length_texels)));
  // Both edges of a yarn are frayed by its fibres, each in its own way; whole multiples keep the period.
  const VF left = strand_value(texture, hn::Mul(along, set(3)), 17);
  const VF right = strand_value(texture, hn::Mul(along, set(3)), 140);
  const VF fray = set(fibres.fray), fray_offset = hn::Mul(fray, hn::Sub(right, left));
  const VF half = set(0.5F), one = set(1);
  const VF up = hn::Mul(hn::Add(in.state, one), half);
  const VF bulge = hn::Mul(hn::Mul(set(system.bulge), hn::Sub(in.float_measure, set(0.55F))),
                           hn::Add(set(0.4F), hn::Mul(up, set(0.6F))));
  const VF wider = hn::Add(one, bulge);
  const VF thick = hn::Mul(in.thickness, in.gain);
  const VF slide = hn::Mul(hn::Mul(set(0.25F * system.slide), hn::Sub(in.state_left, in.state_right)), up);
  const VF smooth_width = hn::Mul(hn::Mul(set(system.half_width), thick), wider);
  const VF width = clamp(hn::Add(smooth_width, hn::Mul(fray, hn::Add(left, right))), 0.04F, 0.8F);
  hn::StoreU(hn::Add(hn::Add(in.offset, in.wander), hn::Add(slide, fray_offset)), d, out.lane(lane_offset) + at);
  hn::StoreU(hn::Div(one, width), d, out.lane(lane_inverse_width) + at);
  const VF lift = hn::Add(in.state, hn::Mul(hn::Mul(set(0.1F), in.float_measure), up));
  const VF unrest = hn::Mul(set(0.15F), hn::Sub(in.thickness, one));
  hn::StoreU(hn::Mul(set(system.amplitude_mm), hn::Add(lift, unrest)), d, out.lane(lane_z) + at);
  hn::StoreU(hn::Div(hn::Mul(set(system.half_height_mm), thick), wider), d, out.lane(lane_half_height) + at);
  const VF tint = clamp(hn::Mul(hn::Sub(in.thickness, one), set(10)), -2, 2);
  hn::StoreU(hn::Mul(in.shade, hn::Add(one, hn::Mul(set(system.color_sigma), tint))), d, out.lane(lane_shade) + at);
  const VF turns = hn::Mul(in.position, set(fibres.turns));
  const VF turned = hn::Mul(hn::Sub(turns, hn::Floor(turns)), set(static_cast<float>(FibreTexture::phase_texels)));
  // Frayed edges move; the fibres between them do not.
  const VF held = hn::Mul(fray_offset, set(system.pitch_mm * fibres.arc_texels_per_mm));
  hn::StoreU(hn::Add(hn::Sub(in.phase, turned), held), d, out.lane(lane_phase) + at);
  hn::StoreU(along, d, out.lane(lane_along) + at);
  const float per_mm = static_cast<float>(track_samples / system.length_mm) * system.pitch_mm;
  hn::StoreU(hn::Mul(in.wander_slope, set(per_mm)), d, out.lane(lane_lean) + at);
  if (system.plies > 1) {
    const VF turn = hn::Add(hn::Mul(in.position, set(static_cast<float>(system.ply_turns))), in.ply_phase);
    hn::StoreU(sin_turns_v(hn::Add(turn, set(0.25F))), d, out.lane(lane_ply_cos) + at);
    hn::StoreU(sin_turns_v(turn), d, out.lane(lane_ply_sin) + at);
  }
}

void warp_lanes(const RasterScene& scene, const PixelAxis& rows, int row, TrackTable& ends) {
  const F d;
  const YarnSystem& warp = scene.yarns->warp;
  const CrossingTables& cross = scene.yarns->crossings;
  const int pick = rows.cell[row], lanes = static_cast<int>(hn::Lanes(d)), stop = warp.count + 1;
  const VF fraction = set(rows.fraction[row]), t = set(rows.sample_fraction[row]);
  float* state = ends.lane(lane_state);
  const float* own = cross.row(cross.warp_state, pick);
  const float* before = cross.row(cross.warp_state, pick - 1);
  const float* after = cross.row(cross.warp_state, pick + 1);
  for (int n = 0; n <= stop; n += lanes) {
    hn::StoreU(state_at(hn::LoadU(d, before + n), hn::LoadU(d, own + n), hn::LoadU(d, after + n), fraction), d,
               state + n);
  }
  const float* run_before = cross.row(cross.warp_before, pick);
  const float* run_after = cross.row(cross.warp_after, pick);
  const std::size_t low = static_cast<std::size_t>(rows.sample[row]) * warp.padded();
  const float* thickness = warp.thickness_by_sample.data() + low;
  const float* wander = warp.wander_by_sample.data() + low;
  for (int n = 1; n < stop; n += lanes) {
    TrackInput in;
    in.state = hn::LoadU(d, state + n);
    in.state_left = hn::LoadU(d, state + n - 1);
    in.state_right = hn::LoadU(d, state + n + 1);
    in.float_measure = float_measure(fraction, hn::LoadU(d, run_before + n), hn::LoadU(d, run_after + n));
    in.thickness = lerp(hn::LoadU(d, thickness + n), hn::LoadU(d, thickness + warp.padded() + n), t);
    const VF wander_low = hn::LoadU(d, wander + n), wander_high = hn::LoadU(d, wander + warp.padded() + n);
    in.wander = lerp(wander_low, wander_high, t);
    in.wander_slope = hn::Sub(wander_high, wander_low);
    in.gain = hn::LoadU(d, warp.gain.data() + n);
    in.offset = hn::LoadU(d, warp.offset.data() + n);
    in.shade = hn::LoadU(d, warp.shade.data() + n);
    in.phase = hn::LoadU(d, warp.phase.data() + n);
    in.along = hn::LoadU(d, warp.along.data() + n);
    in.ply_phase = hn::LoadU(d, warp.ply_phase.data() + n);
    in.position = set(rows.position[row]);
    finish_track(warp, scene.warp_fibres, scene.fibres, in, ends, n);
  }
  for (int which = 0; which < track_lanes; ++which) {
    float* lane = ends.lane(which);
    lane[0] = lane[warp.count];
    lane[warp.count + 1] = lane[1];
  }
}

void weft_state_lanes(const RasterScene& scene, const PixelAxis& columns, int width, int pick, TrackTable& track) {
  const F d;
  const I di;
  const CrossingTables& cross = scene.yarns->crossings;
  const float* row = cross.row(cross.warp_state, pick) + 1;
  for (int x = 0; x < width; x += static_cast<int>(hn::Lanes(d))) {
    const VI cell = hn::LoadU(di, columns.cell.data() + x);
    const VI one = hn::Set(di, 1);
    const VF before = hn::GatherIndex(d, row, hn::Sub(cell, one));
    const VF own = hn::GatherIndex(d, row, cell);
    const VF after = hn::GatherIndex(d, row, hn::Add(cell, one));
    const VF warp = state_at(before, own, after, hn::LoadU(d, columns.fraction.data() + x));
    hn::StoreU(hn::Neg(warp), d, track.lane(lane_state) + x);
  }
}

void weft_lanes(const RasterScene& scene, const PixelAxis& columns, int width, int pick, const TrackTable& below,
                const TrackTable& above, TrackTable& track) {
  const F d;
  const I di;
  const YarnSystem& weft = scene.yarns->weft;
  const CrossingTables& cross = scene.yarns->crossings;
  const int yarn = (pick % weft.count + weft.count) % weft.count;
  const float* run_before = cross.row(cross.weft_before, pick) + 1;
  const float* run_after = cross.row(cross.weft_after, pick) + 1;
  const float* thickness = weft.thickness.data() + static_cast<std::size_t>(yarn) * track_samples;
  const float* wander = weft.wander.data() + static_cast<std::size_t>(yarn) * track_samples;
  for (int x = 0; x < width; x += static_cast<int>(hn::Lanes(d))) {
    const VI cell = hn::LoadU(di, columns.cell.data() + x), sample = hn::LoadU(di, columns.sample.data() + x);
    const VI next = hn::And(hn::Add(sample, hn::Set(di, 1)), hn::Set(di, track_samples - 1));
    const VF fraction = hn::LoadU(d, columns.fraction.data() + x), t = hn::LoadU(d, columns.sample_fraction.data() + x);
    TrackInput in;
    in.state = hn::LoadU(d, track.lane(lane_state) + x);
    in.state_left = hn::LoadU(d, below.lane(lane_state) + x);
    in.state_right = hn::LoadU(d, above.lane(lane_state) + x);
    in.float_measure =
        float_measure(fraction, hn::GatherIndex(d, run_before, cell), hn::GatherIndex(d, run_after, cell));
    in.thickness = lerp(hn::GatherIndex(d, thickness, sample), hn::GatherIndex(d, thickness, next), t);
    const VF wander_low = hn::GatherIndex(d, wander, sample), wander_high = hn::GatherIndex(d, wander, next);
    in.wander = lerp(wander_low, wander_high, t);
    in.wander_slope = hn::Sub(wander_high, wander_low);
    in.gain = set(weft.gain[yarn + 1]);
    in.offset = set(weft.offset[yarn + 1]);
    in.shade = set(weft.shade[yarn + 1]);
    in.phase = set(weft.phase[yarn + 1]);
    in.along = set(weft.along[yarn + 1]);
    in.ply_phase = set(weft.ply_phase[yarn + 1]);
    in.position = hn::LoadU(d, columns.position.data() + x);
    finish_track(weft, scene.weft_fibres, scene.fibres, in, track, x);
  }
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
