#pragma once

#include <cstdint>
#include <vector>

#include "fabric/structure.h"
#include "fabric/weave/drafts/weave.h"

namespace atelier {

/// Lanes that a vector kernel may read beyond the last yarn or column.
inline constexpr int lane_padding = 16;

/// Samples of one period in the tables of slow variation along a yarn.
inline constexpr int track_samples = 512;

/// All ends, or all picks, of a tile: shape, and what makes each yarn its own. Arrays over yarns have one wrapped yarn
/// before the first (index k + 1 is yarn k) and lane_padding wrapped yarns after the last.
struct YarnSystem {
  int count = 0;         ///< yarns across the tile
  double length_mm = 0;  ///< along the yarn
  float pitch_mm = 0;
  float half_width = 0;  ///< share of the pitch, before irregularity and bulge
  float half_height_mm = 0;
  float amplitude_mm = 0;  ///< of the centre line
  float bulge = 0, slide = 0;
  float narrowing = 1;     ///< how far a yarn may narrow where it does not float, 0..1
  float close = 0;         ///< how far an edge spreads over a sunken neighbour, share of the pitch
  float end_round = 0;     ///< how far edges dive before the middle at float ends, share of the amplitude
  float end_variety = 0;   ///< how much float ends differ in place and slope, 0..1
  float float_unrest = 0;  ///< how much floats differ in height, share of the amplitude
  float lustre = 0;        ///< how far fibres lie aslant of the yarn's, by chance (tangent)
  float squareness = 0;    ///< how far the cross-section goes from an ellipse to a rounded box, 0..1
  float tan_twist = 0;     ///< > 0 is Z
  float fibre_pitch_mm = 0.015F;
  float fibre_contrast = 0.25F;  ///< of albedo
  float blend = 0;               ///< how far tufts of fibres differ in tone, share of albedo
  float fibre_relief = 0.5F;     ///< height of a fibre over its neighbours, share of the fibre pitch
  bool filament = false;         ///< endless, parallel fibres
  float color_sigma = 0;         ///< along the yarn, share of albedo
  float ripple_mm = 0;           ///< how far the centre line goes up and down by chance
  bool doubled = false;          ///< some yarns (of gain above 1.2) are two side by side
  int plies = 1;
  int ply_turns = 0;  ///< in the tile

  std::vector<float> gain;          ///< thickness factor (ripstop)
  std::vector<float> dye;           ///< index into FabricSpec::dyes
  std::vector<float> shade;         ///< albedo factor
  std::vector<float> phase, along;  ///< start in the fibre texture, texels
  std::vector<float> ply_phase;     ///< turns
  std::vector<float> offset;        ///< reed marks, share of the pitch

  /// Thickness factor and lateral wander (share of the pitch) along each yarn: [yarn][sample] and the transpose,
  /// [sample][yarn + 1] with the padding above.
  std::vector<float> thickness, wander;
  float inverse_wander = 0;  ///< makes noise of about -1..1 of wander
  std::vector<float> thickness_by_sample, wander_by_sample;
  int padded() const { return count + 1 + lane_padding; }
};

/// Where each yarn of a system goes over and under: rows over picks of the weave's repeat, columns over all ends of the
/// tile with the padding of YarnSystem.
struct CrossingTables {
  int repeat_picks = 0, stride = 0;
  std::vector<float> warp_state;               ///< +1 warp on top, -1 weft on top
  std::vector<float> warp_before, warp_after;  ///< crossings of equal state before and after this one, along the end
  std::vector<float> weft_before, weft_after;  ///< the same along the pick
  const float* row(const std::vector<float>& table, int pick) const {
    return table.data() + static_cast<std::size_t>(((pick % repeat_picks) + repeat_picks) % repeat_picks) * stride;
  }
};

/// Both systems of a woven cloth and how they cross.
struct WovenYarns {
  YarnSystem warp, weft;
  CrossingTables crossings;
  float contact_mm = 0.01F;    ///< softening where neighbours of one system touch
  float ground_mm = -0.1F;     ///< height of what is seen between yarns
  float ground_shade = 0.35F;  ///< its albedo factor
  bool open = false;           ///< gaps are holes
  bool dyes_differ = false;    ///< not all yarns have the same dye
};

/// Builds the yarns of a spec on its tile (Cloth reference 2, 3, 5).
WovenYarns make_yarns(const FabricSpec& spec, const Tile& tile, const WeaveMatrix& weave);

}  // namespace atelier
