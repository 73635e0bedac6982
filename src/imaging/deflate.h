#pragma once

#include <cstddef>

#include "imaging/bytes.h"

namespace atelier {

/// The most bytes that deflate_strip writes for `size` bytes.
std::size_t deflate_bound(std::size_t size);

/// Packs filtered picture rows into deflate blocks (RFC 1951), none of them final, and pads to a whole byte with an
/// empty stored block, so that strips packed apart can be joined. Made for noisy pictures: dynamic Huffman codes of at
/// most 12 bits, and no matches but runs that repeat with `period` bytes (1, 2, 3, 4, 6 or 8: the bytes of a pixel).
/// `out` has room for deflate_bound(data.size()) bytes; returns the number written.
std::size_t deflate_strip(ByteView data, int period, std::byte* out);

}  // namespace atelier
