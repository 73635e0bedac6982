#pragma once

#include "fabric/photo_camera.h"
#include "fabric/photo_shade.h"

namespace atelier {

/// The colour the photograph should have in the mean: the mix of the dyes by the area in which each is seen; the very
/// bright a little lower and the very dark a little higher, as a photographer exposes them (within 3 ΔE00).
LinearRgb photo_target(const FabricSpec& spec, const Surface& surface);

/// Corrects scene.dyes and scene.specular_gain by rows that are shaded on trial, then sets the camera's gains so that
/// the developed picture has the mean colour `target` (11.3). focus_mm: height of the sharp plane.
Result<Camera> expose(PhotoScene& scene, const LinearRgb& target, double& focus_mm, const RunContext& run);

}  // namespace atelier
