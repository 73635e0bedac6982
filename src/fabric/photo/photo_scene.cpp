#include <algorithm>
#include <cmath>

#include "fabric/photo/photo.h"

namespace atelier {
namespace {

constexpr double hair_mm = 0.014;  // thickness of a fibre
// Shares of holes from which a grey card is laid under nets and under other cloth, which usually lies on more of
// itself.
constexpr double net_holes_min = 0.02, openwork_holes_min = 0.12;
constexpr int sample_step = 8;

bool part_is(std::uint8_t part, Part wanted) {
  return part == static_cast<std::uint8_t>(wanted);
}

/// Shares of the pixels.
struct Shares {
  double holes = 0, smooth = 0, standing = 0;
};

bool stands(const Surface& surface, int x, int y) {
  const int tx = surface.tangent_x.row(y)[x], ty = surface.tangent_y.row(y)[x];
  return tx * tx + ty * ty < 118 * 118;
}

Shares shares_of(const Surface& surface, const std::vector<DyeGloss>& gloss) {
  Shares sum;
  double pixels = 0;
  for (int y = 0; y < surface.part.height(); y += sample_step) {
    const std::uint8_t *part = surface.part.row(y), *dye = surface.dye.row(y);
    for (int x = 0; x < surface.part.width(); ++x) {
      const bool hole = part_is(part[x], Part::hole);
      const bool smooth = !hole && is_smooth(part[x], gloss[std::min<std::size_t>(dye[x], gloss.size() - 1)]);
      sum.holes += hole;
      sum.smooth += smooth;
      sum.standing += !hole && !smooth && stands(surface, x, y);
    }
    pixels += surface.part.width();
  }
  return {sum.holes / pixels, sum.smooth / pixels, sum.standing / pixels};
}

// Nothing worn is smoother than dust and scratches leave it.
float gloss_alpha2(double roughness) {
  const double alpha = std::max(roughness * roughness, 0.02);
  return static_cast<float>(alpha * alpha);
}

std::vector<DyeGloss> gloss_of(const FabricSpec& spec) {
  std::vector<DyeGloss> gloss(spec.dyes.size(), {false, false, gloss_alpha2(spec.roughness)});
  for (std::size_t i = 0; i < std::min(gloss.size(), spec.dye_surfaces.size()); ++i) {
    const DyeSurface& surface = spec.dye_surfaces[i];
    gloss[i].metal = surface.metalness > 0.5;
    gloss[i].smooth = gloss[i].metal || surface.roughness >= 0;
    if (surface.roughness >= 0) gloss[i].alpha2 = gloss_alpha2(surface.roughness);
  }
  return gloss;
}

// A light net shows on a dark card, a dark one on a light card.
float card_for(const FabricSpec& spec) {
  double y = 0;
  for (const LinearRgb& dye : spec.dyes) y += luminance(dye) / static_cast<double>(spec.dyes.size());
  return y > 0.12 ? (y > 0.5 ? 0.08f : 0.03f) : 0.62f;
}

// The net lies a little above the card, so that its shadow falls beside it.
void lay_on_card(Surface& surface, const Tile& tile) {
  float least = 1e9f;
  const Plane<float>& z = surface.height_mm;
  for (int y = 0; y < z.height(); y += sample_step) {
    for (int x = 0; x < z.width(); ++x) {
      if (!part_is(surface.part.row(y)[x], Part::hole)) least = std::min(least, z.row(y)[x]);
    }
  }
  const float card = least - static_cast<float>(0.5 * tile.relief_mm);
  for (int y = 0; y < z.height(); ++y) {
    float* row = surface.height_mm.row(y);
    for (int x = 0; x < z.width(); ++x) {
      if (part_is(surface.part.row(y)[x], Part::hole)) row[x] = card;
    }
  }
}

// In deep relief the far side of a valley sends light back into it: no part of it is without.
void brighten_valleys(Plane<float>& ambient) {
  constexpr float least = 0.22F;
  for (std::size_t i = 0; i < ambient.size(); ++i) ambient.data()[i] = least + (1 - least) * ambient.data()[i];
}

}  // namespace

Result<PhotoScene> prepare_scene(const FabricSpec& spec, const Structure& structure, const PhotoFrame& frame,
                                 const LightRig& light, const RunContext& run) {
  TRY(Surface surface, structure.raster(frame.raster, run));
  const Tile& tile = structure.tile();
  std::vector<DyeGloss> gloss = gloss_of(spec);
  const Shares shares = shares_of(surface, gloss);
  const double holes_min = spec.structure == "net" ? net_holes_min : openwork_holes_min;
  const bool openwork = spec.structure != "woven" && shares.holes > holes_min;
  if (openwork) lay_on_card(surface, tile);

  const double px_mm = frame.raster_px_mm();
  const double reach = shadow_reach_mm(tile, light);
  const double radius = deep_relief(tile) ? std::max(1.5 * tile.pitch_mm, 0.8 * tile.relief_mm) : 1.5 * tile.pitch_mm;
  const int pad = static_cast<int>(std::max(reach, radius) / px_mm) + 8;
  Relief heights(surface.height_mm, pad, px_mm);
  surface.height_mm = {};  // the relief is all that is read from here on
  TRY(Plane<float> ambient, ambient_visibility(heights.half(pad / 2 + 4), radius, run));
  if (deep_relief(tile)) brighten_valleys(ambient);
  std::vector<MarchStep> march = shadow_march(light, px_mm, reach, pad);
  const bool smooth = shares.smooth > 0.5;
  PhotoScene scene{std::move(surface),
                   std::move(heights),
                   std::move(ambient),
                   light,
                   fibre_shading(spec, smooth),
                   std::move(march),
                   undulation(spec, tile, frame),
                   spec.dyes,
                   std::move(gloss)};
  scene.margin = frame.margin;
  scene.card = openwork ? card_for(spec) : 0;
  // Sheer cloth lies on a lighter card, or its threads would have to glow to give the mean its colour.
  scene.backing = static_cast<float>(0.5 + 0.5 * shares.holes);
  scene.stands = shares.standing > 0.002;
  scene.fibrous = shares.smooth + shares.holes < 1;
  scene.smooth_share = static_cast<float>(shares.smooth);
  if (smooth) scene.white_tint = 0;
  scene.fuzz_radius = std::clamp(static_cast<int>((hair_mm / px_mm - 0.6) / 2), 0, 3);
  return scene;
}

}  // namespace atelier
