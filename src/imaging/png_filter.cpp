#include "imaging/png_filter.h"

#include <bit>
#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "imaging/png_filter.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

void subtract_bytes(const std::uint8_t* row, const std::uint8_t* above, std::size_t count, std::uint8_t* out) {
  const hn::ScalableTag<std::uint8_t> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hn::StoreU(hn::Sub(hn::LoadU(d, row + i), hn::LoadU(d, above + i)), d, out + i);
  }
  for (; i < count; ++i) out[i] = static_cast<std::uint8_t>(row[i] - above[i]);
}

// Samples are little-endian in memory: high and low bytes are subtracted apart, then swapped.
void subtract_words(const std::uint16_t* row, const std::uint16_t* above, std::size_t count, std::uint8_t* out) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint16_t> d;
  const hn::Repartition<std::uint8_t, decltype(d)> d8;
  const std::size_t lanes = hn::Lanes(d);
  for (; i + lanes <= count; i += lanes) {
    const auto bytes = hn::Sub(hn::BitCast(d8, hn::LoadU(d, row + i)), hn::BitCast(d8, hn::LoadU(d, above + i)));
    const auto words = hn::BitCast(d, bytes);
    hn::StoreU(hn::BitCast(d8, hn::Or(hn::ShiftLeft<8>(words), hn::ShiftRight<8>(words))), d8, out + 2 * i);
  }
#endif
  for (; i < count; ++i) {
    out[2 * i] = static_cast<std::uint8_t>((row[i] >> 8) - (above[i] >> 8));
    out[2 * i + 1] = static_cast<std::uint8_t>(row[i] - above[i]);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace atelier
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {
namespace {

constexpr std::uint8_t filter_none = 0, filter_up = 2;

// The first row has nothing above it; with the filter none it is stored as it is.
void store_first_row(const Image& image, std::uint8_t* out) {
  if (image.type() == SampleType::u8) {
    std::memcpy(out, image.data(), image.row_bytes());
    return;
  }
  const std::uint16_t* row = image.row<std::uint16_t>(0);
  for (std::size_t i = 0; i < image.row_samples(); ++i) {
    out[2 * i] = static_cast<std::uint8_t>(row[i] >> 8);
    out[2 * i + 1] = static_cast<std::uint8_t>(row[i]);
  }
}

}  // namespace

HWY_EXPORT(subtract_bytes);
HWY_EXPORT(subtract_words);

void filter_rows_up(const Image& image, int begin, int end, std::byte* bytes) {
  static_assert(std::endian::native == std::endian::little, "subtract_words needs little-endian samples");
  auto* out = reinterpret_cast<std::uint8_t*>(bytes);
  for (int y = begin; y < end; ++y, out += image.row_bytes() + 1) {
    *out = y == 0 ? filter_none : filter_up;
    if (y == 0) {
      store_first_row(image, out + 1);
    } else if (image.type() == SampleType::u8) {
      HWY_DYNAMIC_DISPATCH(subtract_bytes)
      (image.row<std::uint8_t>(y), image.row<std::uint8_t>(y - 1), image.row_samples(), out + 1);
    } else {
      HWY_DYNAMIC_DISPATCH(subtract_words)
      (image.row<std::uint16_t>(y), image.row<std::uint16_t>(y - 1), image.row_samples(), out + 1);
    }
  }
}

}  // namespace atelier
#endif
