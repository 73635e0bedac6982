#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "base/result.h"

namespace atelier {

/// What the numbers in a picture mean.
enum class ColorMeaning {
  srgb,    ///< sRGB-encoded colour (or grey); alpha, where there is one, is linear and straight
  linear,  ///< light: linear Rec. 709 primaries, D65
  data,    ///< not colour: heights, normals, masks
};

enum class SampleType { u8, u16, f32 };

constexpr std::size_t sample_bytes(SampleType type) {
  return type == SampleType::u8 ? 1 : type == SampleType::u16 ? 2 : 4;
}

/// A picture in memory: rows from the top, pixels interleaved, no row padding; 1 (grey), 2 (grey+alpha), 3 (RGB) or
/// 4 (RGBA) channels. Integer samples span 0..max; f32 samples are 0..1 unless a function says otherwise.
/// Moves are cheap, copies are explicit (clone). The memory is not cleared on creation.
class Image {
 public:
  Image() = default;
  Image(int width, int height, int channels, SampleType type, ColorMeaning meaning);
  Image(Image&&) = default;
  Image& operator=(Image&&) = default;
  Image clone() const;

  int width() const { return width_; }
  int height() const { return height_; }
  int channels() const { return channels_; }
  SampleType type() const { return type_; }
  ColorMeaning meaning() const { return meaning_; }
  bool empty() const { return width_ == 0; }
  std::size_t row_samples() const { return static_cast<std::size_t>(width_) * channels_; }
  std::size_t row_bytes() const { return row_samples() * sample_bytes(type_); }
  std::size_t bytes() const { return row_bytes() * height_; }

  std::byte* data() { return data_.get(); }
  const std::byte* data() const { return data_.get(); }

  /// Row y as samples of type T, which must be the picture's sample type.
  template <class T>
  T* row(int y) {
    return reinterpret_cast<T*>(data_.get()) + row_samples() * y;
  }
  template <class T>
  const T* row(int y) const {
    return reinterpret_cast<const T*>(data_.get()) + row_samples() * y;
  }

 private:
  struct Free {
    void operator()(std::byte* memory) const;
  };
  int width_ = 0, height_ = 0, channels_ = 0;
  SampleType type_ = SampleType::u8;
  ColorMeaning meaning_ = ColorMeaning::srgb;
  std::unique_ptr<std::byte, Free> data_;  // 64-byte aligned
};

/// A mask: one u8 channel, 255 inside, 0 outside. Always ColorMeaning::data.
struct Mask {
  Image image;
};

}  // namespace atelier
