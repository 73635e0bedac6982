#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

#include "imaging/codecs/codecs.h"
#include "imaging/codecs/riff.h"
#include "imaging/orientation.h"

namespace atelier {
namespace {

constexpr int side_px_max = WEBP_MAX_DIMENSION;
constexpr int checks = 16;

const std::uint8_t* unsigned_bytes(ByteView bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

struct Free {
  void operator()(WebPDemuxer* demuxer) const { WebPDemuxDelete(demuxer); }
  void operator()(WebPIDecoder* decoder) const { WebPIDelete(decoder); }
};
using Demuxer = std::unique_ptr<WebPDemuxer, Free>;

struct Facts {
  ImageInfo info;
  int canvas_width = 0, canvas_height = 0;
  ByteView first;  // the bitstream of the picture, or of the first frame
  int first_x = 0, first_y = 0, first_width = 0, first_height = 0;
};

ByteView chunk_of(const WebPDemuxer* demuxer, const char* name) {
  WebPChunkIterator iterator;
  ByteView found;
  if (WebPDemuxGetChunk(demuxer, name, 1, &iterator)) {
    found = ByteView(reinterpret_cast<const std::byte*>(iterator.chunk.bytes), iterator.chunk.size);
    WebPDemuxReleaseChunkIterator(&iterator);
  }
  return found;
}

// The memory found is the file's: it stays when the iterator goes.
bool find_first_frame(const WebPDemuxer* demuxer, Facts& facts, bool& has_alpha) {
  WebPIterator frame;
  if (!WebPDemuxGetFrame(demuxer, 1, &frame)) return false;
  facts.first = ByteView(reinterpret_cast<const std::byte*>(frame.fragment.bytes), frame.fragment.size);
  facts.first_x = frame.x_offset;
  facts.first_y = frame.y_offset;
  facts.first_width = frame.width;
  facts.first_height = frame.height;
  has_alpha = frame.has_alpha != 0;
  const bool complete = frame.complete != 0;
  WebPDemuxReleaseIterator(&frame);
  return complete;
}

bool inside(const Facts& facts) {
  return facts.first_x >= 0 && facts.first_y >= 0 && facts.first_width > 0 && facts.first_height > 0 &&
         facts.first_x <= facts.canvas_width - facts.first_width &&
         facts.first_y <= facts.canvas_height - facts.first_height;
}

Result<Facts> read_facts(ByteView file, std::string_view what) {
  const WebPData data{unsigned_bytes(file), file.size()};
  WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
  const Demuxer demuxer(WebPDemuxPartial(&data, &state));
  if (!demuxer) return damaged_picture(what, state == WEBP_DEMUX_PARSE_ERROR ? "WebP header" : "the file is cut off");
  Facts facts;
  bool has_alpha = false;
  facts.canvas_width = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_WIDTH));
  facts.canvas_height = static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_CANVAS_HEIGHT));
  if (!find_first_frame(demuxer.get(), facts, has_alpha)) return damaged_picture(what, "the file is cut off");
  if (!inside(facts)) return damaged_picture(what, "the first frame lies outside");
  ImageInfo& info = facts.info;
  const bool whole = facts.first_width == facts.canvas_width && facts.first_height == facts.canvas_height;
  info.channels = has_alpha || !whole ? 4 : 3;
  info.layout = info.channels == 4 ? "RGBA" : "RGB";
  info.packs_without_bound = true;
  info.stored_bytes = std::uint64_t{1} * facts.canvas_width * facts.canvas_height * info.channels;
  const ByteView exif = chunk_of(demuxer.get(), "EXIF");
  info.has_exif = !exif.empty();
  info.orientation = exif_orientation(begins_with(exif, exif_start) ? exif.subspan(exif_start.size()) : exif);
  info.has_xmp = !chunk_of(demuxer.get(), "XMP ").empty();
  info.has_icc = !chunk_of(demuxer.get(), "ICCP").empty();
  info.color = info.has_icc ? "ICC profile" : "not stated";
  info.width_px = info.orientation >= 5 ? facts.canvas_height : facts.canvas_width;
  info.height_px = info.orientation >= 5 ? facts.canvas_width : facts.canvas_height;
  return facts;
}

Error webp_error(VP8StatusCode status, std::string_view what) {
  if (status == VP8_STATUS_OUT_OF_MEMORY) throw std::bad_alloc();
  return damaged_picture(what, status == VP8_STATUS_SUSPENDED || status == VP8_STATUS_NOT_ENOUGH_DATA
                                   ? "the file is cut off"
                                   : "its samples cannot be read");
}

// Given in pieces, so that a wish to stop is seen.
Result<void> decode_into(const Facts& facts, Image& canvas, std::string_view what, const RunContext& run) {
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) throw std::bad_alloc();
  config.output.colorspace = canvas.channels() == 4 ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  const std::size_t offset = canvas.row_bytes() * facts.first_y + std::size_t{1} * facts.first_x * canvas.channels();
  config.output.u.RGBA.rgba = reinterpret_cast<std::uint8_t*>(canvas.data() + offset);
  config.output.u.RGBA.stride = static_cast<int>(canvas.row_bytes());
  config.output.u.RGBA.size = canvas.bytes() - offset;
  const std::unique_ptr<WebPIDecoder, Free> decoder(WebPIDecode(nullptr, 0, &config));
  if (!decoder) throw std::bad_alloc();
  VP8StatusCode status = VP8_STATUS_SUSPENDED;
  for (int i = 1; i <= checks && status == VP8_STATUS_SUSPENDED; ++i) {
    TRY_VOID(run.check());
    status = WebPIUpdate(decoder.get(), unsigned_bytes(facts.first), facts.first.size() * i / checks);
  }
  if (status != VP8_STATUS_OK) return webp_error(status, what);
  return ok();
}

struct Picture {
  WebPPicture picture{};
  WebPMemoryWriter writer{};
  Picture() {
    if (!WebPPictureInit(&picture)) throw std::bad_alloc();
    WebPMemoryWriterInit(&writer);
    picture.writer = WebPMemoryWrite;
    picture.custom_ptr = &writer;
  }
  ~Picture() {
    WebPPictureFree(&picture);
    WebPMemoryWriterClear(&writer);
  }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
};

int go_on(int, const WebPPicture* picture) {
  return !static_cast<const RunContext*>(picture->user_data)->stopped();
}

// Grey is written as RGB: WebP has no grey.
Image spread_grey(const Image& grey) {
  const int channels = grey.channels() + 2;
  Image color(grey.width(), grey.height(), channels, grey.type(), grey.meaning());
  for (int y = 0; y < grey.height(); ++y) {
    const std::uint8_t* from = grey.row<std::uint8_t>(y);
    std::uint8_t* to = color.row<std::uint8_t>(y);
    for (int x = 0; x < grey.width(); ++x, from += grey.channels(), to += channels) {
      std::fill_n(to, 3, from[0]);
      if (channels == 4) to[3] = from[1];
    }
  }
  return color;
}

Result<Bytes> compress(const Image& image, const EncodeOptions& options, const RunContext& run) {
  WebPConfig config;
  if (!WebPConfigInit(&config)) throw std::bad_alloc();
  if (options.lossless) WebPConfigLosslessPreset(&config, 4);
  if (!options.lossless) config.quality = static_cast<float>(options.quality);
  config.exact = options.lossless;
  Picture output;
  WebPPicture& picture = output.picture;
  picture.use_argb = options.lossless;
  picture.width = image.width();
  picture.height = image.height();
  picture.progress_hook = go_on;
  picture.user_data = const_cast<RunContext*>(&run);
  const auto* pixels = reinterpret_cast<const std::uint8_t*>(image.data());
  const int stride = static_cast<int>(image.row_bytes());
  const bool imported = image.channels() == 4 ? WebPPictureImportRGBA(&picture, pixels, stride)
                                              : WebPPictureImportRGB(&picture, pixels, stride);
  if (!imported) throw std::bad_alloc();
  if (!WebPEncode(&config, &picture)) {
    TRY_VOID(run.check());
    if (picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY) throw std::bad_alloc();
    const int code = picture.error_code;
    return fail(ErrorKind::internal, {"WebP encoder: error {}", "кодировщик WebP: ошибка {}", "WebP 인코더: 오류 {}"},
                code);
  }
  const auto* bytes = reinterpret_cast<const std::byte*>(output.writer.mem);
  return Bytes(bytes, bytes + output.writer.size);
}

}  // namespace

Result<ImageInfo> inspect_webp(ByteView file, std::string_view what) {
  TRY(const Facts facts, read_facts(file, what));
  return facts.info;
}

Result<Decoded> decode_webp(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run) {
  TRY(const Facts facts, read_facts(file, what));
  Image canvas(facts.canvas_width, facts.canvas_height, info.channels, SampleType::u8, info.meaning);
  if (info.channels == 4) std::memset(canvas.data(), 0, canvas.bytes());
  TRY_VOID(decode_into(facts, canvas, what, run));
  const ByteView profile = riff_chunk(file, "ICCP");
  return Decoded{std::move(canvas), Bytes(profile.begin(), profile.end())};
}

Result<Bytes> encode_webp(const Image& image, const EncodeOptions& options, const RunContext& run) {
  if (image.type() != SampleType::u8) {
    return fail(ErrorKind::unsupported,
                {"WebP holds 8 bits a sample only; PNG holds 16", "WebP хранит только 8 бит на отсчёт; PNG — 16",
                 "WebP는 샘플당 8비트만 담습니다. PNG는 16비트를 담습니다"});
  }
  if (image.width() > side_px_max || image.height() > side_px_max) {
    return fail(ErrorKind::too_large,
                {"size: {} × {} pixels; WebP holds {} a side at most",
                 "размер: {} × {} пикселей; в WebP сторона — не больше {}",
                 "크기: {} × {}픽셀입니다. WebP의 한 변은 {}픽셀 이하여야 합니다"},
                image.width(), image.height(), side_px_max);
  }
  TRY_VOID(check_quality(options));
  TRY(const Bytes plain, compress(image.channels() <= 2 ? spread_grey(image) : image.clone(), options, run));
  const std::string xmp = xmp_packet(options.metadata, true);
  return xmp.empty() ? plain : with_xmp_chunk(plain, xmp, image.width(), image.height());
}

}  // namespace atelier
