#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace atelier {

/// The content of a file, owned.
using Bytes = std::vector<std::byte>;
/// The content of a file, or a part of it, owned by someone else.
using ByteView = std::span<const std::byte>;

// Callers have checked that the bytes are there.
inline std::uint32_t byte_at(ByteView bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]);
}
inline std::uint32_t big_endian16(ByteView bytes, std::size_t at) {
  return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}
inline std::uint32_t big_endian32(ByteView bytes, std::size_t at) {
  return big_endian16(bytes, at) << 16 | big_endian16(bytes, at + 2);
}
inline std::uint32_t little_endian16(ByteView bytes, std::size_t at) {
  return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8;
}
inline std::uint32_t little_endian32(ByteView bytes, std::size_t at) {
  return little_endian16(bytes, at) | little_endian16(bytes, at + 2) << 16;
}

/// The eight bytes from `at` on.
inline std::uint64_t little_endian64(const std::byte* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

inline ByteView as_byte_view(std::string_view text) {
  return std::as_bytes(std::span(text));
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline bool begins_with(ByteView bytes, std::string_view start) {
  return as_text(bytes).starts_with(start);
}

inline void append(Bytes& to, ByteView more) {
  to.insert(to.end(), more.begin(), more.end());
}
inline void append(Bytes& to, std::string_view more) {
  append(to, as_byte_view(more));
}
inline void append_byte(Bytes& to, std::uint32_t value) {
  to.push_back(static_cast<std::byte>(value & 0xff));
}
inline void append_big_endian32(Bytes& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) append_byte(to, value >> shift);
}

}  // namespace atelier
