#include "imaging/png_chunks.h"

#include <zlib.h>

namespace atelier {
namespace {

constexpr std::size_t text_bytes_max = std::size_t{1} << 20;

}  // namespace

void for_each_png_chunk(ByteView file, const std::function<bool(const PngChunk&)>& visit) {
  std::size_t at = png_signature.size();
  while (at + 12 <= file.size()) {
    const std::size_t length = big_endian32(file, at);
    if (length > file.size() - at - 12) return;
    const PngChunk chunk{as_text(file.subspan(at + 4, 4)), file.subspan(at + 8, length)};
    if (!visit(chunk) || chunk.type == "IEND") return;
    at += 12 + length;
  }
}

std::string_view itxt_value(const PngChunk& chunk, std::string_view keyword) {
  std::string_view rest = as_text(chunk.payload);
  if (chunk.type != "iTXt" || rest.size() > text_bytes_max) return {};
  if (!rest.starts_with(keyword) || rest.size() < keyword.size() + 3 || rest[keyword.size()] != 0) return {};
  if (rest[keyword.size() + 1] != 0) return {};  // compressed
  rest.remove_prefix(keyword.size() + 3);
  for (int i = 0; i < 2; ++i) {  // language tag and translated keyword
    const auto end = rest.find('\0');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  return rest;
}

void append_png_chunk(Bytes& file, std::string_view type, ByteView payload) {
  append_big_endian32(file, static_cast<std::uint32_t>(payload.size()));
  const std::size_t start = file.size();
  append(file, type);
  append(file, payload);
  const uLong sum = crc32_z(0, reinterpret_cast<const Bytef*>(file.data() + start), file.size() - start);
  append_big_endian32(file, static_cast<std::uint32_t>(sum));
}

void append_itxt(Bytes& file, std::string_view keyword, std::string_view text) {
  Bytes payload;
  append(payload, keyword);
  append(payload, std::string_view("\0\0\0\0\0", 5));  // end of keyword, not compressed, method, language, translation
  append(payload, text);
  append_png_chunk(file, "iTXt", payload);
}

}  // namespace atelier
