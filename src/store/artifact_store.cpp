#include "store/artifact_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "base/files.h"
#include "base/utf8.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = std::size_t{1} << 20, sha256_digits = 64;
constexpr int shown_hash_columns_max = 70;

}  // namespace

bool is_sha256(std::string_view text) {
  return text.size() == sha256_digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Error no_such_artifact(std::string_view sha256) {
  return fail(ErrorKind::not_found, {"artifact {}", "артефакт {}", "산출물 {}"},
              shorten(std::string(sha256), shown_hash_columns_max));
}

ArtifactWriter::ArtifactWriter(ArtifactStore& store, fs::path temporary, Descriptor file, std::int64_t bytes_max)
    : store_(store), temporary_(std::move(temporary)), file_(std::move(file)), bytes_max_(bytes_max) {}

ArtifactWriter::~ArtifactWriter() {
  ::unlink(temporary_.c_str());
}

Result<void> ArtifactWriter::add(std::string_view bytes) {
  if (static_cast<std::int64_t>(bytes.size()) > bytes_max_ - bytes_) {
    return fail(ErrorKind::too_large,
                {"the file has more than {} bytes", "в файле больше {} байт", "파일이 {}바이트보다 큽니다"},
                bytes_max_);
  }
  hash_.add(bytes);
  bytes_ += static_cast<std::int64_t>(bytes.size());
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return file_error(errno, temporary_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return ok();
}

Result<StoredFile> ArtifactWriter::finish() {
  if (::fsync(file_.get()) != 0) return file_error(errno, temporary_);
  if (const int failed = file_.close(); failed != 0) return file_error(failed, temporary_);
  StoredFile file{hash_.hex(), bytes_};
  TRY_VOID(store_.publish(temporary_, file));
  return file;
}

Result<std::unique_ptr<ArtifactWriter>> ArtifactStore::begin(std::int64_t bytes_max) {
  std::error_code failed;
  fs::create_directories(scratch_, failed);
  if (failed) return file_error(failed.value(), scratch_);
  std::string temporary = (scratch_ / "new-XXXXXX").string();
  Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!file.is_open()) return file_error(errno, scratch_);
  return std::unique_ptr<ArtifactWriter>(new ArtifactWriter(*this, temporary, std::move(file), bytes_max));
}

Result<StoredFile> ArtifactStore::keep(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return file_error(errno, path);
  TRY(const std::unique_ptr<ArtifactWriter> writer, begin());
  std::vector<char> piece(piece_bytes);
  for (;;) {
    const ssize_t got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(errno, path);
    if (got == 0) return writer->finish();
    TRY_VOID(writer->add({piece.data(), static_cast<std::size_t>(got)}));
  }
}

Result<void> ArtifactStore::copy_to(std::string_view sha256, const fs::path& path) {
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!file.is_open()) return file_error(errno, path);
  Sha256 hash;
  const auto copied = [&]() -> Result<void> {
    for (std::int64_t offset = 0;;) {
      TRY(const std::string piece, read(sha256, offset, piece_bytes));
      if (piece.empty()) break;
      hash.add(piece);
      offset += static_cast<std::int64_t>(piece.size());
      if (::write(file.get(), piece.data(), piece.size()) != static_cast<ssize_t>(piece.size()))
        return file_error(errno, path);
    }
    if (const int failed = file.close(); failed != 0) return file_error(failed, path);
    if (hash.hex() == sha256) return ok();
    return fail(
        ErrorKind::corrupt,
        {"artifact {} has changed on disk", "артефакт {} изменился на диске", "산출물 {}가 디스크에서 바뀌었습니다"},
        sha256);
  }();
  if (!copied.ok()) ::unlink(path.c_str());
  return copied;
}

}  // namespace atelier
