#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>

namespace atelier {

/// One value per pixel, rows from the top, no padding; 64-byte aligned, not cleared on creation.
template <class T>
class Plane {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  Plane() = default;
  Plane(int width, int height) : width_(width), height_(height) {
    const std::size_t bytes = (static_cast<std::size_t>(width) * height * sizeof(T) + 127) / 64 * 64;
    data_.reset(static_cast<T*>(std::aligned_alloc(64, bytes)));
    if (!data_) throw std::bad_alloc();
  }

  int width() const { return width_; }
  int height() const { return height_; }
  bool empty() const { return !data_; }
  std::size_t size() const { return static_cast<std::size_t>(width_) * height_; }
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  T* row(int y) { return data_.get() + static_cast<std::size_t>(width_) * y; }
  const T* row(int y) const { return data_.get() + static_cast<std::size_t>(width_) * y; }

 private:
  struct Free {
    void operator()(T* memory) const { std::free(memory); }
  };
  int width_ = 0, height_ = 0;
  std::unique_ptr<T, Free> data_;
};

}  // namespace atelier
