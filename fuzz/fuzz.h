#pragma once

#include <cstddef>
#include <cstdint>

#include "imaging/bytes.h"

namespace atelier::fuzz {

/// The input as the readers take it.
inline ByteView view(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const std::byte*>(data), size};
}

/// Feeds one input to the decoder of a format; -1 for input of another format, which is not to be kept. What is decoded
/// must be what the header promised.
int decode(const char* format, const std::uint8_t* data, std::size_t size);

}  // namespace atelier::fuzz
