#include "jobs/queue_ends.h"
#include "jobs/queue_rows.h"
#include "jobs/queue_state.h"

namespace atelier {
namespace {

Result<Job> lock_job(SqlSession& session, std::string_view id) {
  static const SqlStatement select = select_jobs("WHERE id = ? {for_update}");
  TRY(const auto rows, session.run(select, {id}));
  if (rows.empty()) return no_such_job(id);
  return read_job(rows[0]);
}

Result<std::vector<Job>> children_of(SqlSession& session, std::string_view parent) {
  static const SqlStatement select = select_jobs("WHERE parent = ? AND parent <> '' ORDER BY id {for_update}");
  TRY(const auto rows, session.run(select, {parent}));
  std::vector<Job> children;
  for (const SqlRow& row : rows) children.push_back(read_job(row));
  return children;
}

Error wrong_state(const Job& job, const Phrase& message) {
  return fail(ErrorKind::conflict, message, job.id, job_state_name(job.state)).with_field("id");
}

Result<void> cancel_one(SqlSession& session, const Job& job) {
  static const SqlStatement ask{
      "UPDATE jobs SET cancel_requested = 1 WHERE id = ? AND state = 'running' AND cancel_requested = 0 RETURNING "
      "owner",
      "t"};
  if (job.state == JobState::queued && job.children == 0) {
    TRY_VOID(end_job(session, job.id, {JobState::cancelled}));
    return ok();
  }
  TRY(const auto rows, session.run(ask, {job.id}));
  if (!rows.empty()) add_event(session, job.id, rows[0][0].text(), "cancelling");
  return ok();
}

Result<void> cancel_with_children(SqlSession& session, const Job& job) {
  if (job.children == 0) return cancel_one(session, job);
  TRY(const std::vector<Job> children, children_of(session, job.id));
  TRY_VOID(cancel_one(session, job));
  for (const Job& child : children) {
    // One that was to follow a cancelled step is cancelled with it: end_job finds it ended.
    if (!is_final(child.state)) {
      TRY_VOID(cancel_one(session, child));
    }
  }
  return ok();
}

// Back into the queue as it was when it was new. `hold`: "" or "step".
Result<bool> queue_again(SqlSession& session, std::string_view id, std::string_view hold) {
  static const SqlStatement again{
      "UPDATE jobs SET state = 'queued', hold = ?, finished_ms = 0, started_ms = 0, not_before_ms = 0, error = '', "
      "error_kind = '', facts = '', engine = '', tries = 0, crashes = 0, losses = 0, twin = '', twins = 0, flight = "
      "'', "
      "cancel_requested = 0 WHERE id = ? AND state IN ('failed', 'cancelled') RETURNING owner",
      "t"};
  TRY(const auto rows, session.run(again, {hold, id}));
  if (rows.empty()) return false;
  add_event(session, id, rows[0][0].text(), "queued", {{"reason", "retry"}});
  session.announcement().work = true;
  return true;
}

Result<std::string> successor_of(SqlSession& session, std::string_view id) {
  static const SqlStatement select{"SELECT successor FROM jobs WHERE id = ?", "t"};
  TRY(const auto rows, session.run(select, {id}));
  return rows.empty() ? std::string() : rows[0][0].text();
}

// A parent counts its open children anew.
Result<void> reopen_parent(SqlSession& session, std::string_view parent) {
  static const SqlStatement reopen{
      "UPDATE jobs SET state = 'queued', hold = 'children', finished_ms = 0, error = '', error_kind = '', "
      "cancel_requested = 0, children_open = (SELECT count(*) FROM jobs AS c WHERE c.parent = jobs.id AND c.state IN "
      "('queued', 'running')), children_failed = (SELECT count(*) FROM jobs AS c WHERE c.parent = jobs.id AND c.state "
      "= "
      "'failed'), children_cancelled = (SELECT count(*) FROM jobs AS c WHERE c.parent = jobs.id AND c.state = "
      "'cancelled') WHERE id = ? RETURNING owner",
      "t"};
  TRY(const auto rows, session.run(reopen, {parent}));
  if (!rows.empty()) add_event(session, parent, rows[0][0].text(), "queued", {{"reason", "retry"}});
  return ok();
}

// The job, and of a chain the steps after it, which were cancelled with it.
Result<void> retry_with_steps(SqlSession& session, std::string_view id) {
  std::string next(id);
  for (const char* hold = ""; !next.empty(); hold = "step") {
    TRY(const bool is_back, queue_again(session, next, hold));
    if (!is_back) break;
    TRY(next, successor_of(session, next));
  }
  return ok();
}

Result<void> retry_children(SqlSession& session, std::string_view parent) {
  TRY(const std::vector<Job> children, children_of(session, parent));
  for (const Job& child : children) {
    // Steps that were put back with the one before them are no longer ended.
    TRY(const Job now, lock_job(session, child.id));
    if (now.state == JobState::failed || now.state == JobState::cancelled) {
      TRY_VOID(retry_with_steps(session, child.id));
    }
  }
  return ok();
}

Result<void> remove_rows(SqlSession& session, const Job& job) {
  for (const char* text : {"DELETE FROM job_files WHERE job = ?", "DELETE FROM attempts WHERE job = ?",
                           "DELETE FROM events WHERE job = ?", "DELETE FROM jobs WHERE id = ?"}) {
    TRY_VOID(session.run({text}, {job.id}));
  }
  add_event(session, job.id, job.owner, "removed");
  return ok();
}

Result<void> remove_with_children(SqlSession& session, const Job& job) {
  if (job.children > 0) {
    TRY(const std::vector<Job> children, children_of(session, job.id));
    for (const Job& child : children) {
      TRY_VOID(remove_rows(session, child));
    }
  }
  return remove_rows(session, job);
}

Result<Job> lock_ended(SqlSession& session, std::string_view id) {
  TRY(Job job, lock_job(session, id));
  if (is_final(job.state)) return job;
  return wrong_state(job, {"job {} is {}: cancel it first", "задание {} в состоянии {}: сначала отмените его",
                           "작업 {}은(는) {} 상태입니다. 먼저 취소하세요"});
}

}  // namespace

Result<Job> Queue::cancel(std::string_view id) {
  TRY_VOID(write(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const Job job, lock_job(session, id));
    if (is_final(job.state)) {
      return wrong_state(
          job, {"job {} has ended already: {}", "задание {} уже завершено: {}", "작업 {}은(는) 이미 끝났습니다: {}"});
    }
    return cancel_with_children(session, job);
  }));
  return get(id);
}

Result<Job> Queue::retry(std::string_view id) {
  TRY_VOID(write(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const Job job, lock_job(session, id));
    if (job.state != JobState::failed && job.state != JobState::cancelled) {
      return wrong_state(job, {"job {} is {}: only a failed or cancelled one is tried again",
                               "задание {} в состоянии {}: повторяют только неудавшееся или отменённое",
                               "작업 {}은(는) {} 상태입니다. 실패하거나 취소된 작업만 다시 할 수 있습니다"});
    }
    if (job.children > 0) {
      TRY_VOID(retry_children(session, job.id));
      return reopen_parent(session, job.id);
    }
    TRY_VOID(retry_with_steps(session, job.id));
    return job.parent.empty() ? ok() : reopen_parent(session, job.parent);
  }));
  return get(id);
}

Result<void> Queue::remove(std::string_view id) {
  return write(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const Job job, lock_ended(session, id));
    return remove_with_children(session, job);
  });
}

Result<std::vector<std::string>> Queue::remove_ended_before(std::int64_t time_ms, int limit) {
  static const SqlStatement old = select_jobs(
      "WHERE finished_ms > 0 AND finished_ms < ? AND parent = '' ORDER BY finished_ms LIMIT ? {skip_locked}");
  std::vector<std::string> removed;
  TRY_VOID(write(state_->database, [&](SqlSession& session) -> Result<void> {
    removed.clear();
    TRY(const auto rows, session.run(old, {time_ms, limit}));
    for (const SqlRow& row : rows) {
      const Job job = read_job(row);
      TRY_VOID(remove_with_children(session, job));
      removed.push_back(job.id);
    }
    return ok();
  }));
  return removed;
}

}  // namespace atelier
