#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "imaging/codecs/codecs.h"
#include "imaging/codecs/exr_file.h"

namespace atelier {
namespace {

/// Where the channels of the file go in the picture; -1: left out.
struct Layout {
  int width = 0, height = 0, channels = 0;
  std::int32_t x0 = 0, y0 = 0;
  bool tiled = false;
  int bytes_per_pixel = 0;
};

Error not_read(std::string_view what, std::string_view of_what) {
  return fail(ErrorKind::unsupported,
              {"{}: an EXR of {} is not read", "{}: EXR ({}) не читается", "{}: {} EXR은 읽지 않습니다"}, what,
              of_what);
}

Error exr_error(const ExrFile& file, std::string_view what) {
  return damaged_picture(what, file.trouble.empty() ? "its samples cannot be read" : file.trouble);
}

int place_of(std::string_view name, int channels) {
  constexpr std::string_view color = "RGBA", grey = "YA";
  const auto at = name.size() == 1 ? (channels <= 2 ? grey : color).find(name) : std::string_view::npos;
  return at == std::string_view::npos || static_cast<int>(at) >= channels ? -1 : static_cast<int>(at);
}

Result<int> count_channels(const exr_attr_chlist_t& list, std::string_view what, int& bytes) {
  std::string found;
  for (int i = 0; i < list.num_channels; ++i) {
    const exr_attr_chlist_entry_t& channel = list.entries[i];
    const std::string_view name(channel.name.str, static_cast<std::size_t>(channel.name.length));
    if (name.size() == 1 && std::string_view("RGBAY").find(name) != std::string_view::npos) found += name;
    if (channel.x_sampling != 1 || channel.y_sampling != 1) return not_read(what, "channels of different sizes");
    bytes += channel.pixel_type == EXR_PIXEL_HALF ? 2 : 4;
  }
  const auto has = [&](std::string_view names) {
    return std::all_of(names.begin(), names.end(), [&](char c) { return found.find(c) != found.npos; });
  };
  if (has("RGB")) return has("A") ? 4 : 3;
  if (has("Y")) return has("A") ? 2 : 1;
  return not_read(what, "other channels than R, G, B, A and Y");
}

Result<Layout> read_layout(const ExrFile& file, std::string_view what) {
  if (!file.context) return exr_error(file, what);
  exr_storage_t storage = EXR_STORAGE_LAST_TYPE;
  exr_attr_box2i_t window{};
  const exr_attr_chlist_t* list = nullptr;
  if (exr_get_storage(file.context, 0, &storage) != EXR_ERR_SUCCESS ||
      exr_get_data_window(file.context, 0, &window) != EXR_ERR_SUCCESS ||
      exr_get_channels(file.context, 0, &list) != EXR_ERR_SUCCESS || !list) {
    return exr_error(file, what);
  }
  if (storage != EXR_STORAGE_SCANLINE && storage != EXR_STORAGE_TILED) return not_read(what, "deep pixels");
  const std::int64_t width = std::int64_t{window.max.x} - window.min.x + 1;
  const std::int64_t height = std::int64_t{window.max.y} - window.min.y + 1;
  if (width < 1 || height < 1 || width > INT32_MAX || height > INT32_MAX) {
    return damaged_picture(what, fmt::format("{} × {} pixels", width, height));
  }
  Layout layout{static_cast<int>(width),
                static_cast<int>(height),
                0,
                window.min.x,
                window.min.y,
                storage == EXR_STORAGE_TILED,
                0};
  TRY(layout.channels, count_channels(*list, what, layout.bytes_per_pixel));
  return layout;
}

/// Unpacks chunk after chunk into the picture.
class Unpacker {
 public:
  Unpacker(const ExrFile& file, const Layout& layout, Image& image) : file_(file), layout_(layout), image_(image) {}
  ~Unpacker() {
    if (ready_) exr_decoding_destroy(file_.context, &pipeline_);
  }
  Unpacker(const Unpacker&) = delete;
  Unpacker& operator=(const Unpacker&) = delete;

  /// False: damaged. The chunk's pixels begin at x, y of the picture.
  bool unpack(const exr_chunk_info_t& chunk, int x, int y) {
    if (x < 0 || y < 0 || chunk.width < 1 || chunk.height < 1 || x > layout_.width - chunk.width ||
        y > layout_.height - chunk.height) {
      return false;
    }
    const exr_result_t begun = ready_ ? exr_decoding_update(file_.context, 0, &chunk, &pipeline_)
                                      : exr_decoding_initialize(file_.context, 0, &chunk, &pipeline_);
    if (begun != EXR_ERR_SUCCESS) return false;
    left_out_.resize(static_cast<std::size_t>(chunk.width) * static_cast<std::size_t>(chunk.height));
    for (int i = 0; i < pipeline_.channel_count; ++i) aim(pipeline_.channels[i], x, y);
    if (!ready_ && exr_decoding_choose_default_routines(file_.context, 0, &pipeline_) != EXR_ERR_SUCCESS) return false;
    ready_ = true;
    return exr_decoding_run(file_.context, 0, &pipeline_) == EXR_ERR_SUCCESS;
  }

 private:
  void aim(exr_coding_channel_info_t& channel, int x, int y) {
    const int place = place_of(channel.channel_name, layout_.channels);
    channel.user_bytes_per_element = sizeof(float);
    channel.user_data_type = EXR_PIXEL_FLOAT;
    if (place < 0) {
      // OpenEXR 3.1 writes through a null pointer for some sets of channels, although it documents that as "left out".
      channel.decode_to_ptr = reinterpret_cast<std::uint8_t*>(left_out_.data());
      channel.user_pixel_stride = sizeof(float);
      channel.user_line_stride = static_cast<std::int32_t>(sizeof(float)) * channel.width;
      return;
    }
    float* pixel = image_.row<float>(y) + std::size_t{1} * x * layout_.channels + place;
    channel.decode_to_ptr = reinterpret_cast<std::uint8_t*>(pixel);
    channel.user_pixel_stride = static_cast<std::int32_t>(sizeof(float) * layout_.channels);
    channel.user_line_stride = static_cast<std::int32_t>(image_.row_bytes());
  }

  const ExrFile& file_;
  const Layout& layout_;
  Image& image_;
  std::vector<float> left_out_;  // where the samples of channels go that the picture has no place for
  exr_decode_pipeline_t pipeline_ = EXR_DECODE_PIPELINE_INITIALIZER;
  bool ready_ = false;
};

Result<void> read_rows(const ExrFile& file, const Layout& layout, Image& image, std::string_view what,
                       const RunContext& run) {
  std::int32_t rows = 0;
  if (exr_get_scanlines_per_chunk(file.context, 0, &rows) != EXR_ERR_SUCCESS || rows < 1) return exr_error(file, what);
  Unpacker unpacker(file, layout, image);
  for (int y = 0; y < layout.height; y += rows) {
    TRY_VOID(run.check());
    exr_chunk_info_t chunk{};
    if (exr_read_scanline_chunk_info(file.context, 0, layout.y0 + y, &chunk) != EXR_ERR_SUCCESS ||
        chunk.width != layout.width || chunk.start_y != layout.y0 + y || !unpacker.unpack(chunk, 0, y)) {
      return exr_error(file, what);
    }
  }
  return ok();
}

Result<void> read_tiles(const ExrFile& file, const Layout& layout, Image& image, std::string_view what,
                        const RunContext& run) {
  std::int32_t tile_width = 0, tile_height = 0;
  if (exr_get_tile_sizes(file.context, 0, 0, 0, &tile_width, &tile_height) != EXR_ERR_SUCCESS || tile_width < 1 ||
      tile_height < 1) {
    return exr_error(file, what);
  }
  Unpacker unpacker(file, layout, image);
  for (int row = 0; row * std::int64_t{tile_height} < layout.height; ++row) {
    TRY_VOID(run.check());
    for (int column = 0; column * std::int64_t{tile_width} < layout.width; ++column) {
      exr_chunk_info_t chunk{};
      if (exr_read_tile_chunk_info(file.context, 0, column, row, 0, 0, &chunk) != EXR_ERR_SUCCESS ||
          !unpacker.unpack(chunk, column * tile_width, row * tile_height)) {
        return exr_error(file, what);
      }
    }
  }
  return ok();
}

void divide_by_alpha(Image& image) {
  const std::size_t channels = image.channels();
  for (int y = 0; y < image.height(); ++y) {
    float* row = image.row<float>(y);
    for (std::size_t i = channels - 1; i < image.row_samples(); i += channels) {
      if (!(row[i] > 0)) continue;
      for (std::size_t c = i + 1 - channels; c < i; ++c) row[c] /= row[i];
    }
  }
}

}  // namespace

Result<ImageInfo> inspect_exr(ByteView file, std::string_view what) {
  const auto opened = open_exr(file);
  TRY(const Layout layout, read_layout(*opened, what));
  ImageInfo info;
  info.width_px = layout.width;
  info.height_px = layout.height;
  info.channels = layout.channels;
  info.type = SampleType::f32;
  info.meaning = ColorMeaning::linear;
  info.bits = layout.bytes_per_pixel > 2 * layout.channels ? 32 : 16;
  constexpr std::string_view layouts[] = {"grey", "grey+alpha", "RGB", "RGBA"};
  info.layout = layouts[layout.channels - 1];
  info.color = "linear";
  info.stored_bytes = std::uint64_t{1} * layout.width * layout.height * layout.bytes_per_pixel;
  std::int32_t length = 0;
  const char* text = nullptr;
  info.has_xmp = exr_attr_get_string(opened->context, 0, "xmp", &length, &text) == EXR_ERR_SUCCESS && length > 0;
  return info;
}

Result<Decoded> decode_exr(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run) {
  const auto opened = open_exr(file);
  TRY(const Layout layout, read_layout(*opened, what));
  Image image(layout.width, layout.height, layout.channels, info.type, info.meaning);
  TRY_VOID(layout.tiled ? read_tiles(*opened, layout, image, what, run) : read_rows(*opened, layout, image, what, run));
  if (layout.channels % 2 == 0) divide_by_alpha(image);
  return Decoded{std::move(image)};
}

}  // namespace atelier
