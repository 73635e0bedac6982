#include <spng.h>

#include <cstring>
#include <memory>

#include "imaging/codecs/codecs.h"
#include "imaging/orientation.h"
#include "imaging/png_chunks.h"

namespace atelier {
namespace {

constexpr std::uint32_t dimension_max = 0x7fffffff;
constexpr std::size_t chunk_bytes_max = std::size_t{16} << 20;
constexpr int rows_between_checks = 64;

enum PngColor { grey = 0, rgb = 2, palette = 3, grey_alpha = 4, rgb_alpha = 6 };

struct Header {
  std::uint32_t width, height, bits, color_type, interlace;
};

bool depth_allowed(const Header& header) {
  switch (header.color_type) {
    case grey:
      return header.bits == 1 || header.bits == 2 || header.bits == 4 || header.bits == 8 || header.bits == 16;
    case palette:
      return header.bits == 1 || header.bits == 2 || header.bits == 4 || header.bits == 8;
    case rgb:
    case grey_alpha:
    case rgb_alpha:
      return header.bits == 8 || header.bits == 16;
    default:
      return false;
  }
}

Result<Header> read_header(ByteView file, std::string_view what) {
  if (file.size() < 33 || big_endian32(file, 8) != 13 || as_text(file.subspan(12, 4)) != "IHDR") {
    return damaged_picture(what, "PNG header cut or missing");
  }
  const Header header{big_endian32(file, 16), big_endian32(file, 20), byte_at(file, 24), byte_at(file, 25),
                      byte_at(file, 28)};
  if (header.width == 0 || header.height == 0 || header.width > dimension_max || header.height > dimension_max) {
    return damaged_picture(what, fmt::format("{} × {} pixels", header.width, header.height));
  }
  if (!depth_allowed(header) || header.interlace > 1) {
    return damaged_picture(what, fmt::format("colour type {} with {} bits, interlace {}", header.color_type,
                                             header.bits, header.interlace));
  }
  return header;
}

struct Layout {
  std::string_view name;
  int channels;         // once decoded, without tRNS
  int stored_channels;  // samples of a pixel in the file
};

Layout layout_of(std::uint32_t color_type) {
  switch (color_type) {
    case grey:
      return {"grey", 1, 1};
    case palette:
      return {"palette", 3, 1};
    case grey_alpha:
      return {"grey+alpha", 2, 2};
    case rgb_alpha:
      return {"RGBA", 4, 4};
    default:
      return {"RGB", 3, 3};
  }
}

void note_chunk(const PngChunk& chunk, ImageInfo& info) {
  if (chunk.type == "tRNS" && (info.channels == 1 || info.channels == 3)) ++info.channels;
  if (chunk.type == "iCCP") {
    info.has_icc = true;
    info.color = "ICC profile";
  }
  if (chunk.type == "sRGB" && !info.has_icc) info.color = "sRGB";
  if (chunk.type == "gAMA" && info.color == "not stated") info.color = "gamma";
  if (chunk.type == "eXIf" && !info.has_exif) {
    info.has_exif = true;
    info.orientation = exif_orientation(chunk.payload);
  }
  if (!itxt_value(chunk, "XML:com.adobe.xmp").empty()) info.has_xmp = true;
  if (!itxt_value(chunk, "atelier").empty()) info.has_recipe = true;
  if (chunk.type == "pHYs" && chunk.payload.size() == 9 && byte_at(chunk.payload, 8) == 1) {
    info.pixels_per_metre = big_endian32(chunk.payload, 0);
  }
}

using Context = std::unique_ptr<spng_ctx, void (*)(spng_ctx*)>;

// Where samples are already as wanted, FMT_PNG only swaps bytes to the machine's order; palette indexes stay packed.
int output_format(const ImageInfo& info) {
  const bool wide = info.type == SampleType::u16;
  if (info.layout == "grey" && info.channels == 2) return wide ? SPNG_FMT_GA16 : SPNG_FMT_GA8;
  if (info.layout == "RGB" && info.channels == 4) return wide ? SPNG_FMT_RGBA16 : SPNG_FMT_RGBA8;
  return info.layout == "grey" && !wide ? SPNG_FMT_G8 : SPNG_FMT_PNG;
}

Error decode_error(int code, std::string_view what) {
  if (code == SPNG_EMEM) {
    return fail(ErrorKind::exhausted, {"{}: not enough memory", "{}: не хватает памяти", "{}: 메모리가 부족합니다"},
                what);
  }
  if (code == SPNG_IO_EOF) return damaged_picture(what, "the file is cut off");
  return damaged_picture(what, spng_strerror(code));
}

Result<void> decode_rows(spng_ctx* context, Image& image, std::string_view what, const RunContext& run) {
  for (int done = 0;; ++done) {
    if (done % rows_between_checks == 0) TRY_VOID(run.check());
    spng_row_info row;
    int code = spng_get_row_info(context, &row);
    if (code == 0) code = spng_decode_row(context, image.data() + image.row_bytes() * row.row_num, image.row_bytes());
    if (code == SPNG_EOI) return ok();
    if (code != 0) return decode_error(code, what);
  }
}

// libspng takes an index beyond the palette for black; it is an error (W3C PNG, 11.2.2). `packed` has several to a
// byte.
Result<Image> look_up(spng_ctx* context, const Image& packed, const ImageInfo& info, int width, std::string_view what) {
  spng_plte palette{};
  spng_trns transparency{};
  if (const int code = spng_get_plte(context, &palette); code != 0) return decode_error(code, what);
  if (info.channels == 4) spng_get_trns(context, &transparency);
  Image image(width, packed.height(), info.channels, SampleType::u8, info.meaning);
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* from = packed.row<std::uint8_t>(y);
    std::uint8_t* to = image.row<std::uint8_t>(y);
    for (int x = 0; x < width; ++x, to += info.channels) {
      const int bit = x * info.bits;
      const unsigned index = from[bit / 8] >> (8 - info.bits - bit % 8) & ((1u << info.bits) - 1);
      if (index >= palette.n_entries) {
        return damaged_picture(what, fmt::format("colour {} of a palette of {}", index, palette.n_entries));
      }
      const spng_plte_entry& color = palette.entries[index];
      to[0] = color.red;
      to[1] = color.green;
      to[2] = color.blue;
      if (info.channels == 4) to[3] = index < transparency.n_type3_entries ? transparency.type3_alpha[index] : 255;
    }
  }
  return image;
}

}  // namespace

Result<ImageInfo> inspect_png(ByteView file, std::string_view what) {
  TRY(const Header header, read_header(file, what));
  const Layout layout = layout_of(header.color_type);
  ImageInfo info;
  info.width_px = static_cast<int>(header.width);
  info.height_px = static_cast<int>(header.height);
  info.bits = static_cast<int>(header.bits);
  info.type = header.bits == 16 ? SampleType::u16 : SampleType::u8;
  info.channels = layout.channels;
  info.layout = layout.name;
  info.color = "not stated";
  info.interlaced = header.interlace == 1;
  info.stored_bytes = (std::uint64_t{header.width} * header.bits * layout.stored_channels + 7) / 8 * header.height;
  for_each_png_chunk(file, [&](const PngChunk& chunk) {
    note_chunk(chunk, info);
    return true;
  });
  if (info.orientation >= 5) std::swap(info.width_px, info.height_px);
  if (info.has_recipe && info.color == "not stated") {  // our writer labels colour and nothing else
    info.color = "data";
    info.meaning = ColorMeaning::data;
  }
  return info;
}

Result<Decoded> decode_png(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run) {
  TRY(const Header header, read_header(file, what));
  const Context context(spng_ctx_new(0), spng_ctx_free);
  if (!context) return decode_error(SPNG_EMEM, what);
  spng_set_crc_action(context.get(), SPNG_CRC_ERROR, SPNG_CRC_ERROR);
  spng_set_image_limits(context.get(), header.width, header.height);
  spng_set_chunk_limits(context.get(), chunk_bytes_max, 4 * chunk_bytes_max);
  int code = spng_set_png_buffer(context.get(), file.data(), file.size());
  std::size_t size = 0;
  const int format = output_format(info);
  if (code == 0) code = spng_decoded_image_size(context.get(), format, &size);
  if (code != 0) return decode_error(code, what);

  const int width = static_cast<int>(header.width), height = static_cast<int>(header.height);
  const bool indexed = info.layout == "palette";
  Image image(indexed ? (width * info.bits + 7) / 8 : width, height, indexed ? 1 : info.channels, info.type,
              info.meaning);
  if (size != image.bytes()) return damaged_picture(what, "misplaced transparency chunk");
  if (indexed) std::memset(image.data(), 0, image.bytes());  // interlaced rows are put together bit by bit
  code = spng_decode_image(context.get(), nullptr, 0, format, SPNG_DECODE_TRNS | SPNG_DECODE_PROGRESSIVE);
  if (code != 0) return decode_error(code, what);
  TRY_VOID(decode_rows(context.get(), image, what, run));
  code = spng_decode_chunks(context.get());
  if (code != 0) return decode_error(code, what);
  if (indexed) {
    TRY(image, look_up(context.get(), image, info, width, what));
  }
  spng_iccp profile{};
  if (!info.has_icc || spng_get_iccp(context.get(), &profile) != 0) return Decoded{std::move(image)};
  const auto* bytes = reinterpret_cast<const std::byte*>(profile.profile);
  return Decoded{std::move(image), Bytes(bytes, bytes + profile.profile_len)};
}

}  // namespace atelier
