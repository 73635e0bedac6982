#include "imaging/png_writer.h"

#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "imaging/deflate.h"
#include "imaging/png_chunks.h"
#include "imaging/png_filter.h"

namespace atelier {
namespace {

constexpr std::size_t strip_bytes = std::size_t{512} << 10;  // of filtered rows; decides the file's bytes
constexpr std::size_t trial_bytes = std::size_t{16} << 10;   // of a strip, packed in every way
constexpr std::size_t chunk_frame = 12, stream_start = 2;
constexpr std::string_view xmp_keyword = "XML:com.adobe.xmp", recipe_keyword = "atelier";

/// A run of rows, packed: a whole IDAT chunk.
struct Strip {
  std::unique_ptr<std::byte[]> chunk;
  std::size_t chunk_size = 0, filtered_size = 0;
  uLong adler = 0;
};

void put_big_endian32(std::byte* at, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) at[i] = static_cast<std::byte>(value >> (24 - 8 * i));
}

const Bytef* zlib_bytes(const std::byte* bytes) {
  return reinterpret_cast<const Bytef*>(bytes);
}

void filter_rows(const PngRows& rows, int begin, int end, PngFilter filter, std::uint8_t* out) {
  for (int y = begin; y < end; ++y, out += rows.row_bytes() + 1) {
    *out = static_cast<std::uint8_t>(filter);
    filter_row(rows, y, filter, out + 1);
  }
}

RowLayout layout_of(const PngRows& rows) {
  return {static_cast<std::size_t>(rows.pixel_bytes()), rows.row_bytes() + 1,
          static_cast<std::size_t>(rows.sample_bytes())};
}

/// How to pack a strip.
struct Plan {
  PngFilter filter;
  DeflateSearch search;
};

// Noise packs best after the filter of least entropy, pictures of few colours unfiltered with matches: a few rows from
// the middle are packed in each way.
Plan choose_plan(const PngRows& rows) {
  const PngFilter least = choose_filter(rows);
  const int count = std::clamp(static_cast<int>(trial_bytes / (rows.row_bytes() + 1)), 1, rows.count());
  const int begin = (rows.count() - count) / 2;
  std::vector<std::uint8_t> filtered((rows.row_bytes() + 1) * count);
  const auto cost = [&](const Plan& plan) {
    filter_rows(rows, begin, begin + count, plan.filter, filtered.data());
    return deflate_cost_bits(std::as_bytes(std::span(filtered)), layout_of(rows), plan.search);
  };
  Plan best{least, DeflateSearch::runs};
  std::size_t bits = cost(best);
  if (bits > filtered.size() * 13 / 2) return best;  // over 6.5 bits a byte there is nothing to repeat
  for (const PngFilter filter : {least, PngFilter::none, PngFilter::up}) {
    const Plan plan{filter, DeflateSearch::matches};
    const std::size_t plan_bits = cost(plan);
    if (plan_bits >= bits - bits / 24) continue;  // matches are several times slower, and must pay
    bits = plan_bits;
    best = plan;
  }
  return best;
}

// The first strip also carries the two bytes that open the zlib stream.
Strip pack_rows(const Image& image, int begin, int end) {
  Strip strip;
  strip.filtered_size = (image.row_bytes() + 1) * (end - begin);
  const std::unique_ptr<std::byte[]> filtered(new std::byte[strip.filtered_size]);
  const PngRows rows(image, begin, end);
  const Plan plan = choose_plan(rows);
  filter_rows(rows, 0, rows.count(), plan.filter, reinterpret_cast<std::uint8_t*>(filtered.get()));
  strip.adler = adler32_z(1, zlib_bytes(filtered.get()), strip.filtered_size);

  strip.chunk.reset(new std::byte[chunk_frame + stream_start + deflate_bound(strip.filtered_size)]);
  std::byte* payload = strip.chunk.get() + 8;
  std::size_t size = 0;
  if (begin == 0) {
    payload[size++] = std::byte{0x78};
    payload[size++] = std::byte{0x01};
  }
  size += deflate_strip({filtered.get(), strip.filtered_size}, layout_of(rows), plan.search, payload + size);
  put_big_endian32(strip.chunk.get(), static_cast<std::uint32_t>(size));
  std::copy_n(as_byte_view("IDAT").data(), 4, strip.chunk.get() + 4);
  put_big_endian32(payload + size, static_cast<std::uint32_t>(crc32_z(0, zlib_bytes(payload - 4), size + 4)));
  strip.chunk_size = size + chunk_frame;
  return strip;
}

Result<std::vector<Strip>> pack_strips(const Image& image, const RunContext& run) {
  const int rows = static_cast<int>(std::max<std::size_t>(1, strip_bytes / (image.row_bytes() + 1)));
  std::vector<Strip> strips((image.height() + rows - 1) / rows);
  TRY_VOID(parallel_for(run, static_cast<int>(strips.size()), [&](int i) {
    strips[i] = pack_rows(image, i * rows, std::min(image.height(), (i + 1) * rows));
  }));
  return strips;
}

void append_header(Bytes& file, const Image& image, bool palette) {
  constexpr std::uint32_t indexed = 3;
  constexpr std::uint32_t color_types[] = {0, 4, 2, 6};  // by channels: grey, grey+alpha, RGB, RGBA
  Bytes header;
  append_big_endian32(header, image.width());
  append_big_endian32(header, image.height());
  append_byte(header, image.type() == SampleType::u16 ? 16 : 8);
  append_byte(header, palette ? indexed : color_types[image.channels() - 1]);
  for (int i = 0; i < 3; ++i) append_byte(header, 0);  // deflate, adaptive filters, not interlaced
  append_png_chunk(file, "IHDR", header);
}

void append_metadata(Bytes& file, const Metadata& metadata) {
  const std::string xmp = xmp_packet(metadata, false);
  if (!xmp.empty()) append_itxt(file, xmp_keyword, xmp);
  if (!metadata.recipe.empty()) append_itxt(file, recipe_keyword, metadata.recipe);
}

bool is_metadata(const PngChunk& chunk) {
  if (chunk.type != "iTXt") return false;
  const std::string_view text = as_text(chunk.payload), keyword = text.substr(0, text.find('\0'));
  return keyword == xmp_keyword || keyword == recipe_keyword;
}

void append_facts(Bytes& file, const Image& image, const EncodeOptions& options) {
  if (image.meaning() == ColorMeaning::srgb) {
    append_png_chunk(file, "sRGB", as_byte_view(std::string_view("\0", 1)));  // perceptual
    Bytes gamma;
    append_big_endian32(gamma, 45455);
    append_png_chunk(file, "gAMA", gamma);
  }
  if (!options.palette.empty()) {
    Bytes colors;
    for (const std::uint32_t color : options.palette) {
      for (const int shift : {16, 8, 0}) append_byte(colors, color >> shift & 255);
    }
    append_png_chunk(file, "PLTE", colors);
  }
  if (options.pixels_per_metre >= 1 && options.pixels_per_metre < 2147483647) {
    Bytes density;
    const auto rounded = static_cast<std::uint32_t>(std::lround(options.pixels_per_metre));
    append_big_endian32(density, rounded);
    append_big_endian32(density, rounded);
    append_byte(density, 1);  // metre
    append_png_chunk(file, "pHYs", density);
  }
  append_metadata(file, options.metadata);
}

}  // namespace

Result<Bytes> encode_png(const Image& image, const EncodeOptions& options, const RunContext& run) {
  if (image.type() == SampleType::f32) {
    return fail(ErrorKind::unsupported, {"PNG holds 8 or 16 bits a sample, not floats",
                                         "PNG хранит 8 или 16 бит на отсчёт, не числа с плавающей точкой",
                                         "PNG은 샘플당 8 또는 16비트만 담고 부동소수점은 담지 못합니다"});
  }
  if (!options.palette.empty() &&
      (image.channels() != 1 || image.type() != SampleType::u8 || options.palette.size() > 256)) {
    return fail(ErrorKind::unsupported, {"a PNG with a palette has one channel of 8 bits and at most 256 colours",
                                         "в PNG с палитрой один канал по 8 бит и не больше 256 цветов",
                                         "팔레트 PNG는 8비트 채널 하나와 256색까지만 담습니다"});
  }
  TRY(const std::vector<Strip> strips, pack_strips(image, run));
  Bytes file;
  std::size_t size = 1024 + options.metadata.recipe.size() + 2 * options.metadata.creator_tool.size();
  for (const Strip& strip : strips) size += strip.chunk_size;
  file.reserve(size);
  append(file, png_signature);
  append_header(file, image, !options.palette.empty());
  append_facts(file, image, options);

  uLong adler = 1;
  for (const Strip& strip : strips) {
    append(file, ByteView(strip.chunk.get(), strip.chunk_size));
    adler = adler32_combine(adler, strip.adler, static_cast<z_off_t>(strip.filtered_size));
  }
  Bytes stream_end;
  append(stream_end, std::string_view("\x03\0", 2));  // an empty block, the last
  append_big_endian32(stream_end, static_cast<std::uint32_t>(adler));
  append_png_chunk(file, "IDAT", stream_end);
  append_png_chunk(file, "IEND", {});
  return file;
}

Result<Bytes> png_with_metadata(ByteView file, const Metadata& metadata, std::string_view what) {
  Bytes made;
  made.reserve(file.size() + 1024 + metadata.recipe.size());
  append(made, png_signature);
  bool pixels = false, whole = false;
  for_each_png_chunk(file, [&](const PngChunk& chunk) {
    if (is_metadata(chunk)) return true;
    if (chunk.type == "IDAT" && !pixels) {
      append_metadata(made, metadata);
      pixels = true;
    }
    const std::byte* begin = chunk.payload.data() - 8;  // the chunk as it stands, with its checksum
    append(made, ByteView(begin, chunk.payload.size() + chunk_frame));
    whole = chunk.type == "IEND";
    return true;
  });
  if (!begins_with(file, png_signature) || !pixels || !whole) {
    return fail(ErrorKind::invalid_argument, {"{}: the PNG is damaged", "{}: PNG повреждён", "{}: 손상된 PNG입니다"},
                what);
  }
  return made;
}

}  // namespace atelier
