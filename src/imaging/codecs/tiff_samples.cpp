#include "imaging/codecs/tiff_samples.h"

#include <algorithm>
#include <cstring>

namespace atelier {
namespace {

std::uint32_t sample_at(const std::uint8_t* packed, std::size_t index, int bits) {
  if (bits == 16) {
    std::uint16_t value;
    std::memcpy(&value, packed + 2 * index, sizeof value);
    return value;
  }
  const std::size_t bit = index * bits;
  return packed[bit / 8] >> (8 - bits - bit % 8) & ((1u << bits) - 1);
}

template <class T>
void place(const TiffSamples& samples, int plane, const std::uint8_t* packed, const TiffRun& run, Image& image) {
  const std::uint32_t top = (1u << samples.bits) - 1, scale = samples.bits < 8 ? 255 / top : 1;
  const int channels = image.channels(), step = samples.separate ? 1 : samples.per_pixel;
  for (int c = 0; c < channels; ++c) {
    const int sample = c < samples.colors() ? c : samples.alpha;
    if (samples.separate && sample != plane) continue;
    const bool inverted = samples.color == TiffColor::grey_from_white && c == 0;
    const std::uint32_t factor = samples.color == TiffColor::palette ? 1 : scale;
    T* to = image.row<T>(run.y) + std::size_t{1} * run.x * channels + c;
    for (int x = 0; x < run.pixels; ++x, to += channels) {
      const std::uint32_t value =
          sample_at(packed, std::size_t{1} * x * step + (samples.separate ? 0 : sample), samples.bits);
      *to = static_cast<T>((inverted ? top - value : value) * factor);
    }
  }
}

template <class T>
void divide(Image& image) {
  constexpr std::uint64_t top = static_cast<T>(~T{0});
  const int channels = image.channels();
  for (int y = 0; y < image.height(); ++y) {
    T* pixel = image.row<T>(y);
    for (int x = 0; x < image.width(); ++x, pixel += channels) {
      const std::uint64_t alpha = pixel[channels - 1];
      for (int c = 0; c < channels - 1; ++c) {
        pixel[c] = static_cast<T>(alpha > 0 ? std::min(top, (pixel[c] * top + alpha / 2) / alpha) : 0);
      }
    }
  }
}

}  // namespace

void place_samples(const TiffSamples& samples, int plane, const std::uint8_t* packed, const TiffRun& run,
                   Image& image) {
  if (samples.bits == 16)
    place<std::uint16_t>(samples, plane, packed, run, image);
  else
    place<std::uint8_t>(samples, plane, packed, run, image);
}

void divide_by_alpha(Image& image) {
  if (image.type() == SampleType::u16)
    divide<std::uint16_t>(image);
  else
    divide<std::uint8_t>(image);
}

}  // namespace atelier
