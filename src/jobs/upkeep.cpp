#include "jobs/upkeep.h"

#include "jobs/queue.h"
#include "jobs/uploads.h"
#include "store/database.h"
#include "store/sql.h"

namespace atelier {
namespace {

constexpr int jobs_at_once = 100, events_at_once = 1000;

Result<std::int64_t> remove_by_age(Queue& queue, std::int64_t before_ms) {
  std::int64_t removed = 0;
  for (;;) {
    TRY(const auto ids, queue.remove_ended_before(before_ms, jobs_at_once));
    removed += static_cast<std::int64_t>(ids.size());
    if (static_cast<int>(ids.size()) < jobs_at_once) return removed;
  }
}

Result<std::int64_t> remove_by_bytes(Queue& queue, std::int64_t bytes_max) {
  std::int64_t removed = 0;
  for (;;) {
    TRY(const Statistics now, queue.statistics());
    if (now.artifact_bytes <= bytes_max) return removed;
    TRY(const auto ids, queue.remove_ended_before(INT64_MAX, 1 + static_cast<int>(removed > 0) * 9));
    if (ids.empty()) return removed;
    removed += static_cast<std::int64_t>(ids.size());
  }
}

Result<std::int64_t> remove_progress(Database& database, std::int64_t age_ms) {
  static const SqlStatement remove{
      "DELETE FROM events WHERE sequence IN (SELECT sequence FROM events WHERE type = 'progress' AND at_ms < now_ms() "
      "- ? "
      "ORDER BY sequence LIMIT ?) RETURNING sequence",
      "i"};
  std::int64_t removed = 0;
  for (std::size_t last = events_at_once; last == events_at_once; removed += static_cast<std::int64_t>(last)) {
    TRY_VOID(write(database, [&](SqlSession& session) -> Result<void> {
      TRY(const auto rows, session.run(remove, {age_ms, events_at_once}));
      last = rows.size();
      return ok();
    }));
  }
  return removed;
}

}  // namespace

Result<Upkept> collect_garbage(Queue& queue, Database& database, ArtifactStore& artifacts, const Retention& retention) {
  Upkept upkept;
  if (retention.age_ms > 0) {
    TRY(const std::int64_t aged, remove_by_age(queue, now_ms(database) - retention.age_ms));
    upkept.jobs += aged;
  }
  if (retention.bytes_max > 0) {
    TRY(const std::int64_t over, remove_by_bytes(queue, retention.bytes_max));
    upkept.jobs += over;
  }
  TRY(upkept.uploads, remove_expired_uploads(database));
  TRY(upkept.events, remove_progress(database, retention.progress_age_ms));
  TRY(upkept.artifacts,
      artifacts.collect({retention.grace_ms, [&](std::string_view hash) { return queue.is_referenced(hash); }}));
  return upkept;
}

}  // namespace atelier
