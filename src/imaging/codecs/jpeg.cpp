#include <turbojpeg.h>

#include <memory>
#include <new>

#include "imaging/codecs/codecs.h"
#include "imaging/jpeg_segments.h"
#include "imaging/orientation.h"

namespace atelier {
namespace {

struct Facts {
  ImageInfo info;
  bool found_frame = false;
  int stored_width = 0, stored_height = 0, components = 0;
  bool adobe = false;  // Adobe's marker says that CMYK values are inverted
};

bool is_frame(std::uint8_t marker) {  // SOF0..15 without DHT, JPG and DAC, which share the range
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

void note_frame(const JpegSegment& segment, Facts& facts) {
  if (segment.payload.size() < 6) return;
  facts.found_frame = true;
  facts.info.bits = static_cast<int>(byte_at(segment.payload, 0));
  facts.stored_height = static_cast<int>(big_endian16(segment.payload, 1));
  facts.stored_width = static_cast<int>(big_endian16(segment.payload, 3));
  facts.components = static_cast<int>(byte_at(segment.payload, 5));
  facts.info.interlaced = (segment.marker & 3) == 2;
}

void note_segment(const JpegSegment& segment, Facts& facts) {
  if (is_frame(segment.marker) && !facts.found_frame) note_frame(segment, facts);
  if (segment.marker == 0xe1 && begins_with(segment.payload, exif_start) && !facts.info.has_exif) {
    facts.info.has_exif = true;
    facts.info.orientation = exif_orientation(segment.payload.subspan(exif_start.size()));
  }
  if (segment.marker == 0xe1 && begins_with(segment.payload, jpeg_xmp_start)) facts.info.has_xmp = true;
  if (segment.marker == 0xe2 && begins_with(segment.payload, jpeg_icc_start)) facts.info.has_icc = true;
  if (segment.marker == 0xee && begins_with(segment.payload, "Adobe")) facts.adobe = true;
  if (segment.marker == 0xe0 && begins_with(segment.payload, "JFIF") && segment.payload.size() >= 12) {
    const double density = big_endian16(segment.payload, 8);
    const std::uint32_t unit = byte_at(segment.payload, 7);
    facts.info.pixels_per_metre = unit == 1 ? density / 0.0254 : unit == 2 ? density * 100 : 0;
  }
}

Result<Facts> read_facts(ByteView file, std::string_view what) {
  Facts facts;
  for_each_jpeg_segment(file, [&](const JpegSegment& segment) {
    note_segment(segment, facts);
    return true;
  });
  if (!facts.found_frame) return damaged_picture(what, "the JPEG header is cut off");
  if (facts.stored_width == 0 || facts.stored_height == 0) {
    return damaged_picture(what, fmt::format("{} × {} pixels", facts.stored_width, facts.stored_height));
  }
  if (facts.info.bits != 8 || (facts.components != 1 && facts.components != 3 && facts.components != 4)) {
    const int bits = facts.info.bits;
    return fail(ErrorKind::unsupported,
                {"{}: a JPEG with {} components of {} bits cannot be read; 8 bit grey, colour and CMYK can",
                 "{}: JPEG из {} компонент по {} бит не читается; читаются 8-битные серые, цветные и CMYK",
                 "{}: 성분 {}개, {}비트인 JPEG은 읽을 수 없습니다. 8비트 회색조, 컬러, CMYK만 읽습니다"},
                what, facts.components, bits);
  }
  const bool swapped = facts.info.orientation >= 5;
  facts.info.width_px = swapped ? facts.stored_height : facts.stored_width;
  facts.info.height_px = swapped ? facts.stored_width : facts.stored_height;
  facts.info.channels = facts.components == 1 ? 1 : 3;
  facts.info.layout = facts.components == 1 ? "grey" : facts.components == 3 ? "YCbCr" : "CMYK";
  facts.info.color = facts.info.has_icc ? "ICC profile" : "not stated";
  facts.info.stored_bytes = std::uint64_t{1} * facts.stored_width * facts.stored_height * facts.components;
  return facts;
}

// Adobe writes how much light is left, not how much ink is on it.
void invert(Image& image) {
  for (std::size_t i = 0; i < image.bytes(); ++i) image.data()[i] = ~image.data()[i];
}

using Handle = std::unique_ptr<void, int (*)(tjhandle)>;

// Bytes between two markers are left by some cameras and hurt nothing; every other warning means lost pixels.
bool harmless(std::string_view warning) {
  return warning.find("extraneous bytes before marker") != warning.npos;
}

Result<void> decompress(ByteView file, Image& stored, int format, std::string_view what) {
  const Handle handle(tjInitDecompress(), tjDestroy);
  if (!handle) throw std::bad_alloc();
  const auto* data = reinterpret_cast<const unsigned char*>(file.data());
  int width = 0, height = 0, subsampling = 0, colorspace = 0;
  if (tjDecompressHeader3(handle.get(), data, file.size(), &width, &height, &subsampling, &colorspace) != 0 &&
      tjGetErrorCode(handle.get()) != TJERR_WARNING) {
    return damaged_picture(what, tjGetErrorStr2(handle.get()));
  }
  if (width != stored.width() || height != stored.height()) return damaged_picture(what, "two different headers");
  const auto decode = [&](int flags) {
    return tjDecompress2(handle.get(), data, file.size(), reinterpret_cast<unsigned char*>(stored.data()), width, 0,
                         height, format, flags | TJFLAG_LIMITSCANS | TJFLAG_ACCURATEDCT);
  };
  if (decode(TJFLAG_STOPONWARNING) == 0) return ok();
  const auto tolerable = [&] {
    return tjGetErrorCode(handle.get()) == TJERR_WARNING && harmless(tjGetErrorStr2(handle.get()));
  };
  if (tolerable() && (decode(0) == 0 || tolerable())) return ok();
  return damaged_picture(what, tjGetErrorStr2(handle.get()));
}

constexpr std::size_t segment_bytes_max = 65533;

Error not_writable(std::string_view why_en, std::string_view why_ru, std::string_view why_ko) {
  return fail(ErrorKind::unsupported, {why_en, why_ru, why_ko});
}

void append_segment(Bytes& file, std::uint32_t marker, std::string_view start, ByteView payload) {
  const std::size_t length = 2 + start.size() + payload.size();
  for (const std::size_t value : {std::size_t{0xff}, std::size_t{marker}, length >> 8, length}) {
    append_byte(file, static_cast<std::uint32_t>(value));
  }
  append(file, start);
  append(file, payload);
}

// The encoder's JFIF header states no size; density in dots per centimetre is the only metric one it has.
void state_density(Bytes& file, double pixels_per_metre) {
  const double density = pixels_per_metre / 100 + 0.5;
  if (file.size() < 20 || !begins_with(ByteView(file).subspan(6), "JFIF") || !(density >= 1 && density < 65536)) return;
  const auto rounded = static_cast<std::uint32_t>(density);
  file[13] = std::byte{2};
  for (int i = 14; i < 18; ++i) file[i] = static_cast<std::byte>(i % 2 == 0 ? rounded >> 8 : rounded & 0xff);
}

struct TurboFree {
  void operator()(unsigned char* memory) const { tjFree(memory); }
};

Result<Bytes> compress(const Image& image, int quality) {
  const Handle handle(tjInitCompress(), tjDestroy);
  if (!handle) throw std::bad_alloc();
  const bool grey = image.channels() == 1;
  unsigned char* buffer = nullptr;
  unsigned long size = 0;
  const int code = tjCompress2(handle.get(), reinterpret_cast<const unsigned char*>(image.data()), image.width(), 0,
                               image.height(), grey ? TJPF_GRAY : TJPF_RGB, &buffer, &size,
                               grey ? TJSAMP_GRAY : TJSAMP_444, quality, TJFLAG_ACCURATEDCT);
  const std::unique_ptr<unsigned char, TurboFree> owner(buffer);
  if (code != 0) {
    return fail(ErrorKind::internal, {"JPEG encoder: {}", "кодировщик JPEG: {}", "JPEG 인코더: {}"},
                tjGetErrorStr2(handle.get()));
  }
  const auto* bytes = reinterpret_cast<const std::byte*>(buffer);
  return Bytes(bytes, bytes + size);
}

}  // namespace

Result<ImageInfo> inspect_jpeg(ByteView file, std::string_view what) {
  TRY(const Facts facts, read_facts(file, what));
  return facts.info;
}

// TurboJPEG takes a picture in one piece: a stop is seen before and after it (8 ms a megapixel).
Result<Decoded> decode_jpeg(ByteView file, const ImageInfo&, std::string_view what, const RunContext& run) {
  TRY(const Facts facts, read_facts(file, what));
  const int format = facts.components == 1 ? TJPF_GRAY : facts.components == 3 ? TJPF_RGB : TJPF_CMYK;
  Image stored(facts.stored_width, facts.stored_height, facts.components, SampleType::u8, ColorMeaning::srgb);
  TRY_VOID(decompress(file, stored, format, what));
  TRY_VOID(run.check());
  const bool cmyk = facts.components == 4;
  if (cmyk && facts.adobe) invert(stored);
  return Decoded{std::move(stored), jpeg_profile(file), cmyk};
}

Result<Bytes> encode_jpeg(const Image& image, const EncodeOptions& options, const RunContext& run) {
  if (image.type() != SampleType::u8) {
    return not_writable("JPEG holds 8 bits a sample only; PNG holds 16", "JPEG хранит только 8 бит на отсчёт; PNG — 16",
                        "JPEG은 샘플당 8비트만 담습니다. PNG는 16비트를 담습니다");
  }
  if (image.channels() != 1 && image.channels() != 3) {
    return not_writable("JPEG holds no transparency; PNG does", "JPEG не хранит прозрачность; PNG хранит",
                        "JPEG은 투명도를 담지 못합니다. PNG는 담습니다");
  }
  TRY_VOID(check_quality(options));
  TRY_VOID(run.check());
  TRY(Bytes encoded, compress(image, options.quality));
  state_density(encoded, options.pixels_per_metre);
  const std::string xmp = xmp_packet(options.metadata, true);
  if (xmp.size() + jpeg_xmp_start.size() + 2 > segment_bytes_max) {
    return fail(ErrorKind::too_large,
                {"recipe: {} bytes do not fit into a JPEG; --recipe minimal does",
                 "recipe: {} байт не помещаются в JPEG; --recipe minimal поместится",
                 "recipe: {}바이트는 JPEG에 들어가지 않습니다. --recipe minimal을 쓰세요"},
                xmp.size());
  }
  if (xmp.empty()) return encoded;
  const std::size_t after_jfif = 4 + big_endian16(encoded, 4);
  Bytes file(encoded.begin(), encoded.begin() + after_jfif);
  append_segment(file, 0xe1, jpeg_xmp_start, as_byte_view(xmp));
  append(file, ByteView(encoded).subspan(after_jfif));
  return file;
}

}  // namespace atelier
