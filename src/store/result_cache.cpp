#include "store/result_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/descriptor.h"
#include "base/files.h"
#include "base/sha256.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

constexpr const char* index_name = ".entry.json";
constexpr std::string_view unfinished = ".new-", discarded = ".old-";
constexpr std::size_t piece_bytes = std::size_t{1} << 20, index_bytes_max = std::size_t{4} << 20;
constexpr auto abandoned_after = std::chrono::hours(1);

// A name beside the entries that no other process has.
fs::path private_name(const fs::path& folder, std::string_view prefix) {
  static std::atomic<unsigned> counter{0};
  return folder / fmt::format("{}{}-{}", prefix, ::getpid(), counter++);
}

struct Copied {
  std::uint64_t bytes = 0;
  std::string sha256;
  bool readable = true;
};

// Copies and hashes in pieces. Only what the target refuses is an error.
Result<Copied> copy_hashed(const fs::path& from, const fs::path& to) {
  Copied copied;
  const Descriptor source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
  if (!source.is_open()) return Copied{0, {}, false};
  Descriptor target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!target.is_open()) return file_error(errno, to);
  Sha256 hash;
  std::vector<char> piece(piece_bytes);
  for (;;) {
    const ssize_t read = ::read(source.get(), piece.data(), piece.size());
    if (read < 0) return Copied{0, {}, false};
    if (read == 0) break;
    const auto size = static_cast<std::size_t>(read);
    hash.add({piece.data(), size});
    for (std::size_t done = 0; done < size;) {
      const ssize_t written = ::write(target.get(), piece.data() + done, size - done);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return file_error(errno, to);
      done += static_cast<std::size_t>(written);
    }
    copied.bytes += size;
  }
  if (const int failed = target.close(); failed != 0) return file_error(failed, to);
  copied.sha256 = hash.hex();
  return copied;
}

void empty_folder(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    fs::remove_all(entry.path(), ignored);
}

// Other processes see an entry or none, never half of one.
void discard(const fs::path& entry) {
  std::error_code ignored;
  const fs::path away = private_name(entry.parent_path(), discarded);
  fs::rename(entry, away, ignored);
  fs::remove_all(away, ignored);
}

std::optional<Json> read_index(const fs::path& entry) {
  const Result<std::string> text = read_file(entry / index_name, index_bytes_max);
  if (!text.ok()) return std::nullopt;
  Result<Json> index = parse_json(*text, index_name);
  if (!index.ok() || !index->is_object() || !index->contains("files") || !(*index)["files"].is_array())
    return std::nullopt;
  return std::move(index).value();
}

bool stays_below(const fs::path& name) {
  return !name.empty() && name.is_relative() && std::find(name.begin(), name.end(), "..") == name.end();
}

// False: the entry is not what it was.
Result<bool> copy_entry(const fs::path& entry, const Json& index, const fs::path& into) {
  for (const Json& file : index["files"]) {
    const fs::path name = file.value("name", "");
    if (!stays_below(name)) return false;
    std::error_code failed;
    if (name.has_parent_path()) fs::create_directories((into / name).parent_path(), failed);
    TRY(const Copied copied, copy_hashed(entry / name, into / name));
    if (!copied.readable || copied.sha256 != file.value("sha256", "")) return false;
  }
  return true;
}

Result<void> fill_entry(const fs::path& from, const fs::path& entry, const Json& note) {
  Json files = Json::array();
  std::error_code failed;
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(from, failed)) {
    const fs::path name = file.path().lexically_relative(from);
    if (file.is_directory(failed)) {
      fs::create_directory(entry / name, failed);
      if (failed) return file_error(failed.value(), entry / name);
      continue;
    }
    TRY(const Copied copied, copy_hashed(file.path(), entry / name));
    if (!copied.readable) return file_error(EIO, file.path());
    files.push_back({{"name", name.generic_string()}, {"sha256", copied.sha256}});
  }
  if (failed) return file_error(failed.value(), from);
  return write_file(entry / index_name, json_text({{"files", files}, {"note", note}}));
}

struct Kept {
  fs::path folder;
  fs::file_time_type used;
  std::uint64_t bytes = 0;
};

std::vector<Kept> list_entries(const fs::path& folder) {
  std::vector<Kept> entries;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (!entry.is_directory(ignored) || entry.path().filename().native().starts_with('.')) continue;
    Kept kept{entry.path(), entry.last_write_time(ignored)};
    for (const fs::directory_entry& file : fs::recursive_directory_iterator(entry.path(), ignored)) {
      std::error_code failed;
      const std::uintmax_t bytes = file.file_size(failed);
      if (!failed) kept.bytes += bytes;
    }
    entries.push_back(std::move(kept));
  }
  return entries;
}

void remove_abandoned(const fs::path& folder) {
  std::error_code ignored;
  const auto now = fs::file_time_type::clock::now();
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(unfinished) && !name.starts_with(discarded)) continue;
    if (now - entry.last_write_time(ignored) > abandoned_after) fs::remove_all(entry.path(), ignored);
  }
}

}  // namespace

ResultCache::ResultCache(fs::path folder, std::uint64_t bytes_max)
    : folder_(std::move(folder)), bytes_max_(bytes_max) {}

Result<std::optional<Json>> ResultCache::fetch(std::string_view key, const fs::path& into) const {
  if (bytes_max_ == 0) return std::optional<Json>();
  const fs::path entry = folder_ / key;
  const std::optional<Json> index = read_index(entry);
  if (!index) {
    std::error_code ignored;
    if (fs::exists(entry, ignored)) discard(entry);
    return std::optional<Json>();
  }
  if (!fs::is_directory(into)) return file_error(ENOENT, into);
  const Result<bool> whole = copy_entry(entry, *index, into);
  if (!whole.ok()) return whole.error();
  if (!*whole) {
    empty_folder(into);
    discard(entry);
    return std::optional<Json>();
  }
  ::utimensat(AT_FDCWD, entry.c_str(), nullptr, 0);  // used now
  return std::optional<Json>(index->value("note", Json()));
}

Result<void> ResultCache::keep(std::string_view key, const fs::path& from, const Json& note) const {
  std::error_code failed;
  const fs::path entry = folder_ / key;
  if (bytes_max_ == 0 || fs::exists(entry, failed)) return ok();
  fs::create_directories(folder_, failed);
  if (failed) return file_error(failed.value(), folder_);
  const fs::path staged = private_name(folder_, unfinished);
  if (!fs::create_directory(staged, failed)) return file_error(failed.value(), staged);
  Result<void> kept = fill_entry(from, staged, note);
  if (kept.ok()) fs::rename(staged, entry, failed);  // another process may have been faster
  fs::remove_all(staged, failed);
  if (kept.ok()) shrink();
  return kept;
}

ResultCache::Size ResultCache::size() const {
  Size size;
  for (const Kept& kept : list_entries(folder_)) {
    size.bytes += kept.bytes;
    ++size.entries;
  }
  return size;
}

void ResultCache::shrink() const {
  std::vector<Kept> entries = list_entries(folder_);
  std::uint64_t bytes = 0;
  for (const Kept& kept : entries) bytes += kept.bytes;
  std::sort(entries.begin(), entries.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
  for (const Kept& kept : entries) {
    if (bytes <= bytes_max_) break;
    discard(kept.folder);
    bytes -= kept.bytes;
  }
  remove_abandoned(folder_);
}

}  // namespace atelier
