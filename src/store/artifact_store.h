#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/descriptor.h"
#include "base/result.h"
#include "base/sha256.h"

namespace atelier {

class ArtifactStore;

/// Bytes that are kept, by what they are.
struct StoredFile {
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  std::int64_t bytes = 0;
};

/// Takes bytes in pieces; nothing of them is seen before finish(), and nothing stays if that is not reached.
class ArtifactWriter {
 public:
  ~ArtifactWriter();
  ArtifactWriter(const ArtifactWriter&) = delete;
  ArtifactWriter& operator=(const ArtifactWriter&) = delete;

  /// too_large over the limit, out_of_disk. No other call but the destructor after an error.
  Result<void> add(std::string_view bytes);
  /// Keeps what was added: on disk (or accepted by the service) when it returns.
  Result<StoredFile> finish();
  std::int64_t bytes() const { return bytes_; }

 private:
  friend class ArtifactStore;
  ArtifactWriter(ArtifactStore& store, std::filesystem::path temporary, Descriptor file, std::int64_t bytes_max);

  ArtifactStore& store_;
  std::filesystem::path temporary_;
  Descriptor file_;
  Sha256 hash_;
  std::int64_t bytes_ = 0, bytes_max_;
};

/// What garbage collection is told, and what it did.
struct Collecting {
  /// Younger files stay, referenced or not: whoever has just kept one is about to refer to it.
  std::int64_t grace_ms = 3'600'000;
  std::function<Result<bool>(std::string_view sha256)> is_referenced;
};
struct Collected {
  std::int64_t files = 0, bytes = 0;            ///< removed
  std::int64_t files_left = 0, bytes_left = 0;  ///< kept
};

inline constexpr std::int64_t artifact_bytes_max = std::int64_t{64} << 30;

/// Files by their SHA-256: equal bytes are kept once, and what is there never changes. Who may see which is for jobs
/// and uploads to say. Thread-safe; many processes may use one place.
class ArtifactStore {
 public:
  virtual ~ArtifactStore() = default;

  /// `scratch`: a folder for what is not finished; made when it is needed.
  explicit ArtifactStore(std::filesystem::path scratch) : scratch_(std::move(scratch)) {}

  Result<std::unique_ptr<ArtifactWriter>> begin(std::int64_t bytes_max = artifact_bytes_max);
  /// Keeps a copy of a file.
  Result<StoredFile> keep(const std::filesystem::path& file);
  /// Writes a new file with these bytes. corrupt when they are not what they were.
  Result<void> copy_to(std::string_view sha256, const std::filesystem::path& file);

  /// not_found.
  virtual Result<std::int64_t> size(std::string_view sha256) = 0;
  /// Up to `length` bytes from `offset`, fewer only at the end. not_found.
  virtual Result<std::string> read(std::string_view sha256, std::int64_t offset, std::int64_t length) = 0;
  /// Removes what nothing refers to. Safe while others keep and refer.
  virtual Result<Collected> collect(const Collecting& how) = 0;
  /// Every hash, in no order.
  virtual Result<void> each(const std::function<Result<void>(const StoredFile&)>& visit) = 0;

 protected:
  friend class ArtifactWriter;
  /// Makes a finished, synced file of the scratch folder seen under its hash; it may be taken away or left.
  virtual Result<void> publish(const std::filesystem::path& temporary, const StoredFile& file) = 0;

 private:
  std::filesystem::path scratch_;
};

/// Whether the text has the form of a hash.
bool is_sha256(std::string_view text);
Error no_such_artifact(std::string_view sha256);

/// Artifacts in a folder: `artifacts` in the data folder, unless `address` (the setting) names another one.
std::unique_ptr<ArtifactStore> open_folder_store(const std::filesystem::path& folder);

}  // namespace atelier
