#pragma once

#include "imaging/image.h"

namespace atelier {

/// Writes rows [begin, end) as PNG stores them (big-endian samples, filter Up): a filter byte before each row.
/// `out` has room for (row_bytes + 1) * (end - begin) bytes. u8 or u16 samples.
void filter_rows_up(const Image& image, int begin, int end, std::byte* out);

}  // namespace atelier
