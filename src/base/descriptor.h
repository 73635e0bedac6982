#pragma once

#include <filesystem>
#include <utility>

namespace atelier {

/// Owns a file descriptor.
class Descriptor {
 public:
  explicit Descriptor(int descriptor = -1) : descriptor_(descriptor) {}
  Descriptor(Descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Descriptor() { close(); }

  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  /// 0, or the errno of a failed close (where a network disk reports that it is full).
  int close();

 private:
  int descriptor_;
};

/// Makes a rename in this folder durable; best effort, as some file systems cannot.
void sync_folder(const std::filesystem::path& folder);

}  // namespace atelier
