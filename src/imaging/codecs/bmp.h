#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "imaging/bytes.h"

namespace atelier {

enum class BmpPacking : std::uint32_t { none = 0, rle8 = 1, rle4 = 2, bit_fields = 3, alpha_bit_fields = 6 };

/// Where a colour lies in a pixel of 16 or 32 bits.
struct BmpField {
  int shift = 0;
  std::uint32_t max = 0;  ///< 0: not there
};

/// The headers of a BMP file, checked: everything lies inside the file.
struct BmpHeader {
  int width = 0, height = 0;
  bool top_down = false;
  int bits = 0;  ///< of a pixel: 1, 4, 8, 16, 24, 32
  BmpPacking packing = BmpPacking::none;
  double pixels_per_metre = 0;
  std::array<BmpField, 4> fields{};                 ///< red, green, blue, alpha; of 16 and 32 bits
  std::vector<std::array<std::uint8_t, 3>> colors;  ///< up to 8 bits
  ByteView pixels;                                  ///< from the first row to the end of the file
  ByteView profile;                                 ///< ICC; empty: none

  bool has_alpha() const { return fields[3].max > 0; }
  std::size_t row_bytes() const { return (std::size_t{1} * width * bits + 31) / 32 * 4; }
  bool run_lengths() const { return packing == BmpPacking::rle8 || packing == BmpPacking::rle4; }
};

/// Reads a header of any version from OS/2's of 12 bytes to Windows' of 124 (version 5). invalid_argument: damaged or
/// cut; unsupported: JPEG, PNG or Huffman inside.
Result<BmpHeader> read_bmp_header(ByteView file, std::string_view what);

}  // namespace atelier
