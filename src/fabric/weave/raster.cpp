#include "fabric/weave/raster.h"

#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/melange.h"
#include "fabric/weave/noise.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fabric/weave/raster.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include "fabric/weave/far_kernel-inl.h"
#include "fabric/weave/near_kernel-inl.h"
#include "fabric/weave/track_kernel-inl.h"

#if HWY_ONCE

#include <algorithm>

namespace atelier {

HWY_EXPORT(warp_lanes);
HWY_EXPORT(weft_state_lanes);
HWY_EXPORT(weft_lanes);
HWY_EXPORT(compose_lanes);
HWY_EXPORT(compose_far_lanes);
HWY_EXPORT(dye_lanes);

PixelAxis make_axis(double start_mm, double size_mm, int count, double side_mm, int cells, bool from_top) {
  PixelAxis axis;
  const int padded = count + PixelAxis::beyond + lane_padding;
  axis.cell.resize(padded);
  axis.fraction.resize(padded);
  axis.position.resize(padded);
  axis.sample.resize(padded);
  axis.sample_fraction.resize(padded);
  constexpr std::uint64_t mask = (1u << position_bits) - 1;
  constexpr float unit = 1.0F / (1 << position_bits);
  for (int i = 0; i < padded; ++i) {
    const int pixel = i <= count ? i : -1;
    const std::uint64_t q = torus_position(start_mm, size_mm, from_top ? count - 1 - pixel : pixel, count, side_mm);
    axis.cell[i] = static_cast<std::int32_t>((q * cells) >> position_bits);
    axis.fraction[i] = static_cast<float>((q * cells) & mask) * unit;
    axis.position[i] = static_cast<float>(q) * unit;
    axis.sample[i] = static_cast<std::int32_t>((q * track_samples) >> position_bits);
    axis.sample_fraction[i] = static_cast<float>((q * track_samples) & mask) * unit;
  }
  return axis;
}

FibreScale fibre_scale(const YarnSystem& system, bool warp, double pixel_mm) {
  FibreScale scale;
  // Fibres finer than 1.6 pixels are drawn as bundles of 2, 4, 8 … of them.
  double pitch_mm = system.fibre_pitch_mm;
  float bundles = 1, contrast = system.fibre_contrast;
  while (pitch_mm < 1.6 * pixel_mm && bundles < 64) {
    pitch_mm *= 2;
    bundles *= 2;
    contrast *= 0.86F;
  }
  const double period_mm = pitch_mm * FibreTexture::phase_cells;
  // Bundles are wider, but not as much longer: broad blotches would show.
  const double length_mm = pitch_mm / std::sqrt(bundles) * (system.filament ? 90 : 24);
  // The weft's frame is the warp's turned a quarter to the right, so its across axis points down.
  scale.arc_texels_per_mm = static_cast<float>((warp ? 1 : -1) * FibreTexture::texels_per_fibre / pitch_mm);
  scale.turns = static_cast<float>(std::round(system.length_mm * system.tan_twist / period_mm));
  scale.periods =
      static_cast<float>(std::max(1.0, std::round(system.length_mm / (length_mm * FibreTexture::length_cells))));
  scale.height_mm =
      std::min(system.fibre_relief * system.fibre_pitch_mm * std::sqrt(bundles), 0.2F * system.half_height_mm + 0.002F);
  scale.fray = (system.filament ? 0.2F : 1.0F) *
               std::min(0.6F * system.fibre_pitch_mm / system.pitch_mm * std::sqrt(bundles), 0.04F);
  scale.contrast = contrast;
  scale.bundles = bundles;
  scale.melange_periods = static_cast<float>(MelangeTexture::periods(system.length_mm));
  scale.face = system.filament ? FibreTexture::filament_face : 0;
  return scale;
}

MelangeView melange_view(const MelangeSpec& spec, const FibreScale& warp, const FibreScale& weft) {
  MelangeView view;
  view.dyes = std::min(static_cast<int>(spec.shares.size()), MelangeView::most_dyes);
  float border = 0, least = 1;
  for (int dye = 0; dye < view.dyes; ++dye) {
    border += static_cast<float>(spec.shares[dye]);
    least = std::min(least, static_cast<float>(spec.shares[dye]));
    view.borders[dye] = border;
  }
  view.softness = std::min(0.25F, 1.9F * least);
  // A group of fibres stays visible where single ones are too fine.
  const auto finer = [](const FibreScale& fibres) { return std::min(8.0F, fibres.bundles); };
  const auto kept = [](float bundles) {
    float left = 1;
    for (; bundles > 1.5F; bundles /= 2) left *= 0.85F;
    return left;
  };
  view.finer_warp = finer(warp);
  view.finer_weft = finer(weft);
  view.kept_warp = kept(warp.bundles / view.finer_warp);
  view.kept_weft = kept(weft.bundles / view.finer_weft);
  return view;
}

FarView far_view(const WovenYarns& yarns, double pixel_x_mm, double pixel_y_mm) {
  FarView far;
  const double yarn_px = std::min(yarns.warp.pitch_mm / pixel_x_mm, yarns.weft.pitch_mm / pixel_y_mm);
  far.active = yarn_px < 6;
  far.fade = static_cast<float>(smooth_step((2.2 - yarn_px) / 0.9));
  far.dither = std::min(1.0F, 4 * far.fade);
  far.fibres = static_cast<float>(0.35 + 0.65 * smooth_step((yarn_px - 2) / 4));
  far.warp_extent = static_cast<float>(0.5 * pixel_x_mm / yarns.warp.pitch_mm);
  far.weft_extent = static_cast<float>(0.5 * pixel_y_mm / yarns.weft.pitch_mm);
  const float relief = yarns.warp.amplitude_mm + yarns.weft.amplitude_mm;
  far.inverse_softness = static_cast<float>(1 / std::max(1e-5, relief * std::min(1.0, 1.6 / yarn_px)));
  return far;
}

Nap make_nap(const FabricSpec& spec, const Tile& tile, const WovenYarns& yarns, const FibreScale& fibres) {
  Nap nap;
  const auto brushed = static_cast<float>(std::clamp(spec.finish.brushed, 0.0, 1.0));
  if (brushed == 0) return nap;
  nap.cover = std::min(0.9F, 0.95F * brushed);
  const double periods_per_mm = std::abs(fibres.arc_texels_per_mm) / FibreTexture::phase_texels;
  nap.phase_periods = static_cast<float>(std::max(1.0, std::round(tile.width_mm * periods_per_mm)));
  nap.along_periods = fibres.periods;
  const double slopes[Nap::layers] = {-0.4, 0.12, 0.55};
  for (int k = 0; k < Nap::layers; ++k) {
    nap.lean_periods[k] = static_cast<float>(std::round(tile.height_mm * periods_per_mm * slopes[k]));
  }
  nap.slope_per_lean = static_cast<float>(1 / (tile.height_mm * periods_per_mm));
  // Raised fibres bend this way and that: lengths and heights of their waves in mm.
  constexpr double bends[Nap::waves][3] = {{3.1, 2.2, 0.15}, {-2.3, 1.4, 0.09}, {1.7, 0.9, 0.04}, {-0.9, 0.6, 0.014}};
  for (int k = 0; k < Nap::waves; ++k) {
    nap.wave_x[k] = static_cast<float>(std::round(tile.width_mm / bends[k][0]));
    nap.wave_y[k] = static_cast<float>(std::max(1.0, std::round(tile.height_mm / bends[k][1])));
    nap.bend[k] = static_cast<float>(bends[k][2] * periods_per_mm * FibreTexture::phase_texels);
  }
  nap.slope_per_bend = static_cast<float>(6.2831853 / (tile.height_mm * periods_per_mm * FibreTexture::phase_texels));
  nap.level_mm = 0.75F * (yarns.warp.amplitude_mm + yarns.warp.half_height_mm) * (1 - 0.4F * brushed);
  nap.height_mm = 3.2F * fibres.height_mm;
  nap.contrast = 1.1F * fibres.contrast;
  return nap;
}

void SurfaceRow::resize(int width) {
  const std::size_t padded = static_cast<std::size_t>(width) + lane_padding;
  height.resize(padded);
  shade.resize(padded);
  part.resize(padded);
  dye.resize(padded);
  coverage.resize(padded);
  gap.resize(padded);
  yarn_dye.resize(padded);
  other_dye.resize(padded);
  dye_share.resize(padded);
  tangent_x.resize(padded);
  tangent_y.resize(padded);
  slope_variance.resize(padded);
}

void evaluate_warp(const RasterScene& scene, const PixelAxis& rows, int row, TrackTable& ends) {
  HWY_DYNAMIC_DISPATCH(warp_lanes)(scene, rows, row, ends);
}

void evaluate_weft_state(const RasterScene& scene, const PixelAxis& columns, int width, int pick, TrackTable& track) {
  HWY_DYNAMIC_DISPATCH(weft_state_lanes)(scene, columns, width, pick, track);
}

void evaluate_weft(const RasterScene& scene, const PixelAxis& columns, int width, int pick, const TrackTable& below,
                   const TrackTable& above, TrackTable& track) {
  HWY_DYNAMIC_DISPATCH(weft_lanes)(scene, columns, width, pick, below, above, track);
}

void compose_row(const RasterScene& scene, const RowInput& input, SurfaceRow& out) {
  if (scene.far.active) {
    HWY_DYNAMIC_DISPATCH(compose_far_lanes)(scene, input, out);
  } else {
    HWY_DYNAMIC_DISPATCH(compose_lanes)(scene, input, out);
  }
}

void compose_dyes(const RasterScene& scene, const RowInput& input, SurfaceRow& out) {
  HWY_DYNAMIC_DISPATCH(dye_lanes)(scene, input, out);
}

}  // namespace atelier

#endif
