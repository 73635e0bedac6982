#pragma once

#include "fabric/builder.h"

namespace atelier {

/// The words as the cloth below its print or embroidery takes them: only the first colour is the ground's.
FabricWords ground_words(const FabricWords& words, const TextureRequest& request);

/// Prints and embroidery of a spec whose cloth is set: their numbers, and the dyes of their inks. invalid_argument for
/// two motifs, or a `print_mm` without a print; not_found and so on for a picture (print_picture.h).
Result<void> set_prints(FabricSpec& spec, const FabricWords& words, const TextureRequest& request);

}  // namespace atelier
