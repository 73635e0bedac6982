#pragma once

#include "fabric/knit/loop_field.h"
#include "fabric/knit/loop_raster.h"
#include "fabric/melange.h"
#include "fabric/weave/noise.h"

namespace atelier {

/// Raised fibres over brushed loops: layers of the fibre texture in whole periods of the tile.
struct KnitNap {
  static constexpr int layers = 3;
  float cover = 0;  ///< how far they hide the loops, 0: none
  float phase_x[layers] = {}, phase_y[layers] = {}, along_x[layers] = {}, along_y[layers] = {};  ///< texels a tile
  float bend = 0;                                                                                ///< texels
  static constexpr int waves = 4;
  float wave_x[waves] = {}, wave_y[waves] = {};  ///< of the bends, whole waves a tile
  float tangent_x[layers] = {}, tangent_y[layers] = {};
  float level_mm = 0, height_mm = 0, contrast = 0;
};

/// Yarns of fibres of several dyes (melange.h).
struct KnitMelange {
  const MelangeTexture* texture = nullptr;  ///< null: none
  std::vector<double> shares;
  float finer = 1;     ///< its fibres against those of the fibre texture
  float periods = 1;   ///< texels along a whole course
  float slower = 1;    ///< of a drift of the shares along yarns, whole periods too
  float softness = 0;  ///< of borders between dyes
  float kept = 1;      ///< contrast left where groups of fibres are finer than pixels
};

/// How the surface of a knit's yarn is drawn at a pixel size: whole periods of the fibre texture in a course.
struct YarnSurface {
  float arc_texels_per_mm = 0;
  float turns = 0, periods = 1;  ///< texels of fibre phase and length along the whole course
  float fibre_mm = 0.007F, contrast = 0.25F;
  float tan_twist = 0.46F, disorder = 0.12F;
  int face = 0;  ///< of the fibre texture
  int plies = 1;
  float groove_mm = 0;
  float ground_mm = -1, ground_shade = 0.5F;
  float deep_mm = -1, inverse_depth = 1;  ///< from where to where yarns get brighter upwards
  float fade = 0;                         ///< stonewash
  bool open = false, backed = false;
  KnitNap nap;
  KnitMelange melange;
};
YarnSurface make_yarn_surface(const FabricSpec& spec, const LoopField& field, const Tile& tile, double pixel_mm);

/// What a pixel shows.
struct YarnPixel {
  float height, shade, tangent_x, tangent_y;
  std::uint8_t part, dye, coverage;
  std::uint8_t other_dye = 0, dye_share = 255;  ///< as in Surface
};

/// The courses of a strip, by slot.
struct StripCourses {
  std::vector<CourseYarn> yarns;
  int steps = 16;
};

/// The pixel at `at` of the hits, before anything is raised over it. What no yarn covers has dye 0.
YarnPixel shade_pixel(const YarnSurface& surface, const FibreTexture& fibres, const StripCourses& courses,
                      const YarnHits& hits, std::size_t at, float pixel_mm);

/// Lays the nap over a pixel at a place of the tile, 0..1 each way (Y up).
void lay_nap(const KnitNap& nap, const FibreTexture& fibres, float x, float y, YarnPixel& pixel);

}  // namespace atelier
