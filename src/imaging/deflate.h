#pragma once

#include <cstddef>

#include "imaging/bytes.h"

namespace atelier {

/// What to look for.
enum class DeflateSearch {
  runs,     ///< repetitions with the period of a pixel: fast, and enough for noise
  matches,  ///< any repetition that pays: for pictures of few colours
};

/// How the data is made up: rows of `row_bytes`, each a filter byte and pixels of `pixel_bytes` (1 to 8) whose samples
/// have `sample_bytes`.
struct RowLayout {
  std::size_t pixel_bytes = 1, row_bytes = 2, sample_bytes = 1;
};

/// The most bytes that deflate_strip writes for `size` bytes.
std::size_t deflate_bound(std::size_t size);

/// Packs filtered picture rows into deflate blocks (RFC 1951), none of them final, and pads to a whole byte with an
/// empty stored block, so that strips packed apart can be joined. Codes are dynamic, of at most 12 bits. Data of
/// less than 2 GiB.
/// `out` has room for deflate_bound(data.size()) bytes; returns the number written.
std::size_t deflate_strip(ByteView data, RowLayout layout, DeflateSearch search, std::byte* out);

/// How many bits deflate_strip would write for `data`, give or take its ends.
std::size_t deflate_cost_bits(ByteView data, RowLayout layout, DeflateSearch search);

}  // namespace atelier
