#pragma once

#include "imaging/codec.h"

namespace atelier {

/// Writes a PNG: u8 or u16 samples, 1 to 4 channels. Rows are filtered with Up and packed by our own deflate encoder
/// (deflate.h) in strips of a fixed number of rows on the threads of `run`; the bytes do not depend on their number.
/// Colour carries sRGB and gAMA, data does not. unsupported: f32 samples; cancelled.
Result<Bytes> encode_png(const Image& image, const EncodeOptions& options, const RunContext& run);

}  // namespace atelier
