// Whole rows between light and sRGB, by tables that are indexed with the leading bits of the float.

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>

#include "imaging/color.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "imaging/srgb_bulk.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include <hwy/highway.h>

#ifndef ATELIER_SRGB_TABLES
#define ATELIER_SRGB_TABLES
namespace atelier {
namespace {

constexpr float below_one = 0x1.fffffep-1f;
constexpr std::uint32_t low_bits = 0xffff;  // what is left of the mantissa below the bucket's 7 bits

// Buckets of 8 bit encoding cover 2^-13 (level 0.40) to 1; none holds more than one step between levels.
constexpr float first8 = 0x1p-13f;
constexpr int buckets8 = 13 * 128;
// Buckets of 16 bit encoding cover 2^-9 to 1; below 0.0031308 the curve is a line.
constexpr float first16 = 0x1p-9f;
constexpr int buckets16 = 9 * 128;
constexpr float line_end = 0.0031308f;

// level << 16, plus 2^16 less the low bits at which the next level begins: adding a float's low bits carries at the
// step.
using Table8 = std::array<std::uint32_t, buckets8>;

Table8 make_table8() {
  Table8 table;
  int level = 0;
  const auto next_step = [&] { return static_cast<float>(srgb_decode((level + 0.5) / 255)); };
  for (int i = 0; i < buckets8; ++i) {
    const std::uint32_t begin = std::bit_cast<std::uint32_t>(first8) + (static_cast<std::uint32_t>(i) << 16);
    const std::uint32_t step = level < 255 ? std::bit_cast<std::uint32_t>(next_step()) : 0xffffffff;
    table[i] = static_cast<std::uint32_t>(level) << 16;
    if (step - begin <= low_bits) {
      table[i] += 0x10000 - (step - begin);
      ++level;
    }
  }
  return table;
}

const Table8& table8() {
  static const Table8 table = make_table8();
  return table;
}

// A chord for each bucket, lifted by half of its greatest distance from the curve.
struct Table16 {
  std::array<float, buckets16> start, slope;
};

Table16 make_table16() {
  Table16 table;
  for (int i = 0; i < buckets16; ++i) {
    const std::uint32_t begin = std::bit_cast<std::uint32_t>(first16) + (static_cast<std::uint32_t>(i) << 16);
    const double x0 = std::bit_cast<float>(begin), x1 = std::bit_cast<float>(begin + 0x10000);
    const double y0 = srgb_encode(x0), y1 = srgb_encode(x1), middle = srgb_encode((x0 + x1) / 2);
    const double lift = x0 < line_end ? 0 : (middle - (y0 + y1) / 2) / 2;
    table.start[i] = static_cast<float>((y0 + lift) * 65535 + 0.5);
    table.slope[i] = static_cast<float>((y1 - y0) / (x1 - x0) * 65535);
  }
  return table;
}

const Table16& table16() {
  static const Table16 table = make_table16();
  return table;
}

}  // namespace
}  // namespace atelier
#endif

HWY_BEFORE_NAMESPACE();
namespace atelier {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// NaN compares false and so becomes `low`.
template <class D, class V = hn::Vec<D>>
V clamp_to(D d, V x, float low, float high) {
  x = hn::IfThenElse(hn::Gt(x, hn::Set(d, low)), x, hn::Set(d, low));
  return hn::IfThenElse(hn::Lt(x, hn::Set(d, high)), x, hn::Set(d, high));
}

template <class D>
hn::Vec<hn::RebindToUnsigned<D>> encode8(D d, const std::uint32_t* table, hn::Vec<D> linear) {
  const hn::RebindToUnsigned<D> du;
  const auto bits = hn::BitCast(du, clamp_to(d, linear, first8, below_one));
  const auto bucket = hn::ShiftRight<16>(hn::Sub(bits, hn::Set(du, std::bit_cast<std::uint32_t>(first8))));
  const auto entry = hn::GatherIndex(du, table, hn::BitCast(hn::RebindToSigned<D>(), bucket));
  return hn::ShiftRight<16>(hn::Add(entry, hn::And(bits, hn::Set(du, low_bits))));
}

template <class D>
hn::Vec<hn::RebindToSigned<D>> encode16(D d, const Table16& table, hn::Vec<D> linear) {
  const hn::RebindToUnsigned<D> du;
  const hn::RebindToSigned<D> di;
  const auto light = clamp_to(d, linear, 0.0f, below_one);
  const auto x = clamp_to(d, light, first16, below_one);
  const auto bits = hn::BitCast(du, x);
  const auto bucket =
      hn::BitCast(di, hn::ShiftRight<16>(hn::Sub(bits, hn::Set(du, std::bit_cast<std::uint32_t>(first16)))));
  const auto begin = hn::BitCast(d, hn::AndNot(hn::Set(du, low_bits), bits));
  const auto rise = hn::Mul(hn::Sub(x, begin), hn::GatherIndex(d, table.slope.data(), bucket));
  const auto curve = hn::Add(hn::GatherIndex(d, table.start.data(), bucket), rise);
  const auto line = hn::Add(hn::Mul(light, hn::Set(d, 12.92f * 65535)), hn::Set(d, 0.5f));
  return hn::ConvertTo(di, hn::IfThenElse(hn::Gt(light, hn::Set(d, line_end)), curve, line));
}

void encode_row8(const float* linear, std::uint8_t* encoded, std::size_t count) {
  const std::uint32_t* table = table8().data();
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> d1;
  const hn::Rebind<std::uint8_t, decltype(d)> d8;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    const auto level = encode8(d, table, hn::LoadU(d, linear + i));
    hn::StoreU(hn::DemoteTo(d8, hn::BitCast(hn::RebindToSigned<decltype(d)>(), level)), d8, encoded + i);
  }
  for (; i < count; ++i) {
    encoded[i] = static_cast<std::uint8_t>(hn::GetLane(encode8(d1, table, hn::LoadU(d1, linear + i))));
  }
}

void encode_row16(const float* linear, std::uint16_t* encoded, std::size_t count) {
  const Table16& table = table16();
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 1> d1;
  const hn::Rebind<std::uint16_t, decltype(d)> d16;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    hn::StoreU(hn::DemoteTo(d16, encode16(d, table, hn::LoadU(d, linear + i))), d16, encoded + i);
  }
  for (; i < count; ++i) {
    encoded[i] = static_cast<std::uint16_t>(hn::GetLane(encode16(d1, table, hn::LoadU(d1, linear + i))));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace atelier
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace atelier {

HWY_EXPORT(encode_row8);
HWY_EXPORT(encode_row16);

void encode_srgb(std::span<const float> linear, std::span<std::uint8_t> encoded) {
  HWY_DYNAMIC_DISPATCH(encode_row8)(linear.data(), encoded.data(), linear.size());
}

void encode_srgb(std::span<const float> linear, std::span<std::uint16_t> encoded) {
  HWY_DYNAMIC_DISPATCH(encode_row16)(linear.data(), encoded.data(), linear.size());
}

const float* srgb_decode_table() {
  static const auto table = [] {
    std::array<float, 256> levels;
    for (int i = 0; i < 256; ++i) levels[i] = static_cast<float>(srgb_decode(i / 255.0));
    return levels;
  }();
  return table.data();
}

void decode_srgb(std::span<const std::uint8_t> encoded, std::span<float> linear) {
  const float* table = srgb_decode_table();
  for (std::size_t i = 0; i < encoded.size(); ++i) linear[i] = table[encoded[i]];
}

void decode_srgb(std::span<const std::uint16_t> encoded, std::span<float> linear) {
  static const auto table = [] {
    auto levels = std::make_unique<float[]>(65536);
    for (int i = 0; i < 65536; ++i) levels[i] = static_cast<float>(srgb_decode(i / 65535.0));
    return levels;
  }();
  for (std::size_t i = 0; i < encoded.size(); ++i) linear[i] = table[encoded[i]];
}

}  // namespace atelier
#endif
