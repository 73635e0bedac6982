#include "imaging/codecs/riff.h"

namespace atelier {
namespace {

constexpr std::size_t file_header_bytes = 12, chunk_header_bytes = 8;
constexpr std::uint32_t has_alpha = 0x10, has_xmp = 0x04;

void append_little_endian32(Bytes& to, std::uint32_t value) {
  for (int shift = 0; shift < 32; shift += 8) append_byte(to, value >> shift);
}

void append_chunk(Bytes& to, std::string_view name, ByteView payload) {
  append(to, name);
  append_little_endian32(to, static_cast<std::uint32_t>(payload.size()));
  append(to, payload);
  if (payload.size() % 2 != 0) append_byte(to, 0);
}

// The alpha bit of a lossless bitstream follows its signature and two sides of 14 bits (RFC 9649, 3.4).
bool lossless_with_alpha(ByteView bitstream) {
  return bitstream.size() >= 5 && (byte_at(bitstream, 4) & 0x10) != 0;
}

Bytes extended_header(ByteView webp, int width_px, int height_px) {
  Bytes header;
  append_byte(header, has_xmp | (lossless_with_alpha(riff_chunk(webp, "VP8L")) ? has_alpha : 0));
  for (int i = 0; i < 3; ++i) append_byte(header, 0);
  for (const int side : {width_px, height_px}) {
    for (int shift = 0; shift < 24; shift += 8) append_byte(header, static_cast<std::uint32_t>(side - 1) >> shift);
  }
  return header;
}

}  // namespace

ByteView riff_chunk(ByteView file, std::string_view name) {
  std::size_t at = file_header_bytes;
  while (at + chunk_header_bytes <= file.size()) {
    const std::size_t length = little_endian32(file, at + 4);
    if (length > file.size() - at - chunk_header_bytes) return {};
    if (as_text(file.subspan(at, 4)) == name) return file.subspan(at + chunk_header_bytes, length);
    at += chunk_header_bytes + length + length % 2;
  }
  return {};
}

Bytes with_xmp_chunk(ByteView webp, std::string_view xmp, int width_px, int height_px) {
  Bytes file(webp.begin(), webp.begin() + file_header_bytes);
  if (riff_chunk(webp, "VP8X").empty()) {
    append_chunk(file, "VP8X", extended_header(webp, width_px, height_px));
    append(file, webp.subspan(file_header_bytes));
  } else {  // then it is the first
    append(file, webp.subspan(file_header_bytes));
    file[file_header_bytes + chunk_header_bytes] |= static_cast<std::byte>(has_xmp);
  }
  append_chunk(file, "XMP ", as_byte_view(xmp));
  const auto size = static_cast<std::uint32_t>(file.size() - 8);
  for (int i = 0; i < 4; ++i) file[4 + i] = static_cast<std::byte>(size >> (8 * i) & 0xff);
  return file;
}

}  // namespace atelier
