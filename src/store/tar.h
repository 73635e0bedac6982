#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/result.h"

namespace atelier {

/// Writes a tar archive (POSIX.1-2001 ustar; sizes over 8 GiB as GNU tar writes them) of plain files.
class TarWriter {
 public:
  /// A new file; file_error.
  static Result<TarWriter> create(const std::filesystem::path& path);

  /// Adds a file of exactly `bytes` bytes, which `next` gives in pieces ("" at the end). `name`: at most 100 bytes.
  Result<void> add(std::string_view name, std::int64_t bytes, const std::function<Result<std::string>()>& next);
  /// Writes the end, and syncs.
  Result<void> finish();

 private:
  TarWriter(std::filesystem::path path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  Result<void> write(std::string_view bytes);

  std::filesystem::path path_;
  Descriptor file_;
};

struct TarEntry {
  std::string name;
  std::int64_t bytes = 0;
};

/// Reads such an archive from front to back. invalid_argument for what is none, is cut short, or holds links, folders
/// and the like.
class TarReader {
 public:
  static Result<TarReader> open(const std::filesystem::path& path);

  /// The next file; what was not read of the last one is passed over. Nothing at the end.
  Result<std::optional<TarEntry>> next();
  /// The next bytes of the file, at most a MiB; "" at its end.
  Result<std::string> read();

 private:
  TarReader(std::filesystem::path path, Descriptor file) : path_(std::move(path)), file_(std::move(file)) {}
  Result<std::string> take(std::int64_t bytes);
  Error damaged() const;

  std::filesystem::path path_;
  Descriptor file_;
  std::int64_t left_ = 0, padding_ = 0;  // of the current file
};

}  // namespace atelier
