#include "imaging/image.h"

#include <cstdlib>
#include <cstring>
#include <new>

namespace atelier {

void Image::Free::operator()(std::byte* memory) const {
  std::free(memory);
}

Image::Image(int width, int height, int channels, SampleType type, ColorMeaning meaning)
    : width_(width), height_(height), channels_(channels), type_(type), meaning_(meaning) {
  const std::size_t size = (bytes() + 63) / 64 * 64 + 64;
  data_.reset(static_cast<std::byte*>(std::aligned_alloc(64, size)));
  if (!data_) throw std::bad_alloc();
}

Image Image::clone() const {
  if (empty()) return {};
  Image copy(width_, height_, channels_, type_, meaning_);
  std::memcpy(copy.data(), data(), bytes());
  return copy;
}

}  // namespace atelier
