#include "store/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>

#include "base/files.h"
#include "store/artifact_store.h"
#include "store/database.h"
#include "store/sql_failure.h"
#include "store/sqlite_file.h"
#include "store/tar.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view database_name = "atelier.db", artifacts_name = "artifacts/", sqlite_mark = "SQLite format 3";
constexpr std::int64_t piece_bytes = std::int64_t{1} << 20;

/// A file that goes away unless it is given its name.
class Partial {
 public:
  explicit Partial(fs::path path) : path_(std::move(path)) { remove(); }
  ~Partial() { remove(); }
  Partial(const Partial&) = delete;
  Partial& operator=(const Partial&) = delete;

  const fs::path& path() const { return path_; }
  /// Never over a file that is there.
  Result<void> become(const fs::path& name) {
    if (::link(path_.c_str(), name.c_str()) != 0) return file_error(errno, name);
    sync_folder(name.has_parent_path() ? name.parent_path() : ".");
    return ok();
  }

 private:
  void remove() const {
    for (const char* end : {"", "-wal", "-shm"}) ::unlink((path_.string() + end).c_str());
  }
  fs::path path_;
};

Result<void> refuse_existing(const fs::path& file) {
  std::error_code failed;
  return fs::exists(file, failed) ? Result<void>(file_error(EEXIST, file)) : ok();
}

Result<void> add_file(TarWriter& tar, std::string_view name, const fs::path& path) {
  std::error_code failed;
  const auto bytes = static_cast<std::int64_t>(fs::file_size(path, failed));
  if (failed) return file_error(failed.value(), path);
  std::ifstream file(path, std::ios::binary);
  return tar.add(name, bytes, [&]() -> Result<std::string> {
    std::string piece(static_cast<std::size_t>(piece_bytes), '\0');
    file.read(piece.data(), piece_bytes);
    piece.resize(static_cast<std::size_t>(file.gcount()));
    return piece;
  });
}

Result<void> add_artifact(TarWriter& tar, ArtifactStore& artifacts, const StoredFile& file) {
  std::int64_t offset = 0;
  const std::string name = fmt::format("{}{}/{}", artifacts_name, file.sha256.substr(0, 2), file.sha256);
  return tar.add(name, file.bytes, [&]() -> Result<std::string> {
    TRY(std::string piece, artifacts.read(file.sha256, offset, piece_bytes));
    offset += static_cast<std::int64_t>(piece.size());
    return piece;
  });
}

Result<BackedUp> write_archive(const fs::path& database_copy, ArtifactStore& artifacts, const fs::path& file) {
  BackedUp backed_up;
  TRY(TarWriter tar, TarWriter::create(file));
  TRY_VOID(add_file(tar, database_name, database_copy));
  TRY_VOID(artifacts.each([&](const StoredFile& stored) -> Result<void> {
    ++backed_up.artifacts;
    return add_artifact(tar, artifacts, stored);
  }));
  TRY_VOID(tar.finish());
  return backed_up;
}

Result<std::string> first_bytes(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return file_error(errno, file);
  std::string bytes(sqlite_mark.size(), '\0');
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return bytes;
}

Result<void> take_database(const std::function<Result<std::string>()>& next, const fs::path& to) {
  Descriptor file(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file.is_open()) return file_error(errno, to);
  for (;;) {
    TRY(const std::string piece, next());
    if (piece.empty()) break;
    if (::write(file.get(), piece.data(), piece.size()) != static_cast<ssize_t>(piece.size()))
      return file_error(errno, to);
  }
  if (::fsync(file.get()) != 0) return file_error(errno, to);
  const int failed = file.close();
  return failed == 0 ? ok() : Result<void>(file_error(failed, to));
}

Result<void> take_artifact(TarReader& tar, std::string_view hash, ArtifactStore& artifacts) {
  TRY(const std::unique_ptr<ArtifactWriter> writer, artifacts.begin());
  for (;;) {
    TRY(const std::string piece, tar.read());
    if (piece.empty()) break;
    TRY_VOID(writer->add(piece));
  }
  TRY(const StoredFile stored, writer->finish());
  if (stored.sha256 == hash) return ok();
  return fail(ErrorKind::corrupt,
              {"artifact {} is damaged in the backup", "артефакт {} повреждён в резервной копии",
               "백업의 산출물 {}가 손상되었습니다"},
              hash);
}

Error no_backup(const fs::path& file) {
  return fail(ErrorKind::invalid_argument,
              {"{} is no backup of atelier", "{} — не резервная копия atelier", "{}은(는) atelier의 백업이 아닙니다"},
              shown_path(file))
      .with_field("file");
}

Result<BackedUp> read_archive(const fs::path& file, const fs::path& database_to, ArtifactStore& artifacts) {
  BackedUp restored;
  bool has_database = false;
  TRY(TarReader tar, TarReader::open(file));
  for (;;) {
    TRY(const std::optional<TarEntry> entry, tar.next());
    if (!entry) break;
    const std::string_view name = entry->name;
    const std::string_view hash = name.substr(name.rfind('/') + 1);
    if (name == database_name && !has_database) {
      has_database = true;
      TRY_VOID(take_database([&] { return tar.read(); }, database_to));
    } else if (name.starts_with(artifacts_name) && is_sha256(hash)) {
      ++restored.artifacts;
      TRY_VOID(take_artifact(tar, hash, artifacts));
    } else {
      return no_backup(file);
    }
  }
  if (!has_database) return no_backup(file);
  return restored;
}

// Opening it brings an older schema to ours, and refuses what is no store or a newer one.
Result<void> check_database(const fs::path& file) {
  { TRY(const auto opened, Database::open({.address = "sqlite:" + file.string(), .check_in_background = false})); }
  const std::atomic<bool> never{false};
  const std::optional<std::string> damage = find_damage(file, never);
  if (!damage) return ok();
  return fail(ErrorKind::corrupt,
              {"the database of the backup is damaged: {}", "база данных копии повреждена: {}",
               "백업의 데이터베이스가 손상되었습니다: {}"},
              *damage);
}

}  // namespace

Result<BackedUp> back_up(Database& database, ArtifactStore* artifacts, const fs::path& file) {
  TRY_VOID(refuse_existing(file));
  BackedUp backed_up;
  if (!artifacts) {
    TRY_VOID(database.copy_to(file));
  } else {
    Partial copy(fs::path(file) += ".db.partial"), archive(fs::path(file) += ".tar.partial");
    TRY_VOID(database.copy_to(copy.path()));
    TRY(backed_up, write_archive(copy.path(), *artifacts, archive.path()));
    TRY_VOID(archive.become(file));
  }
  std::error_code failed;
  backed_up.bytes = static_cast<std::int64_t>(fs::file_size(file, failed));
  return backed_up;
}

Result<BackedUp> restore(const fs::path& file, const fs::path& database_file, ArtifactStore& artifacts) {
  if (const Result<void> is_free = refuse_existing(database_file); !is_free.ok()) {
    return Error(is_free.error())
        .with_hint({"Stop the server and move that file away; then call it again.",
                    "Остановите сервер и уберите этот файл, затем повторите.",
                    "서버를 멈추고 그 파일을 옮긴 뒤 다시 실행하세요."});
  }
  TRY(const std::string begin, first_bytes(file));
  std::error_code failed;
  if (database_file.has_parent_path()) fs::create_directories(database_file.parent_path(), failed);
  Partial copy(fs::path(database_file) += ".partial");
  BackedUp restored;
  if (begin == sqlite_mark) {
    std::ifstream stream(file, std::ios::binary);
    TRY_VOID(take_database(
        [&]() -> Result<std::string> {
          std::string piece(static_cast<std::size_t>(piece_bytes), '\0');
          stream.read(piece.data(), piece_bytes);
          piece.resize(static_cast<std::size_t>(stream.gcount()));
          return piece;
        },
        copy.path()));
  } else {
    TRY(restored, read_archive(file, copy.path(), artifacts));
  }
  TRY_VOID(check_database(copy.path()));
  TRY_VOID(copy.become(database_file));
  restored.bytes = static_cast<std::int64_t>(fs::file_size(file, failed));
  return restored;
}

}  // namespace atelier
