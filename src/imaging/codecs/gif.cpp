#include <gif_lib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "imaging/codecs/codecs.h"

namespace atelier {
namespace {

// A code has at most 12 bits and stands for at most 4096 pixels (GIF89a, appendix F): no honest file expands further.
constexpr std::uint64_t pixels_per_byte_max = 2800, pixels_free = std::uint64_t{1} << 20;
constexpr int extensions_max = 100'000, rows_between_checks = 64;

/// Where giflib reads; it copies through a callback.
struct Source {
  ByteView file;
  std::size_t at = 0;
};

int read_some(GifFileType* gif, GifByteType* to, int count) {
  auto* source = static_cast<Source*>(gif->UserData);
  const std::size_t given = std::min(static_cast<std::size_t>(std::max(count, 0)), source->file.size() - source->at);
  if (given > 0) std::memcpy(to, source->file.data() + source->at, given);
  source->at += given;
  return static_cast<int>(given);
}

struct Close {
  void operator()(GifFileType* gif) const { DGifCloseFile(gif, nullptr); }
};

/// A file read up to the pixels of its first frame.
struct FirstFrame {
  std::unique_ptr<Source> source;
  std::unique_ptr<GifFileType, Close> gif;
  int transparent = NO_TRANSPARENT_COLOR;

  const GifImageDesc& frame() const { return gif->Image; }
  const ColorMapObject* colors() const { return gif->Image.ColorMap ? gif->Image.ColorMap : gif->SColorMap; }
  bool covers() const { return gif->Image.Width == gif->SWidth && gif->Image.Height == gif->SHeight; }
};

Error gif_error(int code, std::string_view what) {
  if (code == D_GIF_ERR_NOT_ENOUGH_MEM) throw std::bad_alloc();
  const char* cause =
      code == D_GIF_ERR_READ_FAILED || code == D_GIF_ERR_EOF_TOO_SOON ? "the file is cut off" : GifErrorString(code);
  return damaged_picture(what, cause ? cause : "its samples cannot be read");
}

bool skip_extension(FirstFrame& first) {
  int code = 0;
  GifByteType* block = nullptr;
  if (DGifGetExtension(first.gif.get(), &code, &block) == GIF_ERROR) return false;
  while (block) {
    GraphicsControlBlock control;
    if (code == GRAPHICS_EXT_FUNC_CODE && DGifExtensionToGCB(block[0], block + 1, &control) == GIF_OK) {
      first.transparent = control.TransparentColor;
    }
    if (DGifGetExtensionNext(first.gif.get(), &block) == GIF_ERROR) return false;
  }
  return true;
}

Result<void> check_frame(const FirstFrame& first, std::size_t file_bytes, std::string_view what) {
  const GifFileType& gif = *first.gif;
  const GifImageDesc& frame = first.frame();
  if (gif.SWidth < 1 || gif.SHeight < 1 || frame.Width < 1 || frame.Height < 1) {
    return damaged_picture(what, fmt::format("{} × {} pixels", frame.Width, frame.Height));
  }
  if (frame.Left < 0 || frame.Top < 0 || frame.Left > gif.SWidth - frame.Width ||
      frame.Top > gif.SHeight - frame.Height) {
    return damaged_picture(what, "the first frame lies outside");
  }
  if (!first.colors()) return damaged_picture(what, "no colours");
  const std::uint64_t pixels = std::uint64_t{1} * gif.SWidth * gif.SHeight;
  if (pixels > pixels_free && pixels > pixels_per_byte_max * file_bytes) {
    return fail(ErrorKind::too_large,
                {"{}: {} bytes claim to expand to {} pixels, over the limit of {} times",
                 "{}: {} байт якобы разворачиваются в {} пикселей, больше предела в {} раз",
                 "{}: {}바이트가 {}픽셀로 풀린다고 합니다. 한도는 {}배입니다"},
                what, file_bytes, pixels, pixels_per_byte_max);
  }
  return ok();
}

Result<FirstFrame> open_first_frame(ByteView file, std::string_view what) {
  FirstFrame first;
  first.source = std::make_unique<Source>(Source{file});
  int code = 0;
  first.gif.reset(DGifOpen(first.source.get(), read_some, &code));
  if (!first.gif) return gif_error(code, what);
  for (int i = 0; i < extensions_max; ++i) {
    GifRecordType type = UNDEFINED_RECORD_TYPE;
    if (DGifGetRecordType(first.gif.get(), &type) == GIF_ERROR) return gif_error(first.gif->Error, what);
    if (type == TERMINATE_RECORD_TYPE) return damaged_picture(what, "it has no frame");
    if (type == IMAGE_DESC_RECORD_TYPE) {
      if (DGifGetImageDesc(first.gif.get()) == GIF_ERROR) return gif_error(first.gif->Error, what);
      TRY_VOID(check_frame(first, file.size(), what));
      return first;
    }
    if (!skip_extension(first)) return gif_error(first.gif->Error, what);
  }
  return damaged_picture(what, "too many extensions");
}

/// The rows of a frame in the order they are stored (GIF89a, appendix E).
std::vector<int> row_order(int height, bool interlaced) {
  std::vector<int> rows;
  rows.reserve(height);
  constexpr std::pair<int, int> passes[] = {{0, 8}, {4, 8}, {2, 4}, {1, 2}};
  for (const auto& [start, step] : passes) {
    if (!interlaced && start > 0) break;
    for (int y = start; y < height; y += interlaced ? step : 1) rows.push_back(y);
  }
  return rows;
}

/// The colours as they go into the picture; an index beyond the table is refused where it is used.
std::vector<std::array<std::uint8_t, 4>> palette_of(const FirstFrame& first) {
  std::vector<std::array<std::uint8_t, 4>> palette;
  const ColorMapObject* colors = first.colors();
  for (int i = 0; i < colors->ColorCount; ++i) {
    const GifColorType& color = colors->Colors[i];
    palette.push_back(
        {color.Red, color.Green, color.Blue, static_cast<std::uint8_t>(i == first.transparent ? 0 : 255)});
  }
  return palette;
}

}  // namespace

Result<ImageInfo> inspect_gif(ByteView file, std::string_view what) {
  TRY(const FirstFrame first, open_first_frame(file, what));
  ImageInfo info;
  info.width_px = first.gif->SWidth;
  info.height_px = first.gif->SHeight;
  info.channels = first.covers() && first.transparent == NO_TRANSPARENT_COLOR ? 3 : 4;
  info.bits = first.colors()->BitsPerPixel;
  info.layout = "palette";
  info.color = "not stated";
  info.interlaced = first.frame().Interlace;
  info.stored_bytes = std::uint64_t{1} * info.width_px * info.height_px;
  info.packs_without_bound = true;  // the bound of LZW is checked where the frame is found
  return info;
}

Result<Decoded> decode_gif(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run) {
  TRY(const FirstFrame first, open_first_frame(file, what));
  const GifImageDesc& frame = first.frame();
  const auto palette = palette_of(first);
  Image image(info.width_px, info.height_px, info.channels, SampleType::u8, info.meaning);
  if (!first.covers()) std::memset(image.data(), 0, image.bytes());
  std::vector<GifPixelType> line(frame.Width);
  int done = 0;
  for (const int y : row_order(frame.Height, frame.Interlace)) {
    if (done++ % rows_between_checks == 0) TRY_VOID(run.check());
    if (DGifGetLine(first.gif.get(), line.data(), frame.Width) == GIF_ERROR) return gif_error(first.gif->Error, what);
    std::uint8_t* to = image.row<std::uint8_t>(frame.Top + y) + std::size_t{1} * frame.Left * info.channels;
    for (const GifPixelType index : line) {
      if (index >= palette.size()) {
        return damaged_picture(what, fmt::format("colour {} of a palette of {}", index, palette.size()));
      }
      to = std::copy_n(palette[index].begin(), info.channels, to);
    }
  }
  return Decoded{std::move(image)};
}

}  // namespace atelier
