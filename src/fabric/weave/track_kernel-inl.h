#if defined(ATELIER_FABRIC_TRACK_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef ATELIER_FABRIC_TRACK_KERNEL_INL_H_
#undef ATELIER_FABRIC_TRACK_KERNEL_INL_H_
#else
#define ATELIER_FABRIC_TRACK_KERNEL_INL_H_
#endif

#include "fabric/melange.h"
#include "fabric/simd_math-inl.h"
#include "fabric/weave/noise.h"
#include "fabric/weave/raster.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

/// A yarn changes sides over this share of a pitch, centred between two crossings.
constexpr float transition = 0.84F;

/// Where and how steeply a yarn changes sides: no two float ends are alike. Reach is the share of a pitch that the
/// change takes; with its shift it stays within half a pitch of the nominal place, so that crossings keep their sides.
struct FloatEnd {
  VF reach, shift;
};
HWY_INLINE FloatEnd float_end(const YarnSystem& system, VF slope, VF place) {
  FloatEnd end;
  end.reach = hn::Sub(set(transition), hn::Mul(set(0.16F * system.end_variety), hn::Add(set(1), clamp(slope, -1, 1))));
  const VF room = hn::Mul(hn::Sub(set(1), end.reach), set(0.5F * system.end_variety));
  end.shift = hn::Mul(room, clamp(place, -1, 1));
  return end;
}

/// Over (1) or under (-1) at `fraction` of a crossing, from the states of the crossings before, at and after it.
HWY_INLINE VF state_at(VF before, VF own, VF after, VF fraction, const FloatEnd& end) {
  const MF lower = hn::Lt(fraction, set(0.5F));
  const VF from = hn::IfThenElse(lower, before, own), to = hn::IfThenElse(lower, own, after);
  const VF distance = hn::Sub(fraction, hn::IfThenElse(lower, hn::Zero(F()), set(1)));
  const VF t = hn::Add(hn::Div(hn::Sub(distance, end.shift), end.reach), set(0.5F));
  return lerp(from, to, smoother_step_v(t));
}

/// 0 where the yarn changes sides, 1 in the middle of a float.
HWY_INLINE VF float_measure(VF fraction, VF run_before, VF run_after) {
  constexpr float reach = 1 / 0.75F;
  const VF low = smooth_step_v(hn::Mul(hn::Add(fraction, run_before), set(reach)));
  const VF high = smooth_step_v(hn::Mul(hn::Add(hn::Sub(set(1), fraction), run_after), set(reach)));
  return hn::Mul(low, high);
}

/// The wander of a yarn elsewhere along it serves as noise for other things: so many samples later.
constexpr int slope_sample = 171, place_sample = 341, unrest_sample = 256;

/// What finish_track takes beside the system.
struct TrackInput {
  VF state, state_left, state_right;  ///< own and both neighbours'
  VF float_measure;
  VF thickness, wander, wander_slope;  ///< the slope is per table sample
  VF unrest;                           ///< slow noise along the yarn of its own, about -1..1
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

/// How far fibres push an edge of a yarn out, in fine and in longer waves, about -1.5..1.5.
HWY_INLINE VF edge_value(const std::int32_t* texture, VF along, int column) {
  const VF fine = strand_value(texture, hn::Mul(along, set(3)), column);
  return hn::Add(fine, hn::Mul(set(0.9F), strand_value(texture, along, column + 60)));
}

/// Fills all lanes at index `at`: bulge and slide, thickness, place in the fibre texture (Cloth reference 5.1, 5.2).
HWY_INLINE void finish_track(const YarnSystem& system, const FibreScale& fibres, const std::int32_t* texture,
                             const TrackInput& in, TrackTable& out, int at) {
  const F d;
  const VF along = hn::Add(in.along, hn::Mul(in.position, set(fibres.periods * FibreTexture::length_texels)));
  // Both edges of a yarn are frayed by its fibres, each in its own way; whole multiples keep the period.
  const VF left = edge_value(texture, along, 17), right = edge_value(texture, along, 140);
  const VF fray = set(fibres.fray), fray_offset = hn::Mul(fray, hn::Sub(right, left));
  const VF half = set(0.5F), one = set(1);
  const VF up = hn::Mul(hn::Add(in.state, one), half);
  // Yarns that touch their neighbours cannot narrow much between floats.
  const VF swell = hn::Sub(in.float_measure, set(0.55F));
  const VF held_swell = hn::IfThenElse(hn::Lt(swell, hn::Zero(d)), hn::Mul(swell, set(system.narrowing)), swell);
  const VF bulge = hn::Mul(hn::Mul(set(system.bulge), held_swell), hn::Add(set(0.4F), hn::Mul(up, set(0.6F))));
  const VF wider = hn::Add(one, bulge);
  const VF thick = hn::Mul(in.thickness, in.gain);
  const VF slide = hn::Mul(hn::Mul(set(0.25F * system.slide), hn::Sub(in.state_left, in.state_right)), up);
  // Bundles of filaments spread over a sunken neighbour: that edge moves, the other one stays.
  const VF close = hn::Mul(set(0.5F * system.close), hn::Mul(up, hn::Sub(set(0.8F), hn::Mul(set(0.08F), in.unrest))));
  const auto sunk = [&](VF state) HWY_ATTR { return hn::Mul(set(2), hn::Min(one, hn::Sub(one, state))); };
  const VF close_left = hn::Mul(close, sunk(in.state_left)), close_right = hn::Mul(close, sunk(in.state_right));
  const VF closing = hn::Mul(half, hn::Add(close_left, close_right));
  const VF shifted = hn::Mul(half, hn::Sub(close_right, close_left));
  const VF smooth_width = hn::Add(hn::Mul(hn::Mul(set(system.half_width), thick), wider), closing);
  const VF width = clamp(hn::Add(smooth_width, hn::Mul(fray, hn::Add(left, right))), 0.04F, 0.8F);
  hn::StoreU(hn::Add(hn::Add(in.offset, in.wander), hn::Add(hn::Add(slide, shifted), fray_offset)), d,
             out.lane(lane_offset) + at);
  hn::StoreU(hn::Div(one, width), d, out.lane(lane_inverse_width) + at);
  const VF tall = hn::Add(set(0.1F), hn::Mul(set(system.float_unrest), in.unrest));
  const VF lift = hn::Add(in.state, hn::Mul(hn::Mul(tall, in.float_measure), up));
  const VF unrest = hn::Mul(set(0.15F), hn::Sub(in.thickness, one));
  // Where a yarn dives its edges dive first, so that its float ends round.
  const VF changing = hn::Sub(one, hn::Min(hn::Mul(in.state, in.state), one));
  const VF dive = hn::Mul(set(system.end_round * system.amplitude_mm), changing);
  const VF stout = hn::Mul(set(system.half_height_mm), hn::Sub(in.gain, one));
  const VF ripple = hn::Add(stout, hn::Mul(set(system.ripple_mm), in.unrest));
  const VF centre = hn::Add(hn::Mul(set(system.amplitude_mm), hn::Add(lift, unrest)), ripple);
  hn::StoreU(hn::Sub(centre, dive), d, out.lane(lane_z) + at);
  hn::StoreU(hn::Add(hn::Div(hn::Mul(set(system.half_height_mm), thick), wider), dive), d,
             out.lane(lane_half_height) + at);
  const VF tint = clamp(hn::Mul(hn::Sub(in.thickness, one), set(10)), -2, 2);
  hn::StoreU(hn::Mul(in.shade, hn::Add(one, hn::Mul(set(system.color_sigma), tint))), d, out.lane(lane_shade) + at);
  const VF turns = hn::Mul(in.position, set(fibres.turns));
  const VF turned = hn::Mul(hn::Sub(turns, hn::Floor(turns)), set(static_cast<float>(FibreTexture::phase_texels)));
  // Frayed and spreading edges move; the fibres between them do not.
  const VF moved = hn::Add(fray_offset, shifted);
  const VF held = hn::Mul(moved, set(system.pitch_mm * fibres.arc_texels_per_mm));
  hn::StoreU(hn::Add(hn::Sub(in.phase, turned), held), d, out.lane(lane_phase) + at);
  hn::StoreU(along, d, out.lane(lane_along) + at);
  const VF far_along = hn::Mul(in.position, set(fibres.melange_periods * MelangeTexture::along_texels));
  hn::StoreU(hn::Add(in.along, far_along), d, out.lane(lane_melange) + at);
  const float per_mm = static_cast<float>(track_samples / system.length_mm) * system.pitch_mm;
  hn::StoreU(hn::Mul(in.wander_slope, set(per_mm)), d, out.lane(lane_lean) + at);
  if (system.plies > 1) {
    const VF turn = hn::Add(hn::Mul(in.position, set(static_cast<float>(system.ply_turns))), in.ply_phase);
    hn::StoreU(sin_turns_v(hn::Add(turn, set(0.25F))), d, out.lane(lane_ply_cos) + at);
    hn::StoreU(sin_turns_v(turn), d, out.lane(lane_ply_sin) + at);
  } else if (system.doubled) {
    hn::StoreU(hn::IfThenElse(hn::Gt(in.gain, set(1.2F)), one, hn::Zero(d)), d, out.lane(lane_ply_cos) + at);
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
  const auto noise = [&](int later, int n) HWY_ATTR {
    const int sample = (rows.sample[row] + later) & (track_samples - 1);
    const float* table = warp.wander_by_sample.data() + static_cast<std::size_t>(sample) * warp.padded() + n;
    return hn::Mul(lerp(hn::LoadU(d, table), hn::LoadU(d, table + warp.padded()), t), set(warp.inverse_wander));
  };
  for (int n = 0; n <= stop; n += lanes) {
    const FloatEnd end = float_end(warp, noise(slope_sample, n), noise(place_sample, n));
    hn::StoreU(state_at(hn::LoadU(d, before + n), hn::LoadU(d, own + n), hn::LoadU(d, after + n), fraction, end), d,
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
    in.unrest = clamp(noise(unrest_sample, n), -1, 1);
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

/// The same for a pick at the samples of columns.
HWY_INLINE VF pick_noise(const YarnSystem& weft, int yarn, VI sample, VF t, int later) {
  const I di;
  const float* wander = weft.wander.data() + static_cast<std::size_t>(yarn) * track_samples;
  const VI mask = hn::Set(di, track_samples - 1), low = hn::And(hn::Add(sample, hn::Set(di, later)), mask);
  const VI high = hn::And(hn::Add(low, hn::Set(di, 1)), mask);
  const VF value = lerp(hn::GatherIndex(F(), wander, low), hn::GatherIndex(F(), wander, high), t);
  return hn::Mul(value, set(weft.inverse_wander));
}

void weft_state_lanes(const RasterScene& scene, const PixelAxis& columns, int width, int pick, TrackTable& track) {
  const F d;
  const I di;
  const CrossingTables& cross = scene.yarns->crossings;
  const float* row = cross.row(cross.warp_state, pick) + 1;
  const YarnSystem& weft = scene.yarns->weft;
  const int yarn = (pick % weft.count + weft.count) % weft.count;
  for (int x = 0; x < width; x += static_cast<int>(hn::Lanes(d))) {
    const VI cell = hn::LoadU(di, columns.cell.data() + x);
    const VI one = hn::Set(di, 1);
    const VF before = hn::GatherIndex(d, row, hn::Sub(cell, one));
    const VF own = hn::GatherIndex(d, row, cell);
    const VF after = hn::GatherIndex(d, row, hn::Add(cell, one));
    const VI sample = hn::LoadU(di, columns.sample.data() + x);
    const VF t = hn::LoadU(d, columns.sample_fraction.data() + x);
    const FloatEnd end = float_end(weft, pick_noise(weft, yarn, sample, t, slope_sample),
                                   pick_noise(weft, yarn, sample, t, place_sample));
    const VF warp = state_at(before, own, after, hn::LoadU(d, columns.fraction.data() + x), end);
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
    in.unrest = clamp(pick_noise(weft, yarn, sample, t, unrest_sample), -1, 1);
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
