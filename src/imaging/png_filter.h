#pragma once

#include <cstdint>
#include <span>

#include "imaging/bytes.h"
#include "imaging/image.h"

namespace atelier {

/// The filters of PNG (W3C PNG, clause 9), by their number in the file.
enum class PngFilter : std::uint8_t { none = 0, sub = 1, up = 2, average = 3, paeth = 4 };

/// Rows [begin, end) of a picture as PNG stores them, before filtering, and the row above them (zeros above row 0).
/// u8 samples are looked at in place; u16 samples are copied with their bytes swapped.
class PngRows {
 public:
  PngRows(const Image& image, int begin, int end);
  int count() const { return count_; }
  std::size_t row_bytes() const { return row_bytes_; }
  int pixel_bytes() const { return pixel_bytes_; }
  int sample_bytes() const { return sample_bytes_; }
  /// Row 0 is the first; -1 the one above it.
  const std::uint8_t* row(int y) const { return y < 0 ? above_ : first_ + row_bytes_ * y; }

 private:
  int count_ = 0, pixel_bytes_ = 0, sample_bytes_ = 0;
  std::size_t row_bytes_ = 0;
  const std::uint8_t* first_ = nullptr;
  const std::uint8_t* above_ = nullptr;
  std::vector<std::uint8_t> own_;
};

/// Writes row_bytes filtered bytes of row y.
void filter_row(const PngRows& rows, int y, PngFilter filter, std::uint8_t* out);

/// The filter after which a sample of the rows, byte by byte, has the least entropy; up where others are no better.
PngFilter choose_filter(const PngRows& rows);

}  // namespace atelier
