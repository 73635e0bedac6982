#include "imaging/codec.h"

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <new>

#include "base/files.h"
#include "imaging/codecs/codecs.h"
#include "imaging/icc.h"
#include "imaging/orientation.h"

namespace atelier {
namespace {

std::string joined_names(bool (*wanted)(const Codec&)) {
  std::string names;
  for (const Codec& codec : codecs()) {
    if (wanted(codec)) names += (names.empty() ? "" : ", ") + std::string(codec.what_it_is);
  }
  return names;
}

Error not_a_picture(ByteView file, std::string_view what) {
  const std::string known = joined_names([](const Codec& codec) { return codec.decode != nullptr; });
  if (file.empty()) {
    return fail(ErrorKind::invalid_argument, {"{}: the file is empty", "{}: файл пуст", "{}: 파일이 비어 있습니다"},
                what);
  }
  const std::size_t looked = std::min<std::size_t>(file.size(), 256);
  const bool text = std::all_of(file.begin(), file.begin() + looked, [](std::byte b) {
    const int c = std::to_integer<int>(b);
    return c >= 0x20 || c == '\n' || c == '\r' || c == '\t';
  });
  const auto page = as_text(file.first(looked));
  const bool web = text && (page.find("<html") != page.npos || page.find("<HTML") != page.npos ||
                            page.find("<!DOCTYPE") != page.npos || page.find("<!doctype") != page.npos);
  Error error = web    ? fail(ErrorKind::invalid_argument,
                              {"{}: this is a web page, not a picture", "{}: это веб-страница, а не изображение",
                               "{}: 그림이 아니라 웹 페이지입니다"},
                              what)
                : text ? fail(ErrorKind::invalid_argument,
                              {"{}: this is text, not a picture", "{}: это текст, а не изображение",
                               "{}: 그림이 아니라 텍스트입니다"},
                              what)
                       : fail(ErrorKind::invalid_argument,
                              {"{}: not a picture in a format that is known", "{}: не изображение известного формата",
                               "{}: 알려진 형식의 그림이 아닙니다"},
                              what);
  return std::move(error).with_hint({"Formats that can be read: {}", "Читаются форматы: {}", "읽을 수 있는 형식: {}"},
                                    known);
}

Result<const Codec*> reading_codec(ByteView file, std::string_view what) {
  const Codec* codec = sniff_codec(file);
  if (!codec) return not_a_picture(file, what);
  if (codec->decode) return codec;
  return fail(ErrorKind::not_installed,
              {"{}: a {} picture, which is read by atelier-media", "{}: изображение {} читает atelier-media",
               "{}: {} 그림은 atelier-media가 읽습니다"},
              what, codec->what_it_is)
      .with_hint({"Install atelier-media, or convert it to PNG or JPEG first.",
                  "Установите atelier-media или сначала преобразуйте его в PNG или JPEG.",
                  "atelier-media를 설치하거나 먼저 PNG나 JPEG로 변환하세요."});
}

Error file_too_large(std::string_view what, std::uint64_t bytes, std::size_t bytes_max) {
  return fail(ErrorKind::too_large,
              {"{}: the file has {} bytes; the limit is {}", "{}: в файле {} байт; предел — {}",
               "{}: 파일이 {}바이트입니다. 한도는 {}바이트입니다"},
              what, bytes, bytes_max);
}

Result<void> check_limits(const ImageInfo& info, std::size_t file_bytes, const DecodeLimits& limits,
                          std::string_view what) {
  if (info.width_px > limits.side_px_max || info.height_px > limits.side_px_max) {
    return fail(ErrorKind::too_large,
                {"{}: {} × {} pixels; a side may have {} at most", "{}: {} × {} пикселей; сторона — не больше {}",
                 "{}: {} × {}픽셀입니다. 한 변은 {}픽셀 이하여야 합니다"},
                what, info.width_px, info.height_px, limits.side_px_max);
  }
  const std::int64_t pixels = std::int64_t{info.width_px} * info.height_px;
  if (pixels > limits.pixels_max) {
    return fail(ErrorKind::too_large,
                {"{}: {} × {} is {} megapixels; the limit is {}", "{}: {} × {} — это {} Мпикс; предел — {}",
                 "{}: {} × {}은(는) {}메가픽셀입니다. 한도는 {}메가픽셀입니다"},
                what, info.width_px, info.height_px, (pixels + 999'999) / 1'000'000, limits.pixels_max / 1'000'000);
  }
  if (!info.packs_without_bound && info.stored_bytes > limits.expansion_free_bytes &&
      info.stored_bytes > limits.expansion_max * file_bytes) {
    return fail(ErrorKind::too_large,
                {"{}: {} bytes claim to expand to {}, over the limit of {} times",
                 "{}: {} байт якобы разворачиваются в {}, больше предела в {} раз",
                 "{}: {}바이트가 {}바이트로 풀린다고 합니다. 한도는 {}배입니다"},
                what, file_bytes, info.stored_bytes, limits.expansion_max);
  }
  return ok();
}

Error no_memory(std::string_view what) {
  return fail(ErrorKind::exhausted,
              {"{}: not enough memory for this picture", "{}: не хватает памяти для этого изображения",
               "{}: 이 그림을 담을 메모리가 부족합니다"},
              what);
}

}  // namespace

Error damaged_picture(std::string_view what, std::string_view cause) {
  return fail(ErrorKind::invalid_argument,
              {"{}: the picture is damaged: {}", "{}: изображение повреждено: {}", "{}: 그림이 손상되었습니다: {}"},
              what, cause);
}

Result<void> check_quality(const EncodeOptions& options) {
  if (options.quality >= 1 && options.quality <= 100) return ok();
  return fail(ErrorKind::invalid_argument,
              {"quality: {} is not within 1 to 100", "quality: {} — не от 1 до 100",
               "quality: {}은(는) 1에서 100 사이가 아닙니다"},
              options.quality);
}

const Codec* sniff_codec(ByteView file) {
  for (const Codec& codec : codecs()) {
    if (codec.sniff(file)) return &codec;
  }
  return nullptr;
}

Result<ImageInfo> inspect_image(ByteView file, std::string_view what) {
  TRY(const Codec* codec, reading_codec(file, what));
  TRY(ImageInfo info, codec->inspect(file, what));
  info.format = codec->name;
  info.media_type = codec->media_type;
  return info;
}

Result<Image> decode_image(ByteView file, const DecodeLimits& limits, std::string_view what, const RunContext& run) {
  if (file.size() > limits.file_bytes_max) return file_too_large(what, file.size(), limits.file_bytes_max);
  TRY(const Codec* codec, reading_codec(file, what));
  TRY(const ImageInfo info, codec->inspect(file, what));
  TRY_VOID(check_limits(info, file.size(), limits, what));
  TRY_VOID(run.check());
  try {
    TRY(Decoded decoded, codec->decode(file, info, what, run));
    TRY(Image image, into_srgb(std::move(decoded), what, run));
    return apply_orientation(std::move(image), info.orientation);
  } catch (const std::bad_alloc&) {
    return no_memory(what);
  }
}

Result<Bytes> read_image_file(const std::filesystem::path& path, const DecodeLimits& limits) {
  const std::string what = path.string();
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status)) return file_error(code ? code.value() : ENOENT, path);
  if (!std::filesystem::is_regular_file(status)) {
    return fail(ErrorKind::invalid_argument, {"{}: not a file", "{}: это не файл", "{}: 파일이 아닙니다"}, what)
        .with_hint({"Name a file.", "Укажите файл.", "파일을 지정하세요."});
  }
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return file_error(errno, path);
  const std::uintmax_t size = std::filesystem::file_size(path, code);
  if (code) return file_error(code.value(), path);
  if (size > limits.file_bytes_max) return file_too_large(what, size, limits.file_bytes_max);
  try {
    Bytes bytes(static_cast<std::size_t>(size));
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    if (std::ferror(file.get())) return file_error(errno, path);
    return bytes;
  } catch (const std::bad_alloc&) {
    return no_memory(what);
  }
}

Result<Image> load_image(const std::filesystem::path& path, const RunContext& run, const DecodeLimits& limits) {
  TRY(const Bytes file, read_image_file(path, limits));
  return decode_image(file, limits, path.string(), run);
}

Result<Bytes> encode_image(const Image& image, std::string_view format, const EncodeOptions& options,
                           const RunContext& run) {
  const auto all = codecs();
  const auto codec = std::find_if(all.begin(), all.end(), [&](const Codec& c) { return c.name == format; });
  if (codec == all.end() || !codec->encode) {
    const std::string known = joined_names([](const Codec& c) { return c.encode != nullptr; });
    return fail(ErrorKind::unsupported,
                {"format: \"{}\" cannot be written; there are: {}", "format: «{}» не записывается; есть: {}",
                 "format: \"{}\" 형식으로 쓸 수 없습니다. 가능한 형식: {}"},
                format, known);
  }
  if (image.empty()) {
    return fail(ErrorKind::internal,
                {"an empty picture was to be written", "запись пустого изображения", "빈 그림을 쓰려고 했습니다"});
  }
  try {
    return codec->encode(image, options, run);
  } catch (const std::bad_alloc&) {
    return no_memory(format);
  }
}

}  // namespace atelier
