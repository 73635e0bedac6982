#pragma once

#include <cstdint>

#include "imaging/image.h"

namespace atelier {

enum class TiffColor { grey, grey_from_white, rgb, palette, cmyk };

/// How the samples of a TIFF picture lie in its rows.
struct TiffSamples {
  int width = 0, height = 0;
  int bits = 8;           ///< of a sample: 1, 2, 4, 8, 16
  int per_pixel = 1;      ///< with those that are left out
  bool separate = false;  ///< one plane a sample, instead of pixels one after another
  TiffColor color = TiffColor::grey;
  int alpha = -1;  ///< which sample; -1: none
  bool premultiplied = false;

  int colors() const { return color == TiffColor::rgb ? 3 : color == TiffColor::cmyk ? 4 : 1; }
  /// Samples that go into the picture.
  int kept() const { return colors() + (alpha >= 0 ? 1 : 0); }
  /// Bytes of so many pixels of a row, in one plane.
  std::uint64_t packed_bytes(int pixels) const {
    return (std::uint64_t{1} * pixels * (separate ? 1 : per_pixel) * bits + 7) / 8;
  }
};

/// Pixels of one row, in the picture.
struct TiffRun {
  int x = 0, y = 0, pixels = 0;
};

/// Unpacks a run of pixels, of all samples or of one plane, into the picture of `kept` channels (u16 for 16 bits, in
/// the machine's order; else u8). Grey of fewer bits spans 0..255, white is the most; palette indexes stay.
void place_samples(const TiffSamples& samples, int plane, const std::uint8_t* packed, const TiffRun& run, Image& image);

/// Colour that was multiplied by alpha becomes straight.
void divide_by_alpha(Image& image);

}  // namespace atelier
