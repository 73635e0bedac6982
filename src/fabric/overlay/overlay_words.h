#pragma once

#include "fabric/builder.h"

namespace atelier {

/// Finishes that lie over a cloth of any family: quilts, pleats, prints … Sets quilt and overlay of a spec whose
/// builder has run. invalid_argument (finish) for two that exclude each other or for a cloth that cannot bear one.
Result<void> set_overlays(FabricSpec& spec, const FabricWords& words, const TextureRequest& request);

}  // namespace atelier
