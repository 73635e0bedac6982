#include <algorithm>
#include <span>
#include <type_traits>
#include <vector>

#include "imaging/color.h"
#include "imaging/resize_axis.h"

namespace atelier {
namespace {

constexpr int rows_per_piece = 16;

struct FloatAxis {
  std::span<const Span> spans;
  std::vector<float> weights;
};

FloatAxis in_floats(const Axis& axis) {
  return {axis.spans, std::vector<float>(axis.weights.begin(), axis.weights.end())};
}

float sample_max(SampleType type) {
  return type == SampleType::u8 ? 255.0f : type == SampleType::u16 ? 65535.0f : 1.0f;
}

bool has_alpha(const Image& image) {
  return image.channels() == 2 || image.channels() == 4;
}

// A row as numbers 0..1 to be averaged.
template <class T>
void load_samples(const T* row, bool light, std::span<float> out) {
  if constexpr (std::is_same_v<T, float>) {
    std::copy_n(row, out.size(), out.begin());
  } else if (light) {
    decode_srgb(std::span<const T>(row, out.size()), out);
  } else {
    const float scale = 1 / static_cast<float>(static_cast<T>(~T{0}));
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<float>(row[i]) * scale;
  }
}

template <class T>
void load_row(const Image& image, int y, bool light, std::span<float> out) {
  const T* row = image.row<T>(y);
  load_samples(row, light, out);
  if (!has_alpha(image)) return;
  const std::size_t channels = image.channels();
  const float scale = 1 / sample_max(image.type());
  for (std::size_t i = channels - 1; i < out.size(); i += channels) {
    out[i] = static_cast<float>(row[i]) * scale;
    for (std::size_t c = i + 1 - channels; c < i; ++c) out[c] *= out[i];
  }
}

template <class T>
void store_samples(std::span<const float> row, bool light, T* out) {
  if constexpr (std::is_same_v<T, float>) {
    std::copy(row.begin(), row.end(), out);
  } else if (light) {
    encode_srgb(row, std::span<T>(out, row.size()));
  } else {
    const float scale = static_cast<float>(static_cast<T>(~T{0}));
    for (std::size_t i = 0; i < row.size(); ++i)
      out[i] = static_cast<T>(std::clamp(row[i] * scale + 0.5f, 0.0f, scale));
  }
}

template <class T>
void store_row(Image& image, int y, bool light, std::span<float> row) {
  T* out = image.row<T>(y);
  const std::size_t channels = image.channels();
  if (has_alpha(image)) {
    for (std::size_t i = channels - 1; i < row.size(); i += channels) {
      for (std::size_t c = i + 1 - channels; c < i; ++c) row[c] = row[i] > 0 ? row[c] / row[i] : 0;
    }
  }
  store_samples<T>(row, light, out);
  if (!has_alpha(image)) return;
  const float scale = sample_max(image.type()), half = std::is_same_v<T, float> ? 0 : 0.5f;
  for (std::size_t i = channels - 1; i < row.size(); i += channels) {
    out[i] = static_cast<T>(std::clamp(row[i] * scale + half, 0.0f, scale));
  }
}

void shrink_row(std::span<const float> row, const FloatAxis& axis, int channels, std::span<float> out) {
  for (std::size_t x = 0; x < axis.spans.size(); ++x) {
    const Span& span = axis.spans[x];
    for (int c = 0; c < channels; ++c) {
      float sum = 0;
      for (int i = 0; i < span.count; ++i) {
        sum += axis.weights[span.weights + i] * row[static_cast<std::size_t>(span.first + i) * channels + c];
      }
      out[x * channels + c] = sum;
    }
  }
}

template <class T>
void resize_rows(const Image& from, const FloatAxis& across, const FloatAxis& down, bool light, int begin, int end,
                 Image& to) {
  std::vector<float> row(from.row_samples()), sum(from.row_samples()), out(to.row_samples());
  for (int y = begin; y < end; ++y) {
    const Span& span = down.spans[y];
    std::fill(sum.begin(), sum.end(), 0.0f);
    for (int i = 0; i < span.count; ++i) {
      load_row<T>(from, span.first + i, light, row);
      const float weight = down.weights[span.weights + i];
      for (std::size_t s = 0; s < sum.size(); ++s) sum[s] += weight * row[s];
    }
    shrink_row(sum, across, from.channels(), out);
    store_row<T>(to, y, light, out);
  }
}

}  // namespace

Result<Image> resize_floats(const Image& image, const Axis& across_axis, const Axis& down_axis, bool light,
                            const RunContext& run) {
  const FloatAxis across = in_floats(across_axis), down = in_floats(down_axis);
  const int width = static_cast<int>(across.spans.size()), height = static_cast<int>(down.spans.size());
  Image resized(width, height, image.channels(), image.type(), image.meaning());
  TRY_VOID(parallel_for(run, (height + rows_per_piece - 1) / rows_per_piece, [&](int i) {
    const int begin = i * rows_per_piece, end = std::min(height, begin + rows_per_piece);
    switch (image.type()) {
      case SampleType::u8:
        return resize_rows<std::uint8_t>(image, across, down, light, begin, end, resized);
      case SampleType::u16:
        return resize_rows<std::uint16_t>(image, across, down, light, begin, end, resized);
      case SampleType::f32:
        return resize_rows<float>(image, across, down, light, begin, end, resized);
    }
  }));
  return resized;
}

}  // namespace atelier
