#pragma once

#include <cstdint>
#include <functional>

#include "imaging/bytes.h"

namespace atelier {

/// One marker segment of a JPEG file, without its length field.
struct JpegSegment {
  std::uint8_t marker = 0;  ///< second byte: 0xe1 for APP1
  ByteView payload;
};

/// Calls visit for each segment before the first scan, in order, until it returns false or the file is damaged.
void for_each_jpeg_segment(ByteView file, const std::function<bool(const JpegSegment&)>& visit);

}  // namespace atelier
