#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "imaging/bytes.h"

namespace atelier {

inline constexpr std::string_view png_signature("\x89PNG\r\n\x1a\n", 8);

/// One chunk of a PNG file; the checksum is not looked at.
struct PngChunk {
  std::string_view type;
  ByteView payload;
};

/// Calls visit for each whole chunk after the signature, in order, until it returns false, IEND, or damage.
void for_each_png_chunk(ByteView file, const std::function<bool(const PngChunk&)>& visit);

/// The text of an uncompressed iTXt chunk with this keyword, ≤ 1 MiB; empty if the chunk is another.
std::string_view itxt_value(const PngChunk& chunk, std::string_view keyword);

/// Appends length, type, payload and CRC-32.
void append_png_chunk(Bytes& file, std::string_view type, ByteView payload);
/// Appends an uncompressed iTXt chunk.
void append_itxt(Bytes& file, std::string_view keyword, std::string_view text);

}  // namespace atelier
