#include "jobs/queue_ends.h"

#include <deque>

#include "base/record.h"
#include "jobs/queue_rows.h"

namespace atelier {
namespace {

/// What others need to know of a job that has changed its state, and what its attempt was.
struct Changed {
  std::string id, owner, parent, successor;
  std::int64_t twins = 0, attempt = 0;
  std::string lane, worker, remote_id, engine;
  std::int64_t started_ms = 0;
};

constexpr std::string_view changed_columns =
    " RETURNING id, owner, parent, successor, twins, attempt, lane, worker, remote_id, engine, started_ms";
constexpr const char* changed_letters = "ttttiitttti";

Changed read_changed(const SqlRow& row) {
  return {row[0].text(), row[1].text(), row[2].text(), row[3].text(), row[4].integer(), row[5].integer(),
          row[6].text(), row[7].text(), row[8].text(), row[9].text(), row[10].integer()};
}

std::string kind_name(const std::optional<Error>& error) {
  return error ? error_row(error->kind).name : "";
}

void add_attempt(SqlSession& session, const Changed& job, std::string_view outcome, const std::optional<Error>& error,
                 double cost, const Json& facts) {
  static const SqlInsert insert{
      "INSERT INTO attempts (job, number, engine, lane, worker, remote_id, started_ms, ended_ms, outcome, error_kind, "
      "cost, facts) VALUES ",
      "(?, ?, ?, ?, ?, ?, ?, now_ms(), ?, ?, ?, ?)", ""};
  session.append(insert, {job.id, job.attempt, job.engine, job.lane, job.worker, job.remote_id, job.started_ms, outcome,
                          kind_name(error), cost, text_of(facts)});
}

Json event_data(const JobEnd& end) {
  if (end.error) return {{"error", error_record(*end.error)}};
  if (end.state != JobState::done) return nullptr;
  return {{"engine", end.engine}, {"from_cache", end.from_cache}, {"files", end.artifacts.size()}};
}

Result<std::optional<Changed>> end_one(SqlSession& session, std::string_view id, const JobEnd& end,
                                       std::string_view condition, const SqlRow& values) {
  std::int64_t bytes = 0;
  for (const ArtifactRef& file : end.artifacts) bytes += file.bytes;
  const SqlStatement update{
      "UPDATE jobs SET state = ?, hold = '', finished_ms = now_ms(), lease_until_ms = 0, progress = '', error_kind = "
      "?, "
      "error = ?, facts = ?, engine = CASE WHEN ? = '' THEN engine ELSE ? END, from_cache = ?, bytes = ?, files = ?, "
      "cost = cost + ? WHERE id = ? AND state IN ('queued', 'running') AND " +
          std::string(condition) + std::string(changed_columns),
      changed_letters};
  SqlRow all = {job_state_name(end.state),
                kind_name(end.error),
                end.error ? text_of(error_record(*end.error)) : std::string(),
                text_of(end.facts),
                end.engine,
                end.engine,
                end.from_cache,
                bytes,
                end.artifacts.size(),
                end.cost,
                id};
  all.insert(all.end(), values.begin(), values.end());
  TRY(const auto rows, session.run(update, all));
  if (rows.empty()) return std::optional<Changed>();
  const Changed job = read_changed(rows[0]);
  if (!end.outcome.empty()) add_attempt(session, job, end.outcome, end.error, end.cost, end.facts);
  add_files(session, job.id, "output", end.artifacts);
  add_event(session, job.id, job.owner, job_state_name(end.state), event_data(end));
  session.announcement().ended.push_back(job.id);
  return std::optional<Changed>(job);
}

/// Jobs that have ended, and what is still to follow from that.
struct Ends {
  SqlSession& session;
  std::deque<std::pair<Changed, JobEnd>> open{};

  Result<void> end(std::string_view id, const JobEnd& how) {
    TRY(std::optional<Changed> ended, end_one(session, id, how, "1 = 1", {}));
    if (ended) open.emplace_back(std::move(*ended), how);
    return ok();
  }
  Result<void> answer_twins(const Changed& job, const JobEnd& how);
  Result<void> run_twin_instead(const Changed& job);
  Result<void> next_step(const Changed& job, const JobEnd& how);
  Result<void> child_ended(const Changed& child, const JobEnd& how);
  Result<void> follow();
};

Result<void> Ends::answer_twins(const Changed& job, const JobEnd& how) {
  if (how.state == JobState::cancelled) return run_twin_instead(job);
  static const SqlStatement twins{
      "SELECT id FROM jobs WHERE state = 'queued' AND hold = 'twin' AND twin = ? ORDER BY id", "t"};
  TRY(const auto rows, session.run(twins, {job.id}));
  JobEnd same = how;
  same.outcome.clear();
  same.cost = 0;
  same.from_cache = how.state == JobState::done;
  if (same.engine.empty()) same.engine = job.engine;
  for (const SqlRow& row : rows) {
    TRY_VOID(end(row[0].text(), same));
  }
  return ok();
}

// The oldest of them is computed, and the others wait for that one.
Result<void> Ends::run_twin_instead(const Changed& job) {
  static const SqlStatement first{
      "UPDATE jobs SET hold = '', twin = '', twins = ? WHERE state = 'queued' AND hold = 'twin' AND id = (SELECT "
      "min(id) "
      "FROM jobs WHERE state = 'queued' AND hold = 'twin' AND twin = ?) RETURNING id, owner",
      "tt"};
  static const SqlStatement rest{"UPDATE jobs SET twin = ? WHERE state = 'queued' AND hold = 'twin' AND twin = ?"};
  TRY(const auto rows, session.run(first, {job.twins, job.id}));
  if (rows.empty()) return ok();
  const std::string& next = rows[0][0].text();
  add_event(session, next, rows[0][1].text(), "queued", {{"reason", "twin_cancelled"}});
  session.announcement().work = true;
  TRY_VOID(session.run(rest, {next, job.id}));
  return ok();
}

Result<void> Ends::next_step(const Changed& job, const JobEnd& how) {
  static const SqlStatement release{
      "UPDATE jobs SET hold = CASE WHEN not_before_ms > now_ms() THEN 'time' ELSE '' END WHERE id = ? AND state = "
      "'queued' AND hold = 'step'"};
  session.announcement().work = true;
  if (how.state == JobState::done) {
    TRY_VOID(session.run(release, {job.successor}));
    return ok();
  }
  return end(job.successor, {JobState::cancelled, fail(ErrorKind::cancelled,
                                                       {"the step before it did not succeed",
                                                        "предыдущий шаг не удался", "앞 단계가 성공하지 못했습니다"})});
}

Result<void> Ends::child_ended(const Changed& child, const JobEnd& how) {
  static const SqlStatement count{
      "UPDATE jobs SET children_open = children_open - 1, children_failed = children_failed + ?, children_cancelled = "
      "children_cancelled + ? WHERE id = ? RETURNING children_open, children_failed, children_cancelled, children",
      "iiii"};
  TRY(const auto rows,
      session.run(count, {how.state == JobState::failed, how.state == JobState::cancelled, child.parent}));
  if (rows.empty() || rows[0][0].integer() > 0) return ok();
  const std::int64_t failed = rows[0][1].integer(), cancelled = rows[0][2].integer(), all = rows[0][3].integer();
  if (failed > 0) {
    return end(
        child.parent,
        {JobState::failed,
         fail(ErrorKind::internal,
              {"{} of {} parts failed", "не удались {} из {} частей", "{1}개 중 {0}개가 실패했습니다"}, failed, all)});
  }
  return end(child.parent, {cancelled > 0 ? JobState::cancelled : JobState::done});
}

Result<void> Ends::follow() {
  for (; !open.empty(); open.pop_front()) {
    const auto [job, how] = open.front();
    if (job.twins > 0) {
      TRY_VOID(answer_twins(job, how));
    }
    if (!job.successor.empty()) {
      TRY_VOID(next_step(job, how));
    }
    if (!job.parent.empty()) {
      TRY_VOID(child_ended(job, how));
    }
  }
  return ok();
}

}  // namespace

Result<bool> end_job(SqlSession& session, std::string_view id, const JobEnd& end, std::string_view condition,
                     const SqlRow& values) {
  TRY(std::optional<Changed> ended, end_one(session, id, end, condition, values));
  if (!ended) return false;
  if (ended->twins == 0 && ended->successor.empty() && ended->parent.empty()) return true;
  Ends ends{session};
  ends.open.emplace_back(std::move(*ended), end);
  TRY_VOID(ends.follow());
  return true;
}

Result<bool> put_back(SqlSession& session, const Lease& lease, const PutBack& why) {
  static const SqlStatement update{
      "UPDATE jobs SET state = 'queued', hold = ?, not_before_ms = CASE WHEN ? = 'time' THEN now_ms() + ? ELSE "
      "not_before_ms END, lease_until_ms = 0, progress = '', engine = CASE WHEN ? = '' THEN engine ELSE ? END, tries = "
      "tries + ?, crashes = crashes + ?, losses = losses + ?, cost = cost + ? WHERE id = ? AND attempt = ? AND state = "
      "'running' AND hold = ''" +
          std::string(changed_columns),
      changed_letters};
  const char* hold = why.pause_ms > 0 ? "time" : "";
  TRY(const auto rows, session.run(update, {hold, hold, why.pause_ms, why.engine, why.engine, why.tries, why.crashes,
                                            why.losses, why.cost, lease.job, lease.attempt}));
  if (rows.empty()) return false;
  const Changed job = read_changed(rows[0]);
  add_attempt(session, job, why.outcome, why.error, why.cost, why.facts);
  Json data = {{"reason", why.outcome}, {"attempt", lease.attempt}};
  if (why.error) data["error"] = error_record(*why.error);
  if (why.pause_ms > 0) data["pause_ms"] = why.pause_ms;
  add_event(session, job.id, job.owner, "queued", data);
  session.announcement().work = true;
  return true;
}

}  // namespace atelier
