#include "store/backup.h"

#include "app/store_place.h"
#include "app/verb.h"
#include "base/files.h"

namespace atelier {

namespace {

constexpr std::size_t path_bytes_max = 4096;

struct BackupFlags {
  std::string file;
  bool artifacts = false;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("file", &BackupFlags::file,
          Phrase{"a new file for the copy", "новый файл для копии", "복사본을 담을 새 파일"}, Required{},
          MaxBytes{path_bytes_max}, Example{"monday.atelier"});
    visit("artifacts", &BackupFlags::artifacts,
          Phrase{"with the files that jobs made (a tar archive)", "вместе с файлами результатов (архив tar)",
                 "작업이 만든 파일까지 (tar 아카이브)"});
  }
};

struct RestoreFlags {
  std::string file;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("file", &RestoreFlags::file,
          Phrase{"what `atelier backup` wrote", "то, что записал `atelier backup`", "`atelier backup`이 쓴 파일"},
          Required{}, MaxBytes{path_bytes_max}, Example{"monday.atelier"});
  }
};

constexpr VerbExample backup_examples[] = {
    {"atelier backup monday.atelier", {"the jobs", "задания", "작업만"}},
    {"atelier backup whole.tar --artifacts", {"and their files", "и их файлы", "파일까지"}},
};

constexpr VerbExample restore_examples[] = {
    {"ATELIER_HOME=another atelier restore monday.atelier",
     {"into another place, where none is yet", "в другое место, где хранилища ещё нет",
      "아직 저장소가 없는 다른 곳으로"}},
};

void show(const BackedUp& done, const std::string& file, Console& console) {
  if (console.json()) {
    console.print_json({{"file", file}, {"bytes", done.bytes}, {"artifacts", done.artifacts}});
  } else {
    console.print(file);
  }
}

Result<void> run_backup(const Invocation& invocation, Console& console) {
  TRY(const BackupFlags flags, request_from_json<BackupFlags>(invocation.params));
  TRY(const StorePlace place, open_store(invocation.config));
  Result<BackedUp> done = back_up(*place.database, flags.artifacts ? place.artifacts.get() : nullptr, flags.file);
  if (!done.ok()) return std::move(done).error().with_field("file");
  show(*done, flags.file, console);
  return ok();
}

Result<void> run_restore(const Invocation& invocation, Console& console) {
  TRY(const RestoreFlags flags, request_from_json<RestoreFlags>(invocation.params));
  TRY(const std::filesystem::path to, sqlite_file(invocation.config));
  const std::unique_ptr<ArtifactStore> artifacts = open_artifacts(invocation.config);
  Result<BackedUp> done = restore(flags.file, to, *artifacts);
  if (!done.ok()) return std::move(done).error().with_field("file");
  show(*done, to.string(), console);
  return ok();
}

}  // namespace

Verb backup_verb() {
  return {.name = "backup",
          .group = VerbGroup::studio,
          .what = {"copy the store of jobs into a file", "скопировать хранилище заданий в файл",
                   "작업 저장소를 파일로 복사"},
          .details = {"A server may be at work meanwhile.", "Сервер при этом может работать.",
                      "그동안 서버가 일하고 있어도 됩니다."},
          .fields = fields_of<BackupFlags>,
          .operand = "file",
          .examples = backup_examples,
          .run = run_backup};
}

Verb restore_verb() {
  return {.name = "restore",
          .group = VerbGroup::studio,
          .what = {"put a backup back", "вернуть резервную копию", "백업 되돌리기"},
          .details = {"Where no store is: it never goes over one. The server must not run meanwhile.",
                      "Только туда, где хранилища нет: оно не перезаписывается. Сервер должен быть остановлен.",
                      "저장소가 없는 곳에만 되돌리며, 덮어쓰지 않습니다. 서버는 멈춰 있어야 합니다."},
          .fields = fields_of<RestoreFlags>,
          .operand = "file",
          .examples = restore_examples,
          .run = run_restore};
}

}  // namespace atelier
