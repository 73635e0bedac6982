#include <fmt/format.h>

#include "jobs/job_id.h"
#include "jobs/queue_rows.h"
#include "jobs/queue_state.h"

namespace atelier {
namespace {

constexpr std::size_t filters_max = 50;
constexpr std::string_view cursor_prefix = "j.";
constexpr int events_limit_max = 10'000;

Error bad(std::string_view field, const Phrase& message, int limit) {
  return fail(ErrorKind::invalid_argument, message, field, limit).with_field(field);
}

Result<void> check(const JobQuery& query) {
  if (query.limit < 1 || query.limit > list_limit_max)
    return bad("limit", {"{}: a whole number from 1 to {}", "{}: целое число от 1 до {}", "{}: 1부터 {}까지의 정수"},
               list_limit_max);
  if (query.kinds.size() > filters_max)
    return bad("kind", {"{}: at most {}", "{}: не более {}", "{}: {}개 이하"}, filters_max);
  const bool is_cursor =
      query.cursor.starts_with(cursor_prefix) && is_job_id(std::string_view(query.cursor).substr(cursor_prefix.size()));
  if (query.cursor.empty() || is_cursor) return ok();
  return bad("cursor",
             {"{}: not one that a list gave as \"next\"", "{}: список не давал такого значения «next»",
              "{}: 목록이 \"next\"로 준 값이 아닙니다"},
             0);
}

/// Conditions of a WHERE with their values.
struct Where {
  std::string text;
  SqlRow values;

  void add(std::string_view condition, SqlValue value) {
    text += fmt::format("{}{}", text.empty() ? "WHERE " : " AND ", condition);
    values.push_back(std::move(value));
  }
  template <class Items, class Name>
  void any_of(std::string_view column, const Items& items, Name&& name) {
    if (items.empty()) return;
    std::string places;
    for (const auto& item : items) {
      places += places.empty() ? "?" : ", ?";
      values.push_back(std::string_view(name(item)));
    }
    text += fmt::format("{}{} IN ({})", text.empty() ? "WHERE " : " AND ", column, places);
  }
};

SqlStatement list_statement(const JobQuery& query, SqlRow& values) {
  Where where;
  if (query.owner) where.add("owner = ?", *query.owner);
  if (query.parent) where.add("parent = ?", *query.parent);
  if (query.parent && !query.parent->empty()) where.text += " AND parent <> ''";  // so that its index serves
  where.any_of("state", query.states, job_state_name);
  where.any_of("kind", query.kinds, [](const std::string& kind) -> const std::string& { return kind; });
  if (!query.cursor.empty()) where.add("id < ?", std::string_view(query.cursor).substr(cursor_prefix.size()));
  where.values.emplace_back(query.limit + 1);
  values = std::move(where.values);
  return select_jobs(where.text + " ORDER BY id DESC LIMIT ?");
}

Attempt read_attempt(const SqlRow& row) {
  return {row[0].text(),    static_cast<int>(row[1].integer()),
          row[2].text(),    row[3].text(),
          row[4].text(),    row[5].text(),
          row[6].integer(), row[7].integer(),
          row[8].text(),    row[9].text(),
          row[10].real(),   json_of(row[11].text())};
}

}  // namespace

Result<Job> Queue::get(std::string_view id) {
  static const SqlStatement select = select_jobs("WHERE id = ?");
  std::optional<Job> job;
  TRY_VOID(read(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(select, {id}));
    if (rows.empty()) return no_such_job(id);
    job = read_job(rows[0]);
    if (job->state == JobState::done) {
      TRY(job->artifacts, read_files(session, id, "output"));
    }
    return ok();
  }));
  return std::move(*job);
}

Result<JobPage> Queue::list(const JobQuery& query) {
  TRY_VOID(check(query));
  SqlRow values;
  const SqlStatement statement = list_statement(query, values);
  JobPage page;
  TRY_VOID(read(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(statement, values));
    page = {};
    for (const SqlRow& row : rows) page.jobs.push_back(read_job(row));
    return ok();
  }));
  if (page.jobs.size() > static_cast<std::size_t>(query.limit)) {
    page.jobs.pop_back();
    page.next = std::string(cursor_prefix) + page.jobs.back().id;
  }
  return page;
}

Result<std::vector<Attempt>> Queue::attempts(std::string_view id) {
  static const SqlStatement ended{
      "SELECT job, number, engine, lane, worker, remote_id, started_ms, ended_ms, outcome, error_kind, cost, facts "
      "FROM "
      "attempts WHERE job = ? ORDER BY number",
      "tittttiittrt"};
  static const SqlStatement running{
      "SELECT id, attempt, engine, lane, worker, remote_id, started_ms, 0, '', '', 0.0, '' FROM jobs WHERE id = ? AND "
      "state = 'running' AND hold = ''",
      "tittttiittrt"};
  std::vector<Attempt> attempts;
  TRY_VOID(read(state_->database, [&](SqlSession& session) -> Result<void> {
    attempts.clear();
    TRY(auto rows, session.run(ended, {id}));
    for (const SqlRow& row : rows) attempts.push_back(read_attempt(row));
    TRY(rows, session.run(running, {id}));
    for (const SqlRow& row : rows) {
      const bool is_new = attempts.empty() || attempts.back().number != row[1].integer();
      if (is_new) attempts.push_back(read_attempt(row));
    }
    return ok();
  }));
  return attempts;
}

Result<std::vector<JobEvent>> Queue::events(const EventQuery& query) {
  if (query.limit < 1 || query.limit > events_limit_max)
    return bad("limit", {"{}: a whole number from 1 to {}", "{}: целое число от 1 до {}", "{}: 1부터 {}까지의 정수"},
               events_limit_max);
  Where where;
  where.add("sequence > ?", query.after);
  if (query.job) where.add("job = ?", *query.job);
  if (query.owner) where.add("owner = ?", *query.owner);
  where.values.emplace_back(query.limit);
  const SqlStatement statement{
      "SELECT sequence, job, owner, type, at_ms, data FROM events " + where.text + " ORDER BY sequence LIMIT ?",
      "itttit"};
  std::vector<JobEvent> events;
  TRY_VOID(read(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(statement, where.values));
    events.clear();
    for (const SqlRow& row : rows) {
      events.push_back(
          {row[0].integer(), row[1].text(), row[2].text(), row[3].text(), row[4].integer(), json_of(row[5].text())});
    }
    return ok();
  }));
  return events;
}

Result<std::int64_t> Queue::last_sequence() {
  static const SqlStatement select{"SELECT max(sequence) FROM events", "i"};
  std::int64_t last = 0;
  TRY_VOID(read(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(select));
    last = rows.empty() ? 0 : rows[0][0].integer();
    return ok();
  }));
  return last;
}

Result<bool> Queue::is_referenced(std::string_view sha256) {
  static const SqlStatement select{
      "SELECT (SELECT count(*) FROM (SELECT 1 FROM job_files WHERE sha256 = ? LIMIT 1) AS f) + (SELECT count(*) FROM "
      "(SELECT 1 FROM uploads WHERE sha256 = ? LIMIT 1) AS u)",
      "i"};
  bool found = false;
  TRY_VOID(read(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(select, {sha256, sha256}));
    found = !rows.empty() && rows[0][0].integer() > 0;
    return ok();
  }));
  return found;
}

}  // namespace atelier
