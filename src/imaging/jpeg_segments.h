#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "imaging/bytes.h"

namespace atelier {

/// One marker segment of a JPEG file, without its length field.
struct JpegSegment {
  std::uint8_t marker = 0;  ///< second byte: 0xe1 for APP1
  ByteView payload;
};

/// How the payload of an APP1 segment with an XMP packet begins (XMP specification part 3, 1.1.3).
inline constexpr std::string_view jpeg_xmp_start("http://ns.adobe.com/xap/1.0/\0", 29);

/// Calls visit for each segment before the first scan, in order, until it returns false or the file is damaged.
void for_each_jpeg_segment(ByteView file, const std::function<bool(const JpegSegment&)>& visit);

/// How the payload of an APP2 segment with a part of the ICC profile begins (ICC.1:2022, B.4); then its number, from 1,
/// and the number of parts.
inline constexpr std::string_view jpeg_icc_start("ICC_PROFILE\0", 12);

/// The ICC profile, put together of its parts; empty if there is none, or a part is missing or there twice.
Bytes jpeg_profile(ByteView file);

}  // namespace atelier
