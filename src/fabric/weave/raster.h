#pragma once

#include <cstdint>
#include <vector>

#include "fabric/structure.h"
#include "fabric/torus.h"
#include "fabric/weave/yarn_tracks.h"

namespace atelier {

/// Where the pixels of one axis lie: crossing, place within it, place along yarns. One entry per pixel, then the
/// neighbours beyond both ends, then padding.
struct PixelAxis {
  static constexpr int beyond = 2;   ///< entry `count` is the pixel after the last, count + 1 the one before the first
  std::vector<std::int32_t> cell;    ///< yarn whose pitch holds the pixel's centre
  std::vector<float> fraction;       ///< 0..1 within that pitch
  std::vector<float> position;       ///< 0..1 along the tile
  std::vector<std::int32_t> sample;  ///< in tables of track_samples
  std::vector<float> sample_fraction;
};
PixelAxis make_axis(double start_mm, double size_mm, int count, double side_mm, int cells, bool from_top);

/// What a yarn is at places along it. Values lie side by side for many ends at one row, or many columns of one pick.
enum TrackLane : int {
  lane_offset,         ///< lateral, share of the pitch
  lane_inverse_width,  ///< 1 / half width, per pitch
  lane_z,              ///< centre line, mm
  lane_half_height,    ///< mm
  lane_shade,
  lane_phase,  ///< fibre texture, texels
  lane_along,
  lane_lean,     ///< slope of the lateral offset
  lane_melange,  ///< place along in the pattern of blended fibres, texels
  lane_ply_cos,  ///< where plies is 1: whether it is two yarns side by side, 0 or 1
  lane_ply_sin,
  lane_state,  ///< -1 under .. 1 over
  track_lanes
};

/// A table of `track_lanes` rows of `width` floats, padded.
class TrackTable {
 public:
  void resize(int width) {
    stride_ = (width + 2 * lane_padding) / lane_padding * lane_padding;
    values_.resize(static_cast<std::size_t>(stride_) * track_lanes);
  }
  float* lane(int which) { return values_.data() + static_cast<std::size_t>(which) * stride_; }
  const float* lane(int which) const { return values_.data() + static_cast<std::size_t>(which) * stride_; }

 private:
  int stride_ = 0;
  std::vector<float> values_;
};

/// How fine the fibres of a system are drawn at a pixel size; whole periods of the fibre texture in the tile.
struct FibreScale {
  float arc_texels_per_mm = 0;  ///< across the yarn; negative where the across axis points down (weft)
  float turns = 0;              ///< texture periods that the helix gains along the yarn, signed
  float periods = 1;            ///< texture periods along the yarn
  float height_mm = 0.007F;
  float contrast = 0.25F;
  int face = 0;               ///< first texel of its face of the fibre texture
  float bundles = 1;          ///< fibres drawn as one
  float melange_periods = 1;  ///< of the pattern of blended fibres, along the yarn
  float fray = 0;             ///< how far fibres ruffle a yarn's edge, share of the pitch
};
FibreScale fibre_scale(const YarnSystem& system, bool warp, double pixel_mm);

/// Finishes as operators on height and shade.
struct FinishOperator {
  float plateau_mm = 1e9F;  ///< calender
  float plateau_soft_mm = 0.01F;
  float floor_mm = -1e9F;  ///< film of a coating fills what is deeper
  float floor_soft_mm = 0.01F;
  float relief = 1;                                   ///< factor on height
  float fade = 0, fade_from_mm = 0, fade_per_mm = 0;  ///< stonewash
  float core_share = 0, core_dye = 0;                 ///< of worn ring-dyed warp: how much of its core shows, its dye
};

/// How a cloth is averaged where a yarn has few pixels. `active` below 6 px a yarn; `fade` rises to 1 below 2 px, where
/// the means of the weave stand in for single yarns.
struct FarView {
  bool active = false;
  float fade = 0;
  float dither = 0;                          ///< how far the system shown is a draw by shares, not the larger one
  float fibres = 1;                          ///< what is left of fibre relief
  float warp_extent = 0, weft_extent = 0;    ///< half a pixel, share of the pitch
  float inverse_softness = 1;                ///< per mm: heights that close share a pixel
  float warp_seen = 0.5F, weft_seen = 0.5F;  ///< shares of the cloth's face
  float mean_mm = 0;
};
FarView far_view(const WovenYarns& yarns, double pixel_x_mm, double pixel_y_mm);

/// Raised fibres over the weave of brushed cloth.
struct Nap {
  static constexpr int layers = 3, waves = 4;
  float cover = 0;                               ///< how far they hide the weave, 0: none
  float phase_periods = 1, along_periods = 1;    ///< of the fibre texture in the tile, whole
  float lean_periods[layers] = {};               ///< the same, gained from one end of the tile to the other
  float slope_per_lean = 0;                      ///< aslant of the warp, for one period of lean
  float wave_x[waves] = {}, wave_y[waves] = {};  ///< bends: waves in the tile, whole
  float bend[waves] = {};                        ///< their height across, texels
  float slope_per_bend = 0;                      ///< aslant of the warp, for a texel of bend and a wave in the tile
  float level_mm = 0, height_mm = 0, contrast = 0;
};
Nap make_nap(const FabricSpec& spec, const Tile& tile, const WovenYarns& yarns, const FibreScale& fibres);

/// Yarns of fibres of several dyes: what has dye 0 shows some dye below `dyes`.
struct MelangeView {
  static constexpr int most_dyes = 4;
  const std::int32_t* texels = nullptr;  ///< of MelangeTexture; null: none
  int dyes = 0;
  float borders[most_dyes] = {};         ///< values up to which each dye reaches
  float finer_warp = 1, finer_weft = 1;  ///< its fibres against those of FibreScale
  float softness = 0.05F;                ///< of borders
  float kept_warp = 1, kept_weft = 1;    ///< contrast left where groups of fibres are finer than pixels
};
MelangeView melange_view(const MelangeSpec& spec, const FibreScale& warp, const FibreScale& weft);

struct RasterScene {
  const WovenYarns* yarns = nullptr;
  const std::int32_t* fibres = nullptr;
  FibreScale warp_fibres, weft_fibres;
  FinishOperator finish;
  FarView far;
  Nap nap;
  MelangeView melange;
  bool several_dyes = false;
  float metal_dye = -1;  ///< of strips of foil: flat, without fibres. -1: none
};

/// One row of a Surface while it is made. `width` entries and padding each.
struct SurfaceRow {
  std::vector<float> height, shade;
  std::vector<std::uint8_t> part, dye, coverage;
  std::vector<float> gap;              ///< of several dyes, near: height over what is seen of another dye, mm
  std::vector<std::uint8_t> yarn_dye;  ///< of several dyes, near: the dye of the order
  std::vector<std::uint8_t> other_dye, dye_share;  ///< of several dyes
  std::vector<std::int8_t> tangent_x, tangent_y;
  std::vector<float> slope_variance;
  void resize(int width);
};

/// The state of every end at a row of pixels, then all lanes.
void evaluate_warp(const RasterScene& scene, const PixelAxis& rows, int row, TrackTable& ends);
/// The states of a pick at all columns.
void evaluate_weft_state(const RasterScene& scene, const PixelAxis& columns, int width, int pick, TrackTable& track);
/// All lanes of a pick whose state and whose neighbours' states are known.
void evaluate_weft(const RasterScene& scene, const PixelAxis& columns, int width, int pick, const TrackTable& below,
                   const TrackTable& above, TrackTable& track);

/// What compose_row needs of one row of pixels.
struct RowInput {
  const PixelAxis* columns = nullptr;
  int width = 0;
  const TrackTable* ends = nullptr;
  const TrackTable* near_pick = nullptr;  ///< the pick whose pitch holds the row
  const TrackTable* far_pick = nullptr;   ///< the next nearest
  float near_y = 0, far_y = 0;            ///< row centre from either pick's nominal line, share of the pitch
  float near_dye = 0, far_dye = 0;
  float row_position = 0;     ///< 0..1 of the tile
  std::uint32_t row_key = 0;  ///< of the row's place on the torus
};
void compose_row(const RasterScene& scene, const RowInput& input, SurfaceRow& out);
/// Only dye and gap of a row that is seen near.
void compose_dyes(const RasterScene& scene, const RowInput& input, SurfaceRow& out);

}  // namespace atelier
