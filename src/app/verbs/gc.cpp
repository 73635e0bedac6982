#include "app/store_place.h"
#include "app/verb.h"
#include "jobs/queue.h"
#include "jobs/upkeep.h"

namespace atelier {

namespace {

constexpr std::int64_t day_ms = std::int64_t{24} * 3'600'000, mebibyte = std::int64_t{1} << 20;
constexpr double days_max = 36'500, mebibytes_max = 1e9;

struct GcFlags {
  double days = 0;
  std::int64_t max_mb = 0;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("days", &GcFlags::days,
          Phrase{"jobs that ended so many days ago go; 0: none goes for its age",
                 "удалить задания, завершённые столько дней назад; 0: не по возрасту",
                 "끝난 지 이만큼(일) 지난 작업을 지움; 0: 나이로는 지우지 않음"},
          Range{0, days_max});
    visit("max_mb", &GcFlags::max_mb,
          Phrase{"the oldest results go while all have more MiB than this; 0: no limit",
                 "удалять самые старые результаты, пока всех больше стольких МиБ; 0: без предела",
                 "모든 결과가 이 용량(MiB)을 넘는 동안 가장 오래된 것부터 지움; 0: 제한 없음"},
          Range{0, mebibytes_max});
  }
};

constexpr VerbExample examples[] = {
    {"atelier gc", {"what nothing refers to any more", "то, на что больше ничто не ссылается", "더는 쓰이지 않는 것"}},
    {"atelier gc --days 90", {"results older than 90 days too", "и результаты старше 90 дней", "90일 지난 결과도"}},
};

Result<void> run_gc(const Invocation& invocation, Console& console) {
  TRY(const GcFlags flags, request_from_json<GcFlags>(invocation.params));
  TRY(const StorePlace place, open_store(invocation.config));
  Queue queue(*place.database);
  const Retention retention{static_cast<std::int64_t>(flags.days * static_cast<double>(day_ms)),
                            flags.max_mb * mebibyte};
  TRY(const Upkept gone, collect_garbage(queue, *place.database, *place.artifacts, retention));
  const Collected& files = gone.artifacts;
  if (console.json()) {
    console.print_json({{"jobs", gone.jobs},
                        {"uploads", gone.uploads},
                        {"events", gone.events},
                        {"files", files.files},
                        {"bytes", files.bytes},
                        {"files_left", files.files_left},
                        {"bytes_left", files.bytes_left}});
    return ok();
  }
  console.print(format_text({"removed: {} jobs, {} uploads, {} files ({} MiB); left: {} files ({} MiB)",
                             "удалено: заданий {}, загрузок {}, файлов {} ({} МиБ); осталось файлов: {} ({} МиБ)",
                             "지움: 작업 {}개, 업로드 {}개, 파일 {}개({} MiB). 남음: 파일 {}개({} MiB)"},
                            gone.jobs, gone.uploads, files.files, files.bytes / mebibyte, files.files_left,
                            files.bytes_left / mebibyte)
                    .in(console.lang()));
  return ok();
}

}  // namespace

Verb gc_verb() {
  return {.name = "gc",
          .group = VerbGroup::studio,
          .what = {"remove results that have had their time", "удалить отжившие результаты", "수명이 다한 결과 지우기"},
          .fields = fields_of<GcFlags>,
          .examples = examples,
          .run = run_gc};
}

}  // namespace atelier
