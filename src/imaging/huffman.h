#pragma once

#include <cstdint>
#include <span>

namespace atelier {

/// The lengths of a prefix code for symbols of these frequencies, none over `length_max`; 0 for unused symbols.
/// Two symbols at least must be used; the code is complete. Huffman's code, shortened where it is too deep.
/// At most 288 symbols, whose frequencies sum to less than 2^31.
void huffman_lengths(std::span<const std::uint32_t> frequencies, int length_max, std::span<std::uint8_t> lengths);

/// The canonical code of these lengths (RFC 1951, 3.2.2), bits reversed: the first bit of a code is its lowest.
void huffman_codes(std::span<const std::uint8_t> lengths, std::span<std::uint16_t> codes);

}  // namespace atelier
