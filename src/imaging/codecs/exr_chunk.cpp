#include "imaging/codecs/exr_chunk.h"

#include <zlib.h>

#include <bit>
#include <new>

namespace atelier {
namespace {

constexpr int zip_level = 4;

void append_sample(Bytes& to, float value, bool half_floats) {
  const std::uint32_t bits = half_floats ? half_from_float(value) : std::bit_cast<std::uint32_t>(value);
  for (int shift = 0; shift < (half_floats ? 16 : 32); shift += 8) append_byte(to, bits >> shift);
}

/// Bytes at even places first, then those at odd ones; each as its difference from the one before, plus 128.
Bytes sorted_differences(ByteView raw) {
  Bytes sorted(raw.size());
  const std::size_t half = (raw.size() + 1) / 2;
  for (std::size_t i = 0; i < raw.size(); ++i) sorted[i / 2 + (i % 2 == 0 ? 0 : half)] = raw[i];
  for (std::size_t i = sorted.size() - 1; i > 0; --i) {
    const int difference = std::to_integer<int>(sorted[i]) - std::to_integer<int>(sorted[i - 1]) + 128;
    sorted[i] = static_cast<std::byte>(difference & 0xff);
  }
  return sorted;
}

}  // namespace

std::uint16_t half_from_float(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  const std::uint32_t sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return static_cast<std::uint16_t>(sign | 0x7e00);
  if (magnitude >= 0x477ff000) return static_cast<std::uint16_t>(sign | 0x7c00);
  if (magnitude < 0x38800000) {  // below 2^-14 the steps are 2^-24; the sum rounds to them
    const float rounded = std::bit_cast<float>(magnitude) + 0.5f;
    return static_cast<std::uint16_t>(sign | (std::bit_cast<std::uint32_t>(rounded) - 0x3f000000));
  }
  const std::uint32_t odd = magnitude >> 13 & 1;
  return static_cast<std::uint16_t>(sign | ((magnitude - 0x38000000 + 0xfff + odd) >> 13));
}

Bytes zip_exr_rows(std::span<const float> rows, std::size_t row_samples, std::size_t channels, bool half_floats) {
  Bytes raw;
  raw.reserve(rows.size() * (half_floats ? 2 : 4));
  for (std::size_t row = 0; row < rows.size(); row += row_samples) {
    for (std::size_t channel = channels; channel-- > 0;) {
      for (std::size_t i = channel; i < row_samples; i += channels) append_sample(raw, rows[row + i], half_floats);
    }
  }
  const Bytes sorted = sorted_differences(raw);
  uLongf size = compressBound(sorted.size());
  Bytes packed(size);
  if (compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(sorted.data()),
                sorted.size(), zip_level) != Z_OK) {
    throw std::bad_alloc();
  }
  packed.resize(size);
  return packed.size() < raw.size() ? packed : raw;
}

}  // namespace atelier
