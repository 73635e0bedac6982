#include <algorithm>
#include <array>
#include <vector>

#include "imaging/codecs/codecs.h"
#include "imaging/codecs/tiff_file.h"
#include "imaging/codecs/tiff_samples.h"

namespace atelier {
namespace {

constexpr int rows_between_checks = 64, samples_max = 64;
constexpr std::uint64_t tile_bytes_max = std::uint64_t{256} << 20;

template <class T>
T field(TIFF* tiff, std::uint32_t tag, T otherwise) {
  T value = otherwise;
  return TIFFGetFieldDefaulted(tiff, tag, &value) ? value : otherwise;
}

Error not_read(std::string_view what, std::string_view of_what) {
  return fail(ErrorKind::unsupported,
              {"{}: a TIFF of {} is not read", "{}: TIFF ({}) не читается", "{}: {} TIFF는 읽지 않습니다"}, what,
              of_what)
      .with_hint({"Save it as RGB, grey or CMYK of 8 or 16 bits.",
                  "Сохраните его как RGB, серый или CMYK, 8 или 16 бит.",
                  "8비트나 16비트 RGB, 회색조 또는 CMYK로 저장하세요."});
}

Error tiff_error(const TiffFile& file, std::string_view what) {
  return damaged_picture(what, file.trouble.empty() ? "its samples cannot be read" : file.trouble);
}

bool known_packing(std::uint16_t packing) {
  constexpr std::uint16_t known[] = {
      COMPRESSION_NONE, COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3,     COMPRESSION_CCITTFAX4, COMPRESSION_LZW,
      COMPRESSION_JPEG, COMPRESSION_DEFLATE,  COMPRESSION_ADOBE_DEFLATE, COMPRESSION_PACKBITS,  COMPRESSION_ZSTD};
  return std::find(std::begin(known), std::end(known), packing) != std::end(known);
}

// In other packings of this list a flat row takes next to nothing.
bool bounded(std::uint16_t packing) {
  return packing == COMPRESSION_NONE || packing == COMPRESSION_PACKBITS || packing == COMPRESSION_DEFLATE ||
         packing == COMPRESSION_ADOBE_DEFLATE || packing == COMPRESSION_JPEG;
}

void find_alpha(TIFF* tiff, TiffSamples& samples) {
  std::uint16_t count = 0, *kinds = nullptr;
  if (!TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) || !kinds) return;
  if (samples.color == TiffColor::palette || samples.color == TiffColor::cmyk) return;
  for (int i = 0; i < count && samples.colors() + i < samples.per_pixel; ++i) {
    if (kinds[i] != EXTRASAMPLE_ASSOCALPHA && kinds[i] != EXTRASAMPLE_UNASSALPHA) continue;
    samples.alpha = samples.colors() + i;
    samples.premultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
    return;
  }
}

Result<TiffColor> color_of(TIFF* tiff, std::uint16_t packing, std::string_view what) {
  switch (field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK)) {
    case PHOTOMETRIC_MINISWHITE:
      return TiffColor::grey_from_white;
    case PHOTOMETRIC_MINISBLACK:
      return TiffColor::grey;
    case PHOTOMETRIC_RGB:
      return TiffColor::rgb;
    case PHOTOMETRIC_PALETTE:
      return TiffColor::palette;
    case PHOTOMETRIC_SEPARATED:
      if (field<std::uint16_t>(tiff, TIFFTAG_INKSET, INKSET_CMYK) == INKSET_CMYK) return TiffColor::cmyk;
      return not_read(what, "other inks than CMYK");
    case PHOTOMETRIC_YCBCR:
      if (packing == COMPRESSION_JPEG) return TiffColor::rgb;
      return not_read(what, "YCbCr without JPEG");
    default:
      return not_read(what, "Lab or other colours");
  }
}

bool known_bits(int bits, TiffColor color) {
  if (color == TiffColor::palette) return bits == 1 || bits == 2 || bits == 4 || bits == 8;
  if (color == TiffColor::rgb || color == TiffColor::cmyk) return bits == 8 || bits == 16;
  return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16;
}

Result<TiffSamples> read_samples_header(TIFF* tiff, std::string_view what) {
  const auto packing = field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  if (!known_packing(packing)) return not_read(what, fmt::format("packing {}", packing));
  TiffSamples samples;
  samples.width =
      static_cast<int>(std::min<std::uint32_t>(field<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0), INT32_MAX));
  samples.height =
      static_cast<int>(std::min<std::uint32_t>(field<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0), INT32_MAX));
  if (samples.width < 1 || samples.height < 1) {
    return damaged_picture(what, fmt::format("{} × {} pixels", samples.width, samples.height));
  }
  samples.bits = field<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  samples.per_pixel = field<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  samples.separate = field<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) == PLANARCONFIG_SEPARATE;
  if (field<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT) != SAMPLEFORMAT_UINT) {
    return not_read(what, "floating-point or signed samples");
  }
  TRY(samples.color, color_of(tiff, packing, what));
  if (!known_bits(samples.bits, samples.color)) return not_read(what, fmt::format("{} bits a sample", samples.bits));
  if (samples.per_pixel < samples.colors()) return damaged_picture(what, "too few samples a pixel");
  if (samples.per_pixel > samples_max) return not_read(what, fmt::format("{} samples a pixel", samples.per_pixel));
  find_alpha(tiff, samples);
  return samples;
}

void state_facts(TIFF* tiff, const TiffSamples& samples, ImageInfo& info) {
  const int orientation = field<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, 1);
  info.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
  info.width_px = info.orientation >= 5 ? samples.height : samples.width;
  info.height_px = info.orientation >= 5 ? samples.width : samples.height;
  info.channels = samples.color == TiffColor::palette || samples.color == TiffColor::cmyk ? 3 : samples.kept();
  info.type = samples.bits == 16 ? SampleType::u16 : SampleType::u8;
  info.bits = samples.bits;
  constexpr std::string_view layouts[] = {"grey", "grey", "RGB", "palette", "CMYK"};
  info.layout = layouts[static_cast<int>(samples.color)];
  if (samples.alpha >= 0) info.layout = info.channels == 2 ? "grey+alpha" : "RGBA";
  info.has_icc = !tiff_bytes(tiff, TIFFTAG_ICCPROFILE).empty();
  info.has_xmp = !tiff_bytes(tiff, TIFFTAG_XMLPACKET).empty();
  info.color = info.has_icc ? "ICC profile" : "not stated";
  const double density = field<float>(tiff, TIFFTAG_XRESOLUTION, 0);
  const auto unit = field<std::uint16_t>(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
  const double per_metre = unit == RESUNIT_INCH ? density / 0.0254 : unit == RESUNIT_CENTIMETER ? density * 100 : 0;
  info.pixels_per_metre = per_metre > 0 && per_metre < 1e9 ? per_metre : 0;
  info.packs_without_bound = !bounded(field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE));
  info.stored_bytes = (std::uint64_t{1} * samples.width * samples.per_pixel * samples.bits + 7) / 8 * samples.height;
}

// A JPEG inside is asked for RGB, so that its rows are whole.
void ask_for_rgb(TIFF* tiff) {
  if (field<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE) == COMPRESSION_JPEG &&
      field<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, 0) == PHOTOMETRIC_YCBCR) {
    TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
  }
}

Result<void> read_rows(TiffFile& file, const TiffSamples& samples, Image& image, std::string_view what,
                       const RunContext& run) {
  TIFF* tiff = file.tiff.get();
  const auto size = static_cast<std::uint64_t>(TIFFScanlineSize(tiff));
  if (size < samples.packed_bytes(samples.width) || size > tile_bytes_max) return tiff_error(file, what);
  std::vector<std::uint8_t> row(size);
  const int planes = samples.separate ? samples.per_pixel : 1;
  for (int plane = 0; plane < planes; ++plane) {
    for (int y = 0; y < samples.height; ++y) {
      if (y % rows_between_checks == 0) TRY_VOID(run.check());
      if (TIFFReadScanline(tiff, row.data(), static_cast<std::uint32_t>(y), static_cast<std::uint16_t>(plane)) != 1 ||
          !file.trouble.empty()) {
        return tiff_error(file, what);
      }
      place_samples(samples, plane, row.data(), {0, y, samples.width}, image);
    }
  }
  return ok();
}

Result<void> read_tiles(TiffFile& file, const TiffSamples& samples, Image& image, std::string_view what,
                        const RunContext& run) {
  TIFF* tiff = file.tiff.get();
  const auto tile_width =
      static_cast<int>(std::min<std::uint32_t>(field<std::uint32_t>(tiff, TIFFTAG_TILEWIDTH, 0), INT32_MAX));
  const auto tile_height =
      static_cast<int>(std::min<std::uint32_t>(field<std::uint32_t>(tiff, TIFFTAG_TILELENGTH, 0), INT32_MAX));
  const auto size = static_cast<std::uint64_t>(TIFFTileSize(tiff));
  if (tile_width < 1 || tile_height < 1 || size > tile_bytes_max ||
      size / tile_height < samples.packed_bytes(tile_width)) {
    return tiff_error(file, what);
  }
  std::vector<std::uint8_t> tile(size);
  const int planes = samples.separate ? samples.per_pixel : 1;
  for (int plane = 0; plane < planes; ++plane) {
    for (std::int64_t y0 = 0; y0 < samples.height; y0 += tile_height) {
      TRY_VOID(run.check());
      for (std::int64_t x0 = 0; x0 < samples.width; x0 += tile_width) {
        if (TIFFReadTile(tiff, tile.data(), static_cast<std::uint32_t>(x0), static_cast<std::uint32_t>(y0), 0,
                         static_cast<std::uint16_t>(plane)) < 0 ||
            !file.trouble.empty()) {
          return tiff_error(file, what);
        }
        const int rows = static_cast<int>(std::min<std::int64_t>(tile_height, samples.height - y0));
        const int columns = static_cast<int>(std::min<std::int64_t>(tile_width, samples.width - x0));
        for (int y = 0; y < rows; ++y) {
          place_samples(samples, plane, tile.data() + samples.packed_bytes(tile_width) * y,
                        {static_cast<int>(x0), static_cast<int>(y0) + y, columns}, image);
        }
      }
    }
  }
  return ok();
}

Result<Image> look_up(TIFF* tiff, const TiffSamples& samples, const Image& indexes, std::string_view what) {
  std::array<std::uint16_t*, 3> map{};
  if (!TIFFGetField(tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2])) return damaged_picture(what, "no colours");
  const int count = 1 << samples.bits;
  bool narrow = true;  // some writers fill in 8 bits
  for (const std::uint16_t* channel : map)
    narrow = narrow && std::all_of(channel, channel + count, [](int v) { return v < 256; });
  Image image(indexes.width(), indexes.height(), 3, SampleType::u8, ColorMeaning::srgb);
  for (int y = 0; y < image.height(); ++y) {
    const std::uint8_t* from = indexes.row<std::uint8_t>(y);
    std::uint8_t* to = image.row<std::uint8_t>(y);
    for (int i = 0; i < image.width() * 3; ++i) {
      const std::uint16_t value = map[i % 3][from[i / 3]];
      to[i] = static_cast<std::uint8_t>(narrow ? value : value >> 8);
    }
  }
  return image;
}

Result<std::unique_ptr<TiffFile>> open_picture(ByteView file, std::string_view what) {
  auto opened = open_tiff(file);
  if (!opened->tiff) return tiff_error(*opened, what);
  return opened;
}

}  // namespace

Result<ImageInfo> inspect_tiff(ByteView file, std::string_view what) {
  TRY(const auto opened, open_picture(file, what));
  TRY(const TiffSamples samples, read_samples_header(opened->tiff.get(), what));
  ImageInfo info;
  state_facts(opened->tiff.get(), samples, info);
  return info;
}

Result<Decoded> decode_tiff(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run) {
  TRY(const auto opened, open_picture(file, what));
  TIFF* tiff = opened->tiff.get();
  TRY(const TiffSamples samples, read_samples_header(tiff, what));
  ask_for_rgb(tiff);
  opened->trouble.clear();
  Image image(samples.width, samples.height, samples.kept(), info.type, info.meaning);
  TRY_VOID(TIFFIsTiled(tiff) ? read_tiles(*opened, samples, image, what, run)
                             : read_rows(*opened, samples, image, what, run));
  if (samples.color == TiffColor::palette) {
    TRY(image, look_up(tiff, samples, image, what));
  }
  if (samples.premultiplied) divide_by_alpha(image);
  const ByteView profile = tiff_bytes(tiff, TIFFTAG_ICCPROFILE);
  return Decoded{std::move(image), Bytes(profile.begin(), profile.end()), samples.color == TiffColor::cmyk};
}

}  // namespace atelier
