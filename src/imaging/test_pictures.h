#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>

#include "imaging/image.h"

namespace atelier {

/// A picture for tests: smooth waves with a little noise, flat in its last quarter. u8 or u16.
inline Image test_picture(int width, int height, int channels, SampleType type,
                          ColorMeaning meaning = ColorMeaning::srgb) {
  Image image(width, height, channels, type, meaning);
  std::minstd_rand random(7);
  const int top = type == SampleType::u16 ? 65535 : 255;
  for (int y = 0; y < height; ++y) {
    for (std::size_t i = 0; i < image.row_samples(); ++i) {
      const int wave = static_cast<int>((i * 3 + static_cast<std::size_t>(y) * 5) % 200);
      const int noise = static_cast<int>(random() >> 16) % 9;
      const int value = y * 4 >= height * 3 ? top : (wave + noise) * top / 255;
      if (type == SampleType::u16)
        image.row<std::uint16_t>(y)[i] = static_cast<std::uint16_t>(value);
      else
        image.row<std::uint8_t>(y)[i] = static_cast<std::uint8_t>(value);
    }
  }
  return image;
}

inline bool same_samples(const Image& a, const Image& b) {
  return a.width() == b.width() && a.height() == b.height() && a.channels() == b.channels() && a.type() == b.type() &&
         std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

}  // namespace atelier
