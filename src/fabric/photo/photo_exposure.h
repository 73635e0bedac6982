#pragma once

#include "fabric/photo/photo_camera.h"
#include "fabric/photo/photo_shade.h"
#include "fabric/photo/photo_target.h"

namespace atelier {

/// What was measured before the picture is taken.
struct Exposure {
  Camera camera;        ///< with its gains
  double focus_mm = 0;  ///< height of the sharp plane
};

/// Corrects scene.dyes and scene.specular_gain by rows that are shaded on trial, until each dye has its target in the
/// mean of its pixels, then finds the camera's gains for the mean of all (11.3). scale: raster pixels per picture
/// pixel.
Result<Exposure> expose(PhotoScene& scene, const std::vector<DyeTarget>& targets, int scale, double focus,
                        const RunContext& run);

}  // namespace atelier
