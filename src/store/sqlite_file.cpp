#include "store/sqlite_file.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <memory>

#include "base/descriptor.h"
#include "base/files.h"
#include "store/sql_failure.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

using File = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

constexpr int busy_ms = 10'000, instructions_between_looks = 10'000;

File open_file(const fs::path& file) {
  sqlite3* opened = nullptr;
  sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  sqlite3_busy_timeout(opened, busy_ms);
  return {opened, sqlite3_close};
}

Statement prepare(const File& file, const char* text) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(file.get(), text, -1, &statement, nullptr);
  return {statement, sqlite3_finalize};
}

int look_at_stop(void* stop) {
  return static_cast<const std::atomic<bool>*>(stop)->load() ? 1 : 0;
}

Result<void> sync_file(const fs::path& file) {
  Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor.is_open() || ::fsync(descriptor.get()) != 0) return file_error(errno, file);
  return ok();
}

}  // namespace

Result<void> make_sqlite_file(const fs::path& file) {
  std::error_code failed;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), failed);
  if (failed) return file_error(failed.value(), file.parent_path());
  const Descriptor made(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  return made.is_open() ? ok() : Result<void>(file_error(errno, file));
}

bool was_left_open(const fs::path& file) {
  std::error_code failed;
  const std::uintmax_t bytes = fs::file_size(fs::path(file) += "-wal", failed);
  return !failed && bytes > 0;
}

std::optional<std::string> find_damage(const fs::path& path, const std::atomic<bool>& stop) {
  const File file = open_file(path);
  sqlite3_progress_handler(file.get(), instructions_between_looks, look_at_stop, const_cast<std::atomic<bool>*>(&stop));
  const Statement check = prepare(file, "PRAGMA quick_check(1)");
  const int code = check ? sqlite3_step(check.get()) : sqlite3_errcode(file.get());
  if (code == SQLITE_ROW) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(check.get(), 0));
    if (text && std::string_view(text) != "ok") return text;
  }
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) return sqlite3_errmsg(file.get());
  return std::nullopt;
}

Result<void> copy_sqlite_file(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  if (fs::exists(to, failed)) return file_error(EEXIST, to);
  const fs::path partial = fs::path(to) += ".partial";
  fs::remove(partial, failed);
  const File file = open_file(from);
  const Statement copy = prepare(file, "VACUUM INTO ?1");
  sqlite3_bind_text(copy.get(), 1, partial.c_str(), -1, SQLITE_TRANSIENT);
  Result<void> copied = ok();
  if (const int code = sqlite3_step(copy.get()); code != SQLITE_DONE)
    copied = sqlite_problem(code, sqlite3_errmsg(file.get()), shown_path(to)).error;
  if (copied.ok()) copied = sync_file(partial);
  if (copied.ok() && ::link(partial.c_str(), to.c_str()) != 0) copied = file_error(errno, to);
  fs::remove(partial, failed);
  if (copied.ok()) sync_folder(to.has_parent_path() ? to.parent_path() : ".");
  return copied;
}

}  // namespace atelier
