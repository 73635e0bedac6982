#pragma once

#include <functional>
#include <string_view>

#include "imaging/bytes.h"

namespace atelier {

/// The first chunk of this name in a RIFF file (WebP), without padding; empty if there is none. Not looked for inside
/// other chunks.
ByteView riff_chunk(ByteView file, std::string_view name);

/// A WebP file of a still picture with an XMP packet behind it; one without a VP8X header gets one (RFC 9649, 2.7).
Bytes with_xmp_chunk(ByteView webp, std::string_view xmp, int width_px, int height_px);

}  // namespace atelier
