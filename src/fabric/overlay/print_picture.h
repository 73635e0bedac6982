#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "fabric/overlay/overlay_spec.h"
#include "imaging/color.h"
#include "imaging/image.h"

namespace atelier {

/// A picture to be printed, and the dyes that it needs.
struct PrintableFile {
  std::shared_ptr<const PrintPicture> picture;
  std::vector<LinearRgb> dyes;
};

/// Most dyes of a printed picture.
inline constexpr int print_dyes_max = 64;

/// Reads a picture file, makes it at most 1024 pixels large and mixes each of its pixels from two of few dyes.
/// Transparent places are laid over `ground`. Field `print` in errors: not_found, denied, invalid_argument for what is
/// no picture or, with a `sha256`, not the picture that is meant.
Result<PrintableFile> read_print(const std::string& file, const std::string& sha256, const LinearRgb& ground);

/// The same for a picture in memory (8 bit, sRGB).
PrintableFile mix_print(const Image& image, const LinearRgb& ground);

}  // namespace atelier
