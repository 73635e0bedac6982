#pragma once

#include "imaging/codec.h"

namespace atelier {

/// Writes a PNG: u8 or u16 samples, 1 to 4 channels. Strips of a fixed number of rows are filtered
/// (png_filter.h, one filter each), packed by our own deflate encoder (deflate.h) on the threads of `run`, and joined;
/// the bytes do not depend on the number of threads.
/// Colour carries sRGB and gAMA, data does not. unsupported: f32 samples; cancelled.
Result<Bytes> encode_png(const Image& image, const EncodeOptions& options, const RunContext& run);

}  // namespace atelier
