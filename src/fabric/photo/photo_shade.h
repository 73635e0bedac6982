#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "fabric/photo/photo_fibre.h"
#include "fabric/photo/photo_light.h"
#include "fabric/photo/photo_relief.h"
#include "fabric/photo/photo_undulation.h"
#include "fabric/structure.h"

namespace atelier {

/// How what has a dye shines.
struct DyeGloss {
  bool metal = false, smooth = false;  ///< no fibres at its surface
  float alpha2 = 0.25f;                ///< alpha² of GGX where it is smooth or the pixel is
};

/// What is needed to shade any row: the cloth, the light and how it reflects. Const while rows are shaded.
struct PhotoScene {
  Surface surface;
  Relief relief;
  Plane<float> ambient_half;  ///< ambient visibility at half size
  LightRig light;
  FibreShading fibre;
  std::vector<MarchStep> march;
  Undulation undulation;
  std::vector<LinearRgb> dyes;  ///< as photographed: corrected by the colour loop
  std::vector<DyeGloss> gloss;  ///< as dyes
  float specular_gain = 1;      ///< of white reflection
  float fuzz_gain = 1;          ///< opacity of a fuzz value of 255, before it is held to 0.8
  int fuzz_radius = 0;          ///< a hair is 2 r + 1 raster pixels thick
  float backing = 0.3f;         ///< brightness of what is seen through holes, relative to the dye
  float card = 0;               ///< reflectance of the grey card under openwork; 0: `backing`
  float white_tint = 0.4f;      ///< each channel of surface reflection is white · (1 − t + t · dye / luminance)
  bool stands = false;          ///< some fibres stand up
  bool fibrous = true;          ///< there are fibres
  float smooth_share = 0;       ///< of the pixels: grain, film, metal
  int margin = 0;               ///< pixels around the picture that only cast light and shade into it
};

/// Light from one row of the cloth, linear; `white` is the surface reflection in it, before it is tinted.
struct LightRow {
  explicit LightRow(int width) : r(width), g(width), b(width), white(width), z(width) {}
  std::vector<float> r, g, b, white;
  std::vector<float> z;  ///< height with undulation, mm
  // The scene's, as long as it lives.
  const std::uint8_t *dye = nullptr, *other_dye = nullptr, *dye_share = nullptr;  ///< the last two may be null
  const std::uint8_t* part = nullptr;
};

/// Shades row y of the picture (without margin). Same bits on every CPU.
void shade_row(const PhotoScene& scene, int y, LightRow& out);

/// Whether a pixel has no fibres at its surface.
inline bool is_smooth(std::uint8_t part, const DyeGloss& gloss) {
  return gloss.smooth || part == static_cast<std::uint8_t>(Part::grain) ||
         part == static_cast<std::uint8_t>(Part::film);
}

/// Width and height of the picture without margin, in raster pixels.
int picture_width(const PhotoScene& scene);
int picture_height(const PhotoScene& scene);

/// What the kernel reads for one row; pointers at the first pixel of the picture.
struct ShadeInput {
  int width = 0;
  const float *z = nullptr, *above = nullptr, *below = nullptr;
  const std::int8_t *tangent_x = nullptr, *tangent_y = nullptr;
  const float* slope_variance = nullptr;               ///< null: none
  const float *smooth = nullptr, *gloss_a2 = nullptr;  ///< null: fibres everywhere
  const float* metal = nullptr;                        ///< null: none
  const float* card = nullptr;                         ///< 1: a hole; null: none
  const float *albedo_r = nullptr, *albedo_g = nullptr, *albedo_b = nullptr;
  const float *shade = nullptr, *ambient = nullptr;
  const float *slope_x = nullptr, *slope_y = nullptr, *key_gain = nullptr;  ///< undulation, falloff of the key
  const float* fuzz = nullptr;                                              ///< opacity 0..1; null: none
  const float* fuzz_shadow = nullptr;  ///< opacity of the hairs between this pixel and the key
  const float *fuzz_tangent_x = nullptr, *fuzz_tangent_y = nullptr;  ///< any length
  std::vector<const float*> shadow_rows;                             ///< one for each MarchStep, shifted
  float inv_2px = 0;
  LightFlux key_flux;
  LightSample key_mean;
};

/// photo_lobes.cpp: the arithmetic of a row.
void shade_pixels(const PhotoScene& scene, const ShadeInput& in, LightRow& out);

}  // namespace atelier
