#include <algorithm>
#include <vector>

#include "imaging/codecs/codecs.h"
#include "imaging/codecs/exr_chunk.h"
#include "imaging/codecs/exr_file.h"
#include "imaging/color.h"

namespace atelier {
namespace {

constexpr int chunks_at_once = 64, inches_per_metre_x10000 = 393701;
constexpr const char* grey_names[] = {"Y", "A"};
constexpr const char* color_names[] = {"R", "G", "B", "A"};

const char* channel_name(int channels, int channel) {
  return channels <= 2 ? grey_names[channel] : color_names[channel];
}

template <class T>
void to_floats(const Image& image, int y, std::span<float> out) {
  const T* row = image.row<T>(y);
  if constexpr (std::is_same_v<T, float>) {
    std::copy_n(row, out.size(), out.begin());
  } else {
    const float scale = 1 / static_cast<float>(static_cast<T>(~T{0}));
    const std::size_t channels = image.channels();
    if (image.meaning() == ColorMeaning::srgb) decode_srgb(std::span<const T>(row, out.size()), out);
    for (std::size_t i = 0; i < out.size(); ++i) {
      const bool alpha = channels % 2 == 0 && i % channels == channels - 1;
      if (alpha || image.meaning() != ColorMeaning::srgb) out[i] = static_cast<float>(row[i]) * scale;
    }
  }
}

// EXR holds light, and colour multiplied by alpha (Technical Introduction to OpenEXR, "Alpha").
void light_row(const Image& image, int y, std::span<float> out) {
  if (image.type() == SampleType::u8) to_floats<std::uint8_t>(image, y, out);
  if (image.type() == SampleType::u16) to_floats<std::uint16_t>(image, y, out);
  if (image.type() == SampleType::f32) to_floats<float>(image, y, out);
  const std::size_t channels = image.channels();
  if (channels % 2 != 0 || image.meaning() == ColorMeaning::data) return;
  for (std::size_t i = channels - 1; i < out.size(); i += channels) {
    for (std::size_t c = i + 1 - channels; c < i; ++c) out[c] *= out[i];
  }
}

bool describe(exr_context_t context, const Image& image, const EncodeOptions& options) {
  int part = 0;
  const exr_pixel_type_t type = options.half_floats ? EXR_PIXEL_HALF : EXR_PIXEL_FLOAT;
  bool fine = exr_add_part(context, "", EXR_STORAGE_SCANLINE, &part) == EXR_ERR_SUCCESS &&
              exr_initialize_required_attr_simple(context, part, image.width(), image.height(), EXR_COMPRESSION_ZIP) ==
                  EXR_ERR_SUCCESS;
  for (int c = 0; fine && c < image.channels(); ++c) {
    fine = exr_add_channel(context, part, channel_name(image.channels(), c), type, EXR_PERCEPTUALLY_LOGARITHMIC, 1,
                           1) == EXR_ERR_SUCCESS;
  }
  const std::string xmp = xmp_packet(options.metadata, true);
  if (fine && !xmp.empty()) fine = exr_attr_set_string(context, part, "xmp", xmp.c_str()) == EXR_ERR_SUCCESS;
  if (fine && options.pixels_per_metre > 0) {
    const auto per_inch = static_cast<float>(options.pixels_per_metre * 1e4 / inches_per_metre_x10000);
    fine = exr_attr_set_float(context, part, "xDensity", per_inch) == EXR_ERR_SUCCESS;
  }
  return fine && exr_write_header(context) == EXR_ERR_SUCCESS;
}

Error exr_failed(const ExrFile& file) {
  return fail(ErrorKind::internal, {"EXR encoder: {}", "кодировщик EXR: {}", "EXR 인코더: {}"},
              file.trouble.empty() ? "failed" : file.trouble);
}

Bytes pack(const Image& image, int begin, int end, bool half_floats) {
  std::vector<float> rows(image.row_samples() * (end - begin));
  for (int y = begin; y < end; ++y) {
    light_row(image, y, std::span(rows).subspan(image.row_samples() * (y - begin), image.row_samples()));
  }
  return zip_exr_rows(rows, image.row_samples(), static_cast<std::size_t>(image.channels()), half_floats);
}

// Packed here: OpenEXRCore packs one chunk after the other only.
Result<void> write_chunks(ExrFile& file, const Image& image, bool half_floats, const RunContext& run) {
  std::int32_t rows = 0;
  if (exr_get_scanlines_per_chunk(file.context, 0, &rows) != EXR_ERR_SUCCESS || rows < 1) return exr_failed(file);
  for (int y0 = 0; y0 < image.height(); y0 += rows * chunks_at_once) {
    std::vector<Bytes> chunks(std::min(chunks_at_once, (image.height() - y0 + rows - 1) / rows));
    TRY_VOID(parallel_for(run, static_cast<int>(chunks.size()), [&](int i) {
      const int begin = y0 + i * rows;
      chunks[i] = pack(image, begin, std::min(image.height(), begin + rows), half_floats);
    }));
    for (int i = 0; i < static_cast<int>(chunks.size()); ++i) {
      if (exr_write_scanline_chunk(file.context, 0, y0 + i * rows, chunks[i].data(), chunks[i].size()) !=
          EXR_ERR_SUCCESS) {
        return exr_failed(file);
      }
    }
  }
  return ok();
}

}  // namespace

Result<Bytes> encode_exr(const Image& image, const EncodeOptions& options, const RunContext& run) {
  const auto file = create_exr();
  if (!file->context || !describe(file->context, image, options)) return exr_failed(*file);
  TRY_VOID(write_chunks(*file, image, options.half_floats, run));
  if (exr_finish(&file->context) != EXR_ERR_SUCCESS) return exr_failed(*file);
  return std::move(file->output);
}

}  // namespace atelier
