#pragma once

#include "base/run_context.h"
#include "imaging/image.h"

namespace atelier {

/// In which numbers pixels are averaged.
enum class AverageIn {
  light,    ///< sRGB pictures are averaged as light: what an eye farther away would see
  samples,  ///< as the numbers stand; pictures that are not sRGB are always averaged so
};

/// The picture in another size, same channels, type and meaning: each new pixel is the mean of the area it covers (box
/// filter), colour weighted by alpha. Made for making smaller; larger pictures show blocks. Same samples on every CPU
/// and number of threads. invalid_argument: a side below 1 pixel; cancelled, exhausted.
Result<Image> resize_area(const Image& image, int width, int height, AverageIn average_in, const RunContext& run);

/// The largest size with the picture's proportions inside a square of `side` pixels, never larger than the picture.
Result<Image> fit_within(const Image& image, int side, AverageIn average_in, const RunContext& run);

/// The picture repeated side by side, columns × rows times.
Image repeat(const Image& image, int columns, int rows);

}  // namespace atelier
