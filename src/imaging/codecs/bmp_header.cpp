#include <bit>

#include "imaging/codecs/bmp.h"
#include "imaging/codecs/codecs.h"

namespace atelier {
namespace {

constexpr std::size_t file_header_bytes = 14, core_bytes = 12, info_bytes = 40, os2_bytes = 64, v5_bytes = 124;
constexpr std::uint32_t profile_embedded = 0x4d424544;  // "MBED"

/// Where things lie, from the first byte of the file.
struct Places {
  std::size_t header = file_header_bytes, header_size = 0, masks = 0, palette = 0, pixels = 0;
  std::size_t color_size = 4, colors_used = 0;
};

bool known_bits(int bits) {
  return bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
}

bool packing_fits(const BmpHeader& header) {
  switch (header.packing) {
    case BmpPacking::none:
      return true;
    case BmpPacking::rle8:
      return header.bits == 8;
    case BmpPacking::rle4:
      return header.bits == 4;
    default:
      return header.bits == 16 || header.bits == 32;
  }
}

Error not_read(std::string_view what, std::uint32_t packing) {
  return fail(ErrorKind::unsupported,
              {"{}: a BMP with packing {} is not read; plain, RLE and bit fields are",
               "{}: BMP со сжатием {} не читается; читаются простые, RLE и с битовыми полями",
               "{}: 압축 {}인 BMP는 읽지 않습니다. 일반, RLE, 비트 필드만 읽습니다"},
              what, packing);
}

Result<void> read_core(ByteView file, BmpHeader& header, Places& places) {
  header.width = static_cast<int>(little_endian16(file, places.header + 4));
  header.height = static_cast<int>(little_endian16(file, places.header + 6));
  header.bits = static_cast<int>(little_endian16(file, places.header + 10));
  places.color_size = 3;
  return ok();
}

Result<void> read_info(ByteView file, std::string_view what, BmpHeader& header, Places& places) {
  const auto u32 = [&](std::size_t at) { return little_endian32(file, places.header + at); };
  header.width = std::bit_cast<std::int32_t>(u32(4));
  const auto height = std::bit_cast<std::int32_t>(u32(8));
  header.top_down = height < 0;
  header.height = height == INT32_MIN ? 0 : std::abs(height);
  header.bits = static_cast<int>(little_endian16(file, places.header + 14));
  const std::uint32_t packing = u32(16);
  const bool os2_only = places.header_size == os2_bytes && packing > 2;
  if (packing == 4 || packing == 5 || packing > 6 || os2_only) return not_read(what, packing);
  header.packing = static_cast<BmpPacking>(packing);
  header.pixels_per_metre = std::max(0, std::bit_cast<std::int32_t>(u32(24)));
  places.colors_used = u32(32);
  return ok();
}

bool make_field(std::uint32_t mask, BmpField& field) {
  if (mask == 0) return true;
  field.shift = std::countr_zero(mask);
  field.max = mask >> field.shift;
  return std::has_single_bit(std::uint64_t{field.max} + 1);
}

bool read_fields(ByteView file, BmpHeader& header, Places& places) {
  std::array<std::uint32_t, 4> masks = {0xff0000, 0xff00, 0xff, 0};
  if (header.bits == 16) masks = {0x7c00, 0x3e0, 0x1f, 0};
  if (header.packing == BmpPacking::bit_fields || header.packing == BmpPacking::alpha_bit_fields) {
    const bool inside = places.header_size >= 52;
    const bool alpha = inside ? places.header_size >= 56 : header.packing == BmpPacking::alpha_bit_fields;
    const std::size_t at = places.header + info_bytes, count = alpha ? 4 : 3;
    if (at + count * 4 > file.size()) return false;
    for (std::size_t i = 0; i < count; ++i) masks[i] = little_endian32(file, at + i * 4);
    if (!inside) places.palette += count * 4;
  }
  for (int i = 0; i < 4; ++i) {
    if (!make_field(masks[i], header.fields[i])) return false;
    if (std::uint64_t{masks[i]} >> header.bits != 0) return false;
  }
  return true;
}

void read_palette(ByteView file, const Places& places, BmpHeader& header) {
  std::size_t count = std::size_t{1} << header.bits;
  if (places.colors_used > 0) count = std::min(count, places.colors_used);
  count = std::min(count, (places.pixels - places.palette) / places.color_size);
  for (std::size_t i = 0; i < count; ++i) {
    const ByteView entry = file.subspan(places.palette + i * places.color_size, 3);
    header.colors.push_back({static_cast<std::uint8_t>(entry[2]), static_cast<std::uint8_t>(entry[1]),
                             static_cast<std::uint8_t>(entry[0])});
  }
}

void find_profile(ByteView file, const Places& places, BmpHeader& header) {
  if (places.header_size < v5_bytes || little_endian32(file, places.header + 56) != profile_embedded) return;
  const std::size_t at = places.header + little_endian32(file, places.header + 112);
  const std::size_t size = little_endian32(file, places.header + 116);
  if (at <= file.size() && size <= file.size() - at) header.profile = file.subspan(at, size);
}

}  // namespace

Result<BmpHeader> read_bmp_header(ByteView file, std::string_view what) {
  Places places;
  places.header_size = little_endian32(file, places.header);
  places.palette = places.header + places.header_size;
  places.pixels = little_endian32(file, 10);
  if (places.palette > file.size()) return damaged_picture(what, "the file is cut off");
  BmpHeader header;
  if (places.header_size == core_bytes) {
    TRY_VOID(read_core(file, header, places));
  } else {
    TRY_VOID(read_info(file, what, header, places));
  }
  if (header.width < 1 || header.height < 1) {
    return damaged_picture(what, fmt::format("{} × {} pixels", header.width, header.height));
  }
  if (!known_bits(header.bits) || !packing_fits(header)) {
    return damaged_picture(what, fmt::format("{} bits a pixel", header.bits));
  }
  if (header.bits > 8 && header.bits != 24 && !read_fields(file, header, places)) {
    return damaged_picture(what, "bit fields");
  }
  if (places.pixels < places.palette || places.pixels > file.size()) {
    return damaged_picture(what, "its pixels lie outside the file");
  }
  if (header.bits <= 8) read_palette(file, places, header);
  find_profile(file, places, header);
  header.pixels = file.subspan(places.pixels);
  if (!header.run_lengths() && header.row_bytes() * header.height > header.pixels.size()) {
    return damaged_picture(what, "the file is cut off");
  }
  return header;
}

}  // namespace atelier
