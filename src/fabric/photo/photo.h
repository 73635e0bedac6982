#pragma once

#include "fabric/map_set.h"
#include "fabric/photo/photo_shade.h"

namespace atelier {

/// What part of the cloth a photograph shows and how finely it is rastered.
struct PhotoFrame {
  int width_px = 0, height_px = 0;  ///< of the picture
  int scale = 1;                    ///< raster pixels per picture pixel, each way
  int margin = 0;                   ///< raster pixels around the picture, for shadows that fall into it
  double width_mm = 0;
  Window raster;  ///< with margin

  double raster_px_mm() const { return width_mm / (static_cast<double>(width_px) * scale); }
};

/// As much as the tile says (view_mm, 8..120). Up to 38 mm never coarser than 12 µm a raster pixel; what is wider in
/// two raster pixels for each of 1600. size_px: the wider side, 0 for 1600; held to 64..4096.
PhotoFrame choose_frame(const FabricSpec& spec, const Tile& tile, int size_px);
/// A frame of the given width, 4 : 3, with as many raster pixels as 12 µm need.
PhotoFrame frame_of(const FabricSpec& spec, const Tile& tile, double width_mm, int width_px);

/// Fur, fleece, quilts, cables: relief that is large against threads. It is lit and focused otherwise than flat cloth.
bool deep_relief(const Tile& tile);
/// How far shadows of the key fall.
double shadow_reach_mm(const Tile& tile, const LightRig& light);
/// How the cloth of a frame lies; flat where its relief is deep.
Undulation undulation(const FabricSpec& spec, const Tile& tile, const PhotoFrame& frame);

/// The cloth of a frame under a light, ready to be shaded. Cancelled or exhausted can fail.
Result<PhotoScene> prepare_scene(const FabricSpec& spec, const Structure& structure, const PhotoFrame& frame,
                                 const LightRig& light, const RunContext& run);

/// photograph() with a frame of the caller's choice.
Result<Image> photograph_frame(const FabricSpec& spec, const Structure& structure, const PhotoFrame& frame,
                               RunContext& run);

}  // namespace atelier
