#include "fabric/knit/loop_shade.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

// asin(u) to 2 %, of which fibres show nothing.
float arc_of(float u) {
  const float square = u * u;
  return u * (1 + square * (0.1666667F + square * (0.075F + square * 0.329F)));
}

float low_half(std::int32_t texel) {
  return static_cast<float>(static_cast<std::int16_t>(texel & 0xFFFF));
}
float high_half(std::int32_t texel) {
  return static_cast<float>(texel >> 16);
}

// The fibre texture, bilinear, -1..1; coordinates in texels.
float fibre_value(const std::int32_t* face, float phase, float along) {
  const float phase_low = std::floor(phase), along_low = std::floor(along);
  const float across = phase - phase_low, up = along - along_low;
  const int column = static_cast<int>(phase_low) & (FibreTexture::phase_texels - 1);
  const int row = static_cast<int>(along_low) & (FibreTexture::length_texels - 1);
  const int next = (row + 1) & (FibreTexture::length_texels - 1);
  const std::int32_t first = face[row * FibreTexture::phase_texels + column];
  const std::int32_t second = face[next * FibreTexture::phase_texels + column];
  const float below = low_half(first) + (high_half(first) - low_half(first)) * across;
  const float above = low_half(second) + (high_half(second) - low_half(second)) * across;
  return (below + (above - below) * up) * (1.0F / 32767);
}

bool is_filament(const YarnSpec& yarn) {
  return yarn.mass_cv_percent < 6;
}

constexpr float melange_drift = 0.6F;

// What has dye 0 shows the dyes of its fibres. Coordinates in texels of the fibre texture and of the pattern.
void blend(const KnitMelange& melange, float phase, float along, float start, YarnPixel& pixel) {
  // Slivers are never blended evenly along a yarn.
  constexpr float lanes_per_row = static_cast<float>(MelangeTexture::across_texels) / MelangeTexture::along_texels;
  const float slow = along * melange.slower + 37 * start;
  const float drift = melange.texture->value(slow * lanes_per_row, slow) - 0.5F;
  const float value = melange.texture->value(phase * melange.finer, along + start) + melange_drift * drift;
  const MelangeSplit split = split_melange(melange.shares, value, melange.softness);
  float share = split.share;
  int dye = split.dye, other = split.other;
  if (melange.shares.size() == 2) {
    // Where pixels hold more than a group, they show the blend of all.
    const float first = dye == 0 ? share : 1 - share;
    const auto all = static_cast<float>(melange.shares[0]);
    const float mixed = all + (first - all) * melange.kept;
    dye = mixed >= 0.5F ? 0 : 1;
    other = 1 - dye;
    share = mixed >= 0.5F ? mixed : 1 - mixed;
  }
  pixel.dye = static_cast<std::uint8_t>(dye);
  pixel.other_dye = static_cast<std::uint8_t>(other);
  pixel.dye_share = static_cast<std::uint8_t>(255 * share + 0.5F);
}

YarnPixel ground_pixel(const YarnSurface& surface) {
  const Part part = surface.backed ? Part::loop : Part::ground;
  YarnPixel made{surface.ground_mm, surface.ground_shade, 0.6F, 0.8F, static_cast<std::uint8_t>(part), 0, 255};
  if (surface.open) {
    made.part = static_cast<std::uint8_t>(Part::hole);
    made.coverage = 0;
  }
  return made;
}

}  // namespace

namespace {

KnitNap make_nap(const FabricSpec& spec, const LoopField& field, const Tile& tile, double fibre_pitch_mm,
                 float contrast) {
  KnitNap nap;
  const auto brushed = static_cast<float>(std::clamp(spec.finish.brushed, 0.0, 1.0));
  if (brushed == 0) return nap;
  nap.cover = std::min(0.92F, 1.2F * brushed);
  const double across = tile.width_mm / (fibre_pitch_mm * FibreTexture::phase_cells);
  const double along = tile.width_mm / (fibre_pitch_mm * 40 * FibreTexture::length_cells);
  constexpr double angles[KnitNap::layers] = {0.21, 0.07, 0.37};  // turns, of the fibres to the courses
  const auto whole = [](double value) { return static_cast<float>(std::floor(value + 0.5)); };
  for (int k = 0; k < KnitNap::layers; ++k) {
    const double c = cos_turns(angles[k]), s = sin_turns(angles[k]);
    nap.phase_x[k] = whole(-s * across) * FibreTexture::phase_texels;
    nap.phase_y[k] = whole(c * across) * FibreTexture::phase_texels;
    nap.along_x[k] = whole(c * along) * FibreTexture::length_texels;
    nap.along_y[k] = whole(s * along) * FibreTexture::length_texels;
    nap.tangent_x[k] = static_cast<float>(c);
    nap.tangent_y[k] = static_cast<float>(s);
  }
  constexpr double wave_mm[KnitNap::waves][2] = {{2.3, 5.1}, {-3.7, 2.9}, {1.7, -3.1}, {7.9, 4.3}};
  for (int k = 0; k < KnitNap::waves; ++k) {
    nap.wave_x[k] = whole(tile.width_mm / wave_mm[k][0]);
    nap.wave_y[k] = whole(tile.width_mm / wave_mm[k][1]);
  }
  nap.bend = static_cast<float>(0.12 / fibre_pitch_mm * FibreTexture::texels_per_fibre);
  nap.level_mm = static_cast<float>(0.5 * field.highest_mm());
  nap.height_mm = static_cast<float>(0.35 * spec.warp.diameter_mm);
  nap.contrast = contrast * static_cast<float>(std::min(1.1, 0.09 / fibre_pitch_mm));
  return nap;
}

KnitMelange make_melange(const FabricSpec& spec, double length_mm, double bundle) {
  KnitMelange melange;
  melange.shares = spec.melange.shares;
  if (melange.shares.empty()) return melange;
  const int periods = MelangeTexture::periods(length_mm), slow = std::max(1, periods / 5);
  melange.periods = static_cast<float>(periods * MelangeTexture::along_texels);
  melange.slower = static_cast<float>(slow) / static_cast<float>(periods);
  melange.softness =
      static_cast<float>(std::min(0.25, 1.9 * *std::min_element(melange.shares.begin(), melange.shares.end())));
  // A group of fibres stays visible where single ones are too fine.
  melange.finer = static_cast<float>(std::min(8.0, bundle));
  for (double finer = bundle / melange.finer; finer > 1.5; finer /= 2) melange.kept *= 0.85F;
  return melange;
}

}  // namespace

YarnSurface make_yarn_surface(const FabricSpec& spec, const LoopField& field, const Tile& tile, double pixel_mm) {
  YarnSurface made;
  const YarnSpec& yarn = spec.warp;
  const bool filament = is_filament(yarn);
  double pitch_mm = yarn.fibre_pitch_um / 1000, bundle = 1;
  made.contrast = filament ? 0.16F : 0.27F;
  // Fibres finer than 1.6 pixels are drawn as bundles of 2, 4, 8 … of them.
  while (pitch_mm < 1.6 * pixel_mm && bundle < 64) {
    pitch_mm *= 2;
    bundle *= 2;
    made.contrast *= 0.86F;
  }
  const double length_mm = field.columns() * field.loop_mm(), period_mm = pitch_mm * FibreTexture::phase_cells;
  const double cell_mm = pitch_mm * (filament ? 90 : 24) * FibreTexture::length_cells;
  made.tan_twist = static_cast<float>(tan_degrees(yarn.twist_deg));
  made.arc_texels_per_mm = static_cast<float>(FibreTexture::texels_per_fibre / pitch_mm);
  made.turns =
      static_cast<float>(std::floor(length_mm * made.tan_twist / period_mm + 0.5) * FibreTexture::phase_texels);
  made.periods = static_cast<float>(std::max(1.0, std::floor(length_mm / cell_mm + 0.5)) * FibreTexture::length_texels);
  made.fibre_mm = static_cast<float>(
      std::min(0.3 * yarn.fibre_pitch_um / 1000 * std::sqrt(bundle), 0.14 * field.half_height_mm() + 0.002));
  made.face = filament ? FibreTexture::filament_face : 0;
  made.disorder = filament ? 0.03F : 0.14F;
  made.plies = std::max(1, yarn.plies);
  made.groove_mm = made.plies > 1 ? static_cast<float>(0.3 * field.half_height_mm()) : 0;
  made.open = spec.knit.open;
  made.ground_mm = static_cast<float>((spec.knit.backed ? 0.5 : 1) * field.lowest_mm());
  made.backed = spec.knit.backed;
  if (made.backed) made.ground_shade = 0.6F;
  made.deep_mm = static_cast<float>(0.6 * field.lowest_mm());
  made.inverse_depth = static_cast<float>(1 / (0.9 * (field.half_height_mm() - 0.6 * field.lowest_mm())));
  made.fade = static_cast<float>(0.9 * spec.finish.stonewash);
  made.melange = make_melange(spec, length_mm, bundle);
  made.nap = make_nap(spec, field, tile, pitch_mm, made.contrast);
  return made;
}

YarnPixel shade_pixel(const YarnSurface& surface, const FibreTexture& fibres, const StripCourses& courses,
                      const YarnHits& hits, std::size_t at, float pixel_mm) {
  const std::uint32_t winner = hits.node[at];
  if (winner == YarnHits::nothing) return ground_pixel(surface);
  const auto nodes = static_cast<std::uint32_t>(courses.yarns.front().nodes.size());
  const CourseYarn& yarn = courses.yarns[winner / nodes];
  const std::uint32_t k = winner % nodes;
  const YarnNode &a = yarn.nodes[k], &b = yarn.nodes[k + 1];
  const float part = hits.part[at], u = hits.across[at];
  const float round = std::sqrt(std::max(0.0F, 1 - u * u)), arc = arc_of(u);
  const float along = a.along + (b.along - a.along) * part;
  const float half_width = a.half_width + (b.half_width - a.half_width) * part;
  const float phase = arc * half_width * surface.arc_texels_per_mm + along * surface.turns;
  const float fibre = fibre_value(fibres.texels() + surface.face, phase, along * surface.periods + yarn.start);

  YarnPixel made;
  made.height = hits.z[at] + fibre * surface.fibre_mm * (0.3F + 0.7F * round);
  made.shade = (a.shade + (b.shade - a.shade) * part) * (1 + surface.contrast * fibre);
  if (surface.plies > 1) {
    const float turn = a.ply_turn + (b.ply_turn - a.ply_turn) * part + arc * 0.15915494F;
    const auto wave = static_cast<float>(0.5 - 0.5 * cos_turns(static_cast<double>(turn) * surface.plies));
    const float groove = wave * wave * wave;
    made.height -= groove * surface.groove_mm * (0.3F + 0.7F * round);
    made.shade *= 1 - 0.3F * groove;
  }
  // Little light leaves from between loops: their flanks and depths look darker from every side.
  const float up = std::clamp((hits.z[at] - surface.deep_mm) * surface.inverse_depth, 0.0F, 1.0F);
  made.shade *= (0.82F + 0.18F * round) * (0.77F + 0.23F * up);
  made.shade *= 1 + surface.fade * up * up;
  const float side = surface.disorder * fibre - surface.tan_twist * round;
  const float axis_x = a.tangent_x + (b.tangent_x - a.tangent_x) * part;
  const float axis_y = a.tangent_y + (b.tangent_y - a.tangent_y) * part;
  const float x = axis_x - side * axis_y, y = axis_y + side * axis_x;
  const float unit = 1 / std::sqrt(std::max(1e-6F, x * x + y * y));
  made.tangent_x = x * unit;
  made.tangent_y = y * unit;
  made.part = static_cast<std::uint8_t>(Part::loop);
  made.dye = yarn.dye[std::min<std::size_t>(k / static_cast<std::uint32_t>(courses.steps), yarn.dye.size() - 1)];
  if (made.dye == 0 && surface.melange.texture) {
    blend(surface.melange, phase, along * surface.melange.periods, yarn.start, made);
  }
  made.coverage = 255;
  if (surface.open && hits.layers[at] == 1) {
    const float edge = (1 - std::abs(u)) * half_width / pixel_mm + 0.25F;
    made.coverage = static_cast<std::uint8_t>(255 * std::clamp(edge, 0.1F, 1.0F));
  }
  return made;
}

void lay_nap(const KnitNap& nap, const FibreTexture& fibres, float x, float y, YarnPixel& pixel) {
  if (nap.cover <= 0 || pixel.coverage == 0) return;
  float bends[KnitNap::waves];
  for (int k = 0; k < KnitNap::waves; ++k) {
    bends[k] = nap.bend * static_cast<float>(sin_turns(static_cast<double>(x * nap.wave_x[k] + y * nap.wave_y[k])));
  }
  float tone = 0, tangent_x = 0, tangent_y = 1;
  for (int k = 0; k < KnitNap::layers; ++k) {
    const float bend = bends[k] - bends[(k + 1) % KnitNap::waves] + bends[3];
    const float value = fibre_value(fibres.texels(), x * nap.phase_x[k] + y * nap.phase_y[k] + bend,
                                    x * nap.along_x[k] + y * nap.along_y[k] + 41.0F * static_cast<float>(k));
    const float over = k == 0 ? 1.0F : smooth_step((value - 0.02F) * 2.4F);
    tone += (value + 0.1F * static_cast<float>(k) - tone) * over;
    tangent_x += (nap.tangent_x[k] - tangent_x) * over;
    tangent_y += (nap.tangent_y[k] - tangent_y) * over;
  }
  const float cover = nap.cover;
  pixel.height += (nap.level_mm + tone * nap.height_mm + 0.12F * (pixel.height - nap.level_mm) - pixel.height) * cover;
  pixel.shade += ((0.95F + nap.contrast * tone) * (0.85F + 0.15F * pixel.shade) - pixel.shade) * cover;
  pixel.tangent_x += (tangent_x - pixel.tangent_x) * cover;
  pixel.tangent_y += (tangent_y - pixel.tangent_y) * cover;
  const float unit =
      1 / std::sqrt(std::max(1e-6F, pixel.tangent_x * pixel.tangent_x + pixel.tangent_y * pixel.tangent_y));
  pixel.tangent_x *= unit;
  pixel.tangent_y *= unit;
}

}  // namespace atelier
