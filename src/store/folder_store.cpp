#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>

#include "base/files.h"
#include "store/artifact_store.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t prefix_digits = 2;
constexpr std::int64_t abandoned_after_ms = 24 * 3'600'000, read_length_max = std::int64_t{64} << 20;

std::int64_t age_ms(const struct stat& facts) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count() -
         (std::int64_t{facts.st_mtim.tv_sec} * 1000 + facts.st_mtim.tv_nsec / 1'000'000);
}

/// FOLDER/ab/abcdef…: the bytes; FOLDER/.new: what is being written; FOLDER/.out: on its way out.
class FolderStore : public ArtifactStore {
 public:
  explicit FolderStore(const fs::path& folder) : ArtifactStore(folder / ".new"), folder_(folder) {}

  Result<std::int64_t> size(std::string_view sha256) override;
  Result<std::string> read(std::string_view sha256, std::int64_t offset, std::int64_t length) override;
  Result<Collected> collect(const Collecting& how) override;
  Result<void> each(const std::function<Result<void>(const StoredFile&)>& visit) override;

 protected:
  Result<void> publish(const fs::path& temporary, const StoredFile& file) override;

 private:
  fs::path path_of(std::string_view sha256) const {
    return folder_ / std::string(sha256.substr(0, prefix_digits)) / std::string(sha256);
  }
  Result<bool> remove_if_unused(const StoredFile& file, const Collecting& how);
  void remove_abandoned(const char* name) const;

  fs::path folder_;
};

Result<void> FolderStore::publish(const fs::path& temporary, const StoredFile& file) {
  const fs::path target = path_of(file.sha256);
  // Equal bytes are there: made young, so that garbage collection leaves them to whoever is about to refer to them.
  if (::utimensat(AT_FDCWD, target.c_str(), nullptr, 0) == 0) {
    struct stat facts {};
    if (::stat(target.c_str(), &facts) == 0 && facts.st_size == file.bytes) return ok();
  }
  std::error_code failed;
  const bool is_new_folder = fs::create_directories(target.parent_path(), failed);
  if (failed) return file_error(failed.value(), target.parent_path());
  ::chmod(temporary.c_str(), 0444);
  if (::rename(temporary.c_str(), target.c_str()) != 0) return file_error(errno, target);
  sync_folder(target.parent_path());
  if (is_new_folder) sync_folder(folder_);
  return ok();
}

Result<std::int64_t> FolderStore::size(std::string_view sha256) {
  struct stat facts {};
  if (!is_sha256(sha256) || ::stat(path_of(sha256).c_str(), &facts) != 0) return no_such_artifact(sha256);
  return static_cast<std::int64_t>(facts.st_size);
}

Result<std::string> FolderStore::read(std::string_view sha256, std::int64_t offset, std::int64_t length) {
  if (!is_sha256(sha256)) return no_such_artifact(sha256);
  const fs::path path = path_of(sha256);
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return errno == ENOENT ? no_such_artifact(sha256) : file_error(errno, path);
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return file_error(errno, path);
  const std::int64_t left = std::max<std::int64_t>(facts.st_size - std::max<std::int64_t>(offset, 0), 0);
  std::string bytes(static_cast<std::size_t>(std::min({left, std::max<std::int64_t>(length, 0), read_length_max})), 0);
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t got =
        ::pread(file.get(), bytes.data() + done, bytes.size() - done, offset + static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_error(errno, path);
    if (got == 0) bytes.resize(done);
    done += static_cast<std::size_t>(got);
  }
  return bytes;
}

Result<void> FolderStore::each(const std::function<Result<void>(const StoredFile&)>& visit) {
  std::error_code failed;
  for (const fs::directory_entry& group : fs::directory_iterator(folder_, failed)) {
    if (group.path().filename().native().size() != prefix_digits) continue;
    std::error_code gone;
    for (const fs::directory_entry& entry : fs::directory_iterator(group.path(), gone)) {
      const std::string name = entry.path().filename().string();
      const std::uintmax_t bytes = entry.file_size(gone);
      if (gone || !is_sha256(name)) continue;
      TRY_VOID(visit({name, static_cast<std::int64_t>(bytes)}));
    }
  }
  return ok();
}

// Whoever keeps the same bytes again either makes the file young before it is moved away, which is seen afterwards, or
// does not find it and writes it anew.
Result<bool> FolderStore::remove_if_unused(const StoredFile& file, const Collecting& how) {
  struct stat facts {};
  const fs::path path = path_of(file.sha256), out = folder_ / ".out" / file.sha256;
  if (::stat(path.c_str(), &facts) != 0 || age_ms(facts) < how.grace_ms) return false;
  TRY(const bool is_used, how.is_referenced(file.sha256));
  if (is_used) return false;
  std::error_code failed;
  fs::create_directories(folder_ / ".out", failed);
  if (::rename(path.c_str(), out.c_str()) != 0) return false;
  TRY(const bool is_used_now, how.is_referenced(file.sha256));
  if (is_used_now || ::stat(out.c_str(), &facts) != 0 || age_ms(facts) < how.grace_ms) {
    ::link(out.c_str(), path.c_str());  // unless it has been written anew
    ::unlink(out.c_str());
    return false;
  }
  ::unlink(out.c_str());
  return true;
}

void FolderStore::remove_abandoned(const char* name) const {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_ / name, failed)) {
    struct stat facts {};
    if (::stat(entry.path().c_str(), &facts) == 0 && age_ms(facts) > abandoned_after_ms) ::unlink(entry.path().c_str());
  }
}

Result<Collected> FolderStore::collect(const Collecting& how) {
  Collected collected;
  remove_abandoned(".new");
  remove_abandoned(".out");
  TRY_VOID(each([&](const StoredFile& file) -> Result<void> {
    TRY(const bool is_removed, remove_if_unused(file, how));
    (is_removed ? collected.files : collected.files_left) += 1;
    (is_removed ? collected.bytes : collected.bytes_left) += file.bytes;
    return ok();
  }));
  return collected;
}

}  // namespace

std::unique_ptr<ArtifactStore> open_folder_store(const fs::path& folder) {
  return std::make_unique<FolderStore>(folder);
}

}  // namespace atelier
