#pragma once

#include <optional>
#include <string_view>

#include "base/run_context.h"
#include "imaging/image.h"

namespace atelier {

/// In which numbers pixels are averaged.
enum class AverageIn {
  light,    ///< sRGB pictures are averaged as light: what an eye farther away would see
  samples,  ///< as the numbers stand; pictures that are not sRGB are always averaged so
};

/// How a new pixel is made of old ones. All but nearest and area are those of Pillow: the kernel grows with the pixel
/// when the picture becomes smaller.
enum class Filter {
  nearest,   ///< the one pixel under the middle
  box,       ///< the mean of the pixels whose middle is covered
  area,      ///< the mean of the area covered, parts of pixels by their share
  bilinear,  ///< a triangle of 1 pixel to each side
  hamming,   ///< a windowed sinc of 1 pixel to each side
  bicubic,   ///< Keys with a = -0.5, 2 pixels to each side
  lanczos,   ///< 3 pixels to each side
};

/// "nearest", "box", "area", "bilinear", "hamming", "bicubic", "lanczos"; invalid_argument otherwise.
Result<Filter> parse_filter(std::string_view word);

/// A part of a picture in pixels from its upper left corner; parts of pixels count by their share.
struct Box {
  double left = 0, top = 0, right = 0, bottom = 0;
};

struct ResizeOptions {
  Filter filter = Filter::area;
  AverageIn average_in = AverageIn::light;
  std::optional<Box> box{};  ///< what is taken; none: the whole picture
};

/// The picture in another size, same channels, type and meaning, colour weighted by alpha. 8 bit samples averaged as
/// numbers are, for the filters of Pillow, the very numbers of Pillow 13, which rounds between its two passes; all else
/// is computed in floats. Same samples on every CPU and number of threads. invalid_argument: a side below 1 pixel, a
/// box that is empty or leaves the picture; cancelled, exhausted.
Result<Image> resize(const Image& image, int width, int height, const ResizeOptions& options, const RunContext& run);

/// The largest size with the picture's proportions inside a square of `side` pixels, never larger than the picture; by
/// area.
Result<Image> fit_within(const Image& image, int side, AverageIn average_in, const RunContext& run);

/// The picture repeated side by side, columns × rows times.
Image repeat(const Image& image, int columns, int rows);

}  // namespace atelier
