#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <span>

#include "imaging/resize_axis.h"

namespace atelier {
namespace {

constexpr int weight_bits = 22, rows_per_piece = 16;

/// An axis in whole numbers of 2^-22.
struct WholeAxis {
  std::span<const Span> spans;
  std::vector<std::int32_t> weights;
};

WholeAxis whole(const Axis& axis) {
  WholeAxis result{axis.spans, {}};
  result.weights.reserve(axis.weights.size());
  for (const double weight : axis.weights) {
    const double scaled = weight * (1 << weight_bits);
    result.weights.push_back(static_cast<std::int32_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5));
  }
  return result;
}

constexpr std::int32_t one_half = 1 << (weight_bits - 1);

std::uint8_t level(std::int32_t sum) {
  return static_cast<std::uint8_t>(std::clamp(sum >> weight_bits, 0, 255));
}

template <int channels>
void shrink_row(const std::uint8_t* row, const WholeAxis& axis, std::uint8_t* to) {
  for (const Span& span : axis.spans) {
    const std::int32_t* weight = axis.weights.data() + span.weights;
    const std::uint8_t* from = row + std::size_t{1} * span.first * channels;
    std::int32_t sums[channels];
    std::fill_n(sums, channels, one_half);
    for (int i = 0; i < span.count; ++i, from += channels) {
      for (int c = 0; c < channels; ++c) sums[c] += weight[i] * from[c];
    }
    for (int c = 0; c < channels; ++c) *to++ = level(sums[c]);
  }
}

Image like(const Image& image, int width, int height) {
  return {width, height, image.channels(), image.type(), image.meaning()};
}

template <class Rows>
Result<void> by_rows(int height, const RunContext& run, Rows&& rows) {
  return parallel_for(run, (height + rows_per_piece - 1) / rows_per_piece,
                      [&](int i) { rows(i * rows_per_piece, std::min(height, (i + 1) * rows_per_piece)); });
}

Result<Image> pass_across(const Image& from, const WholeAxis& axis, const RunContext& run) {
  Image to = like(from, static_cast<int>(axis.spans.size()), from.height());
  constexpr void (*shrink[])(const std::uint8_t*, const WholeAxis&, std::uint8_t*) = {shrink_row<1>, shrink_row<2>,
                                                                                      shrink_row<3>, shrink_row<4>};
  TRY_VOID(by_rows(to.height(), run, [&](int begin, int end) {
    for (int y = begin; y < end; ++y) {
      shrink[from.channels() - 1](from.row<std::uint8_t>(y), axis, to.row<std::uint8_t>(y));
    }
  }));
  return to;
}

Result<Image> pass_down(const Image& from, const WholeAxis& axis, const RunContext& run) {
  Image to = like(from, from.width(), static_cast<int>(axis.spans.size()));
  TRY_VOID(by_rows(to.height(), run, [&](int begin, int end) {
    std::vector<std::int32_t> sums(from.row_samples());
    for (int y = begin; y < end; ++y) {
      const Span& span = axis.spans[y];
      std::fill(sums.begin(), sums.end(), one_half);
      for (int i = 0; i < span.count; ++i) {
        const std::int32_t weight = axis.weights[span.weights + i];
        const std::uint8_t* row = from.row<std::uint8_t>(span.first + i);
        for (std::size_t s = 0; s < sums.size(); ++s) sums[s] += weight * row[s];
      }
      std::transform(sums.begin(), sums.end(), to.row<std::uint8_t>(y), level);
    }
  }));
  return to;
}

// Both directions round as Pillow's premultiplied modes do.
void multiply_by_alpha(Image& image) {
  const int channels = image.channels();
  for (int y = 0; y < image.height(); ++y) {
    std::uint8_t* pixel = image.row<std::uint8_t>(y);
    for (int x = 0; x < image.width(); ++x, pixel += channels) {
      for (int c = 0; c < channels - 1; ++c) {
        const int product = pixel[c] * pixel[channels - 1] + 128;
        pixel[c] = static_cast<std::uint8_t>(((product >> 8) + product) >> 8);
      }
    }
  }
}

void divide_by_alpha(Image& image) {
  const int channels = image.channels();
  for (int y = 0; y < image.height(); ++y) {
    std::uint8_t* pixel = image.row<std::uint8_t>(y);
    for (int x = 0; x < image.width(); ++x, pixel += channels) {
      const int alpha = pixel[channels - 1];
      if (alpha == 0 || alpha == 255) continue;
      for (int c = 0; c < channels - 1; ++c) {
        pixel[c] = static_cast<std::uint8_t>(std::min(255, 255 * pixel[c] / alpha));
      }
    }
  }
}

Result<Image> both_passes(const Image& image, const Axis& across, const Axis& down, const Box& box,
                          const RunContext& run) {
  const int width = static_cast<int>(across.spans.size()), height = static_cast<int>(down.spans.size());
  const bool wide = width != image.width() || box.left != 0 || box.right != image.width();
  const bool high = height != image.height() || box.top != 0 || box.bottom != image.height();
  const bool down_first =
      height < image.height() && 2 * (std::int64_t{image.width()} - width) < image.height() - height;
  const auto pass = [&](const Image& from, bool is_down) {
    return is_down ? pass_down(from, whole(down), run) : pass_across(from, whole(across), run);
  };
  if (!wide && !high) return image.clone();
  if (!wide || !high) return pass(image, high);
  TRY(const Image between, pass(image, down_first));
  return pass(between, !down_first);
}

}  // namespace

Result<Image> resize_levels(const Image& image, const Axis& across, const Axis& down, const Box& box,
                            const RunContext& run) {
  if (image.channels() % 2 != 0) return both_passes(image, across, down, box, run);
  Image premultiplied = image.clone();
  multiply_by_alpha(premultiplied);
  TRY(Image resized, both_passes(premultiplied, across, down, box, run));
  divide_by_alpha(resized);
  return resized;
}

}  // namespace atelier
