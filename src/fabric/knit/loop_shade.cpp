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

YarnPixel ground_pixel(const YarnSurface& surface) {
  YarnPixel made{surface.ground_mm, surface.ground_shade, 0, 1, static_cast<std::uint8_t>(Part::ground), 0, 255};
  if (surface.open) {
    made.part = static_cast<std::uint8_t>(Part::hole);
    made.coverage = 0;
  }
  return made;
}

}  // namespace

YarnSurface make_yarn_surface(const FabricSpec& spec, const LoopField& field, int columns, double pixel_mm) {
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
  const double length_mm = columns * field.loop_mm(), period_mm = pitch_mm * FibreTexture::phase_cells;
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
  made.ground_mm = static_cast<float>(field.lowest_mm());
  made.deep_mm = static_cast<float>(0.6 * field.lowest_mm());
  made.inverse_depth = static_cast<float>(1 / (0.9 * (field.half_height_mm() - 0.6 * field.lowest_mm())));
  made.fade = static_cast<float>(0.9 * spec.finish.stonewash);
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
  made.shade *= (0.78F + 0.22F * round) * (0.72F + 0.28F * up);
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
  made.coverage = 255;
  if (surface.open && hits.layers[at] == 1) {
    const float edge = (1 - std::abs(u)) * half_width / pixel_mm + 0.25F;
    made.coverage = static_cast<std::uint8_t>(255 * std::clamp(edge, 0.1F, 1.0F));
  }
  return made;
}

}  // namespace atelier
