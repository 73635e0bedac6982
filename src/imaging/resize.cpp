#include "imaging/resize.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "imaging/color.h"

namespace atelier {
namespace {

constexpr int rows_per_piece = 16;

/// The source samples that one new sample covers, and how much of each; the weights sum to 1.
struct Span {
  int first = 0, count = 0;
  std::size_t weights = 0;  // index into Axis::weights
};

struct Axis {
  std::vector<Span> spans;
  std::vector<float> weights;
};

// Positions are whole numbers of 1/(from × to), so that no rounding can make two machines differ.
Axis make_axis(int from, int to) {
  Axis axis;
  for (std::int64_t i = 0; i < to; ++i) {
    const std::int64_t begin = i * from, end = begin + from;  // a source sample is `to` wide
    Span span{static_cast<int>(begin / to), 0, axis.weights.size()};
    for (std::int64_t s = begin / to; s * to < end; ++s, ++span.count) {
      const std::int64_t covered = std::min(end, (s + 1) * to) - std::max(begin, s * to);
      axis.weights.push_back(static_cast<float>(static_cast<double>(covered) / from));
    }
    axis.spans.push_back(span);
  }
  return axis;
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
    for (std::size_t i = 0; i < row.size(); ++i) out[i] = static_cast<T>(std::min(row[i] * scale + 0.5f, scale));
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
    out[i] = static_cast<T>(std::min(row[i] * scale + half, scale));
  }
}

void shrink_row(std::span<const float> row, const Axis& axis, int channels, std::span<float> out) {
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
void resize_rows(const Image& from, const Axis& across, const Axis& down, bool light, int begin, int end, Image& to) {
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

Result<Image> resize_area(const Image& image, int width, int height, AverageIn average_in, const RunContext& run) {
  if (image.empty() || width < 1 || height < 1) {
    return fail(ErrorKind::invalid_argument,
                {"size: {} × {} pixels is no picture", "размер: {} × {} пикселей — не изображение",
                 "크기: {} × {}픽셀은 그림이 아닙니다"},
                width, height);
  }
  const bool light = average_in == AverageIn::light && image.meaning() == ColorMeaning::srgb;
  const Axis across = make_axis(image.width(), width), down = make_axis(image.height(), height);
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

Result<Image> fit_within(const Image& image, int side, AverageIn average_in, const RunContext& run) {
  const int longest = std::max(image.width(), image.height());
  if (longest <= side) return image.clone();
  const auto scaled = [&](int length) {
    return static_cast<int>(std::max<std::int64_t>(1, (std::int64_t{length} * side + longest / 2) / longest));
  };
  return resize_area(image, scaled(image.width()), scaled(image.height()), average_in, run);
}

Image repeat(const Image& image, int columns, int rows) {
  Image repeated(image.width() * columns, image.height() * rows, image.channels(), image.type(), image.meaning());
  for (int y = 0; y < repeated.height(); ++y) {
    const std::byte* from = image.data() + image.row_bytes() * (y % image.height());
    for (int column = 0; column < columns; ++column) {
      std::memcpy(repeated.data() + repeated.row_bytes() * y + image.row_bytes() * column, from, image.row_bytes());
    }
  }
  return repeated;
}

}  // namespace atelier
