#pragma once

#include "imaging/codec.h"

namespace atelier {

/// Writes a PNG: u8 or u16 samples, 1 to 4 channels. Strips of a fixed number of rows are filtered
/// (png_filter.h, one filter each), packed by our own deflate encoder (deflate.h) on the threads of `run`, and joined;
/// the bytes do not depend on the number of threads.
/// Colour carries sRGB and gAMA, data does not. unsupported: f32 samples, a palette for other than one u8 channel;
/// cancelled.
Result<Bytes> encode_png(const Image& image, const EncodeOptions& options, const RunContext& run);

/// The same picture with other metadata in place of its own: for a picture by encode_png, the bytes that encode_png
/// would give with it. invalid_argument: not a whole PNG; `what` names it.
Result<Bytes> png_with_metadata(ByteView file, const Metadata& metadata, std::string_view what);

}  // namespace atelier
