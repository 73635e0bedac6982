#pragma once

#include "imaging/bytes.h"
#include "imaging/image.h"

namespace atelier {

/// How an EXIF block begins in JPEG, and sometimes in WebP.
inline constexpr std::string_view exif_start("Exif\0\0", 6);

/// The orientation tag (0x0112) in the TIFF structure of an EXIF block: 1..8; 1 if absent or wrong (EXIF 2.32, 4.6.4).
int exif_orientation(ByteView tiff);

/// The picture as it should be looked at: `orientation` says where its first row and column lie. 5..8 swap the sides.
Image apply_orientation(Image image, int orientation);

}  // namespace atelier
