#include "imaging/png_filter.h"

#include <algorithm>
#include <array>
#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "imaging/png_filter.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The predictors: what a byte is expected to be, from its left, above and above-left neighbours.
struct None {
  template <class D, class V>
  V operator()(D d, V, V, V) const {
    return hn::Zero(d);
  }
};

struct Sub {
  template <class D, class V>
  V operator()(D, V left, V, V) const {
    return left;
  }
};

struct Up {
  template <class D, class V>
  V operator()(D, V, V above, V) const {
    return above;
  }
};

struct Average {  // rounded down
  template <class D, class V>
  V operator()(D d, V left, V above, V) const {
    return hn::Sub(hn::AverageRound(left, above), hn::And(hn::Xor(left, above), hn::Set(d, std::uint8_t{1})));
  }
};

template <class V>
V distance(V a, V b) {
  return hn::Sub(hn::Max(a, b), hn::Min(a, b));
}

// The neighbour nearest to left + above - corner; ties go to left, then above. In 8 bits: where left and above lie on
// one side of the corner their distances add up (saturation keeps the order), else they cancel.
struct Paeth {
  template <class D, class V>
  V operator()(D d, V left, V above, V corner) const {
    const V to_left = distance(above, corner), to_above = distance(left, corner);
    const auto left_higher = hn::VecFromMask(d, hn::Eq(hn::Max(left, corner), left));
    const auto above_higher = hn::VecFromMask(d, hn::Eq(hn::Max(above, corner), above));
    const V opposite = hn::Xor(left_higher, above_higher);
    const V to_corner =
        hn::IfThenElse(hn::MaskFromVec(opposite), distance(to_left, to_above), hn::SaturatedAdd(to_left, to_above));
    const V least = hn::Min(to_left, hn::Min(to_above, to_corner));
    const V rest = hn::IfThenElse(hn::Eq(to_above, hn::Min(to_above, to_corner)), above, corner);
    return hn::IfThenElse(hn::Eq(to_left, least), left, rest);
  }
};

template <class Predictor>
void subtract(const std::uint8_t* row, const std::uint8_t* above, int pixel_bytes, std::size_t count,
              std::uint8_t* out) {
  const Predictor predict;
  const hn::ScalableTag<std::uint8_t> d;
  const hn::CappedTag<std::uint8_t, 1> d1;
  const std::size_t lanes = hn::Lanes(d), pixel = static_cast<std::size_t>(pixel_bytes);
  std::size_t i = 0;
  for (; i < std::min(pixel, count); ++i) {  // nothing to the left
    const auto zero = hn::Zero(d1);
    const auto guess = predict(d1, zero, hn::LoadU(d1, above + i), zero);
    out[i] = static_cast<std::uint8_t>(row[i] - hn::GetLane(guess));
  }
  for (; i + lanes <= count; i += lanes) {
    const auto guess =
        predict(d, hn::LoadU(d, row + i - pixel), hn::LoadU(d, above + i), hn::LoadU(d, above + i - pixel));
    hn::StoreU(hn::Sub(hn::LoadU(d, row + i), guess), d, out + i);
  }
  for (; i < count; ++i) {
    const auto guess =
        predict(d1, hn::LoadU(d1, row + i - pixel), hn::LoadU(d1, above + i), hn::LoadU(d1, above + i - pixel));
    out[i] = static_cast<std::uint8_t>(row[i] - hn::GetLane(guess));
  }
}

void filter_bytes(PngFilter filter, const std::uint8_t* row, const std::uint8_t* above, int pixel_bytes,
                  std::size_t count, std::uint8_t* out) {
  switch (filter) {
    case PngFilter::none:
      return subtract<None>(row, above, pixel_bytes, count, out);
    case PngFilter::sub:
      return subtract<Sub>(row, above, pixel_bytes, count, out);
    case PngFilter::up:
      return subtract<Up>(row, above, pixel_bytes, count, out);
    case PngFilter::average:
      return subtract<Average>(row, above, pixel_bytes, count, out);
    case PngFilter::paeth:
      return subtract<Paeth>(row, above, pixel_bytes, count, out);
  }
}

void swap_bytes(const std::uint16_t* samples, std::size_t count, std::uint8_t* out) {
  std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<std::uint16_t> d;
  const hn::Repartition<std::uint8_t, decltype(d)> d8;
  for (const std::size_t lanes = hn::Lanes(d); i + lanes <= count; i += lanes) {
    const auto words = hn::LoadU(d, samples + i);
    hn::StoreU(hn::BitCast(d8, hn::Or(hn::ShiftLeft<8>(words), hn::ShiftRight<8>(words))), d8, out + 2 * i);
  }
#endif
  for (; i < count; ++i) {
    out[2 * i] = static_cast<std::uint8_t>(samples[i] >> 8);
    out[2 * i + 1] = static_cast<std::uint8_t>(samples[i]);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace atelier
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {

HWY_EXPORT(filter_bytes);
HWY_EXPORT(swap_bytes);

namespace {

static_assert(std::endian::native == std::endian::little, "swap_bytes takes little-endian samples");

constexpr int sample_step = 16;  // every so many rows are looked at for the choice

/// 256 times log2 of n ≥ 1, by whole numbers only: the same choice on every CPU.
std::uint64_t log2_times_256(std::uint64_t n) {
  const int whole = std::bit_width(n) - 1;
  std::uint64_t mantissa = whole >= 31 ? n >> (whole - 31) : n << (31 - whole), fraction = 0;  // 1.31 fixed point
  for (int bit = 0; bit < 8; ++bit) {
    mantissa = mantissa * mantissa >> 31;
    fraction <<= 1;
    if (mantissa >> 32) {
      mantissa >>= 1;
      fraction |= 1;
    }
  }
  return static_cast<std::uint64_t>(whole) << 8 | fraction;
}

/// 256 times the bits that an ideal code of these bytes takes.
std::uint64_t entropy(const std::array<std::array<std::uint32_t, 256>, 4>& counts, std::uint64_t total) {
  std::uint64_t sum = total * log2_times_256(std::max<std::uint64_t>(total, 1));
  for (int i = 0; i < 256; ++i) {
    const std::uint64_t count = std::uint64_t{counts[0][i]} + counts[1][i] + counts[2][i] + counts[3][i];
    if (count > 0) sum -= count * log2_times_256(count);
  }
  return sum;
}

}  // namespace

PngRows::PngRows(const Image& image, int begin, int end)
    : count_(end - begin),
      pixel_bytes_(static_cast<int>(image.channels() * atelier::sample_bytes(image.type()))),
      sample_bytes_(static_cast<int>(atelier::sample_bytes(image.type()))),
      row_bytes_(image.row_bytes()) {
  const int copied_from = begin == 0 ? 0 : begin - 1;
  if (image.type() == SampleType::u16) {
    own_.resize(row_bytes_ * (end - begin + 1));
    std::uint8_t* to = own_.data() + (begin == 0 ? row_bytes_ : 0);
    HWY_DYNAMIC_DISPATCH(swap_bytes)
    (image.row<std::uint16_t>(copied_from), image.row_samples() * (end - copied_from), to);
    above_ = own_.data();
    first_ = own_.data() + row_bytes_;
    return;
  }
  if (begin == 0) own_.resize(row_bytes_);
  first_ = image.row<std::uint8_t>(begin);
  above_ = begin == 0 ? own_.data() : image.row<std::uint8_t>(begin - 1);
}

void filter_row(const PngRows& rows, int y, PngFilter filter, std::uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(filter_bytes)
  (filter, rows.row(y), rows.row(y - 1), rows.pixel_bytes(), rows.row_bytes(), out);
}

PngFilter choose_filter(const PngRows& rows) {
  std::vector<std::uint8_t> filtered(rows.row_bytes());
  PngFilter best = PngFilter::up;
  std::uint64_t least = ~std::uint64_t{0};
  for (const PngFilter filter :
       {PngFilter::up, PngFilter::average, PngFilter::paeth, PngFilter::sub, PngFilter::none}) {
    std::array<std::array<std::uint32_t, 256>, 4> counts{};
    std::uint64_t total = 0;
    for (int y = std::min(sample_step / 2, rows.count() - 1); y < rows.count(); y += sample_step) {
      filter_row(rows, y, filter, filtered.data());
      for (std::size_t i = 0; i < filtered.size(); ++i) ++counts[i & 3][filtered[i]];
      total += filtered.size();
    }
    const std::uint64_t bits = entropy(counts, total);
    if (bits < least) {
      least = bits;
      best = filter;
    }
  }
  return best;
}

}  // namespace atelier
#endif
