#include "base/staged_folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/descriptor.h"
#include "base/files.h"
#include "base/json.h"

namespace atelier {

namespace fs = std::filesystem;

struct StagedFolder::State {
  fs::path target;
  fs::path partial;
  IfThere if_there = IfThere::refuse;
  std::vector<fs::path> made_parents;  // from the top down
  Descriptor lock;
  bool published = false;

  ~State() {
    std::error_code ignored;
    if (lock.is_open() && !published) fs::remove_all(partial, ignored);
    if (published) return;
    for (auto parent = made_parents.rbegin(); parent != made_parents.rend(); ++parent) ::rmdir(parent->c_str());
  }
};

StagedFolder::StagedFolder(std::unique_ptr<State> state) : state_(std::move(state)) {}
StagedFolder::StagedFolder(StagedFolder&&) noexcept = default;
StagedFolder& StagedFolder::operator=(StagedFolder&&) noexcept = default;
StagedFolder::~StagedFolder() = default;
const fs::path& StagedFolder::folder() const {
  return state_->partial;
}
const fs::path& StagedFolder::target() const {
  return state_->target;
}

bool is_atelier_set(const fs::path& folder) {
  constexpr std::size_t manifest_bytes_max = std::size_t{4} << 20;
  const Result<std::string> text = read_file(folder / "manifest.json", manifest_bytes_max);
  if (!text.ok()) return false;
  const Result<Json> manifest = parse_json(*text, "manifest.json");
  if (!manifest.ok() || !manifest->is_object()) return false;
  const auto generator = manifest->find("generator");
  return generator != manifest->end() && generator->is_string() &&
         generator->get_ref<const std::string&>().starts_with("atelier");
}

namespace {

Error for_out(Error error) {
  return std::move(error).with_field("out");
}

Error is_taken(const fs::path& target) {
  return for_out(
      fail(ErrorKind::conflict,
           {"out: {} is already there and not empty", "out: папка {} уже существует и не пуста",
            "out: {} 폴더가 이미 있고 비어 있지 않습니다"},
           shown_path(target))
          .with_hint({"Choose another --out, or add --overwrite.", "Выберите другой --out или добавьте --overwrite.",
                      "다른 --out을 고르거나 --overwrite를 붙이세요."}));
}

Error is_not_ours(const fs::path& target) {
  return for_out(fail(ErrorKind::conflict,
                      {"out: {} holds other things than a set made by atelier, and stays as it is",
                       "out: в папке {} лежит не набор atelier, поэтому она не изменена",
                       "out: {} 폴더에 atelier가 만든 세트가 아닌 것이 있어 그대로 두었습니다"},
                      shown_path(target))
                     .with_hint({"Choose another --out.", "Выберите другой --out.", "다른 --out을 고르세요."}));
}

Error is_busy(const fs::path& target) {
  return for_out(fail(ErrorKind::conflict,
                      {"out: another command is writing {} right now", "out: в папку {} сейчас пишет другая команда",
                       "out: 지금 다른 명령이 {} 폴더에 쓰고 있습니다"},
                      shown_path(target))
                     .with_hint({"Wait for it, or choose another --out.", "Дождитесь её или выберите другой --out.",
                                 "끝나기를 기다리거나 다른 --out을 고르세요."}));
}

Error leads_nowhere(const fs::path& link) {
  return for_out(fail(ErrorKind::invalid_argument,
                      {"out: {} is a link to something that is not there", "out: {} — ссылка на то, чего нет",
                       "out: {} 은(는) 없는 곳을 가리키는 링크입니다"},
                      shown_path(link))
                     .with_hint({"Choose another --out.", "Выберите другой --out.", "다른 --out을 고르세요."}));
}

/// The target without a trailing slash, links to folders followed.
Result<fs::path> resolved(const fs::path& target) {
  TRY_VOID(check_out_path(target));
  fs::path normal = target.lexically_normal();
  if (!normal.has_filename()) normal = normal.parent_path();
  std::error_code failed;
  if (fs::is_symlink(normal, failed)) {
    normal = fs::canonical(normal, failed);
    if (failed == std::errc::no_such_file_or_directory) return leads_nowhere(target);
    if (failed) return for_out(file_error(failed.value(), target));
  }
  if (normal.empty() || normal == "." || normal == normal.root_path()) {
    return for_out(fail(ErrorKind::invalid_argument,
                        {"out: {} cannot be replaced by results", "out: {} нельзя заменить результатами",
                         "out: {} 폴더는 결과로 바꿀 수 없습니다"},
                        shown_path(target))
                       .with_hint({"Name a new folder inside it.", "Назовите новую папку внутри неё.",
                                   "그 안의 새 폴더 이름을 지정하세요."}));
  }
  return normal;
}

Result<void> check_target(const fs::path& target, IfThere if_there) {
  struct stat facts {};
  if (::stat(target.c_str(), &facts) != 0) {
    return errno == ENOENT ? ok() : Result<void>(for_out(file_error(errno, target)));
  }
  if (!S_ISDIR(facts.st_mode)) {
    return for_out(
        fail(ErrorKind::invalid_argument,
             {"out: {} is a file, not a folder", "out: {} — это файл, а не папка", "out: {}: 폴더가 아니라 파일입니다"},
             shown_path(target))
            .with_hint({"Choose another --out.", "Выберите другой --out.", "다른 --out을 고르세요."}));
  }
  std::error_code failed;
  const bool empty = fs::is_empty(target, failed);
  if (failed) return for_out(file_error(failed.value(), target));
  if (empty) return ok();
  if (if_there == IfThere::refuse) return is_taken(target);
  return is_atelier_set(target) ? ok() : Result<void>(is_not_ours(target));
}

/// Makes the missing folders above `target` and notes which.
Result<void> make_parents(const fs::path& target, std::vector<fs::path>& made) {
  fs::path step;
  for (const fs::path& part : target.parent_path()) {
    step /= part;
    if (::mkdir(step.c_str(), 0777) == 0) {
      made.push_back(step);
      continue;
    }
    const int number = errno;
    std::error_code ignored;
    if (fs::is_directory(step, ignored)) continue;
    return for_out(file_error(number == EEXIST ? ENOTDIR : number, step));
  }
  return ok();
}

bool same_folder(int descriptor, const fs::path& path) {
  struct stat held {
  }, named{};
  return ::fstat(descriptor, &held) == 0 && ::stat(path.c_str(), &named) == 0 && held.st_dev == named.st_dev &&
         held.st_ino == named.st_ino;
}

/// Makes or takes over the hidden folder and locks it.
Result<Descriptor> lock_partial(const fs::path& partial, const fs::path& target) {
  constexpr int tries = 20;
  for (int i = 0; i < tries; ++i) {
    const bool made = ::mkdir(partial.c_str(), 0777) == 0;
    if (!made && errno != EEXIST) return for_out(file_error(errno, target));
    Descriptor lock(::open(partial.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!lock.is_open() && errno == ENOENT) continue;  // its owner has just published or removed it
    if (!lock.is_open()) return for_out(file_error(errno, partial));
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
      // Where the file system has no locks, having made the folder is the lock.
      if (errno == EWOULDBLOCK || !made) return is_busy(target);
    }
    if (same_folder(lock.get(), partial)) return lock;
  }
  return is_busy(target);
}

Result<void> make_empty(const fs::path& folder) {
  std::error_code failed;
  for (fs::directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    std::error_code not_removed;
    fs::remove_all(entry->path(), not_removed);
    if (not_removed) return for_out(file_error(not_removed.value(), entry->path()));
  }
  return failed ? Result<void>(for_out(file_error(failed.value(), folder))) : ok();
}

Result<void> sync_all(const fs::path& folder) {
  std::error_code failed;
  for (fs::recursive_directory_iterator entry(folder, failed), end; !failed && entry != end; entry.increment(failed)) {
    const Descriptor file(::open(entry->path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.is_open() && ::fsync(file.get()) != 0 && errno != EINVAL) return for_out(file_error(errno, entry->path()));
  }
  return failed ? Result<void>(for_out(file_error(failed.value(), folder))) : ok();
}

/// Puts `partial` in the place of `target`, and what was there in the place of `partial`.
Result<void> exchange(const fs::path& partial, const fs::path& target) {
  if (::renameat2(AT_FDCWD, partial.c_str(), AT_FDCWD, target.c_str(), RENAME_EXCHANGE) == 0) return ok();
  if (errno != EINVAL && errno != ENOSYS) return for_out(file_error(errno, target));
  // The file system cannot exchange: step aside, move in, and undo if that fails.
  fs::path aside = partial;
  aside += ".old";
  if (::rename(target.c_str(), aside.c_str()) != 0) return for_out(file_error(errno, target));
  if (::rename(partial.c_str(), target.c_str()) != 0) {
    const int number = errno;
    ::rename(aside.c_str(), target.c_str());
    return for_out(file_error(number, target));
  }
  if (::rename(aside.c_str(), partial.c_str()) != 0) return for_out(file_error(errno, aside));
  return ok();
}

}  // namespace

Result<StagedFolder> StagedFolder::create(const fs::path& target, IfThere if_there) {
  auto state = std::make_unique<State>();
  TRY(state->target, resolved(target));
  state->if_there = if_there;
  TRY_VOID(check_target(state->target, if_there));
  state->partial = state->target.parent_path() / ("." + state->target.filename().string() + ".partial");
  TRY_VOID(make_parents(state->target, state->made_parents));
  TRY(state->lock, lock_partial(state->partial, state->target));
  TRY_VOID(make_empty(state->partial));
  TRY_VOID(check_target(state->target, if_there));  // it may have been published between the first look and the lock
  return StagedFolder(std::move(state));
}

Result<void> StagedFolder::publish() {
  // rename(2) puts a folder in the place of an empty one or of nothing, and refuses everything else.
  if (::rename(state_->partial.c_str(), state_->target.c_str()) == 0) {
    state_->published = true;
    sync_folder(state_->target.has_parent_path() ? state_->target.parent_path() : ".");
    return ok();
  }
  const int number = errno;
  if (number != EEXIST && number != ENOTEMPTY) return for_out(file_error(number, state_->target));
  TRY_VOID(check_target(state_->target, state_->if_there));
  // Locked too: as soon as it is called .NAME.partial, another command would take it for a stale one.
  const Descriptor old(::open(state_->target.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (old.is_open() && ::flock(old.get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    return is_busy(state_->target);
  TRY_VOID(sync_all(state_->partial));
  TRY_VOID(exchange(state_->partial, state_->target));
  state_->published = true;
  std::error_code ignored;
  fs::remove_all(state_->partial, ignored);
  return ok();
}

}  // namespace atelier
