#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/descriptor.h"
#include "base/result.h"

namespace atelier {

/// Writes a ZIP archive (PKWARE APPNOTE) of stored files in the strict form that U3MA asks for: names in UTF-8 with the
/// flag set, version needed 2.0, no ZIP64, no comments, extra fields, attributes or data descriptors. The date of every
/// entry is fixed, so that the same files give the same bytes. At most 65,535 entries and 4 GiB.
class ZipFile {
 public:
  /// file_error where it cannot be made.
  static Result<ZipFile> create(const std::filesystem::path& path);

  /// Adds a file. `name` is relative with forward slashes. too_large over the limits.
  Result<void> add(std::string_view name, std::string_view bytes);

  /// Writes the directory; nothing may be added any more. Without it the file is no archive.
  Result<void> finish();

 private:
  struct Entry {
    std::string name;
    std::uint32_t crc32 = 0, bytes = 0, offset = 0;
  };
  ZipFile(std::filesystem::path path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  Result<void> write(std::string_view bytes);

  std::filesystem::path path_;
  Descriptor file_;
  std::uint64_t offset_ = 0;
  std::vector<Entry> entries_;
};

}  // namespace atelier
