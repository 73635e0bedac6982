#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"
#include "base/utf8.h"
#include "jobs/queue_rows.h"
#include "jobs/queue_state.h"

namespace atelier {
namespace {

constexpr std::size_t name_bytes_max = 64, key_bytes_max = 255, owner_bytes_max = 200, request_key_bytes_max = 16384,
                      params_bytes_max = std::size_t{4} << 20, inputs_max = 1000;
constexpr int races_max = 10;

Error refused(std::string_view field, const Phrase& message, std::size_t limit) {
  return fail(ErrorKind::invalid_argument, message, field, limit).with_field(field);
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= name_bytes_max &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_:-") == std::string_view::npos;
}

Result<void> check_name(std::string_view field, std::string_view text) {
  if (is_name(text)) return ok();
  return refused(field,
                 {"{}: a name has 1 to {} small letters, digits, _ - :",
                  "{}: имя состоит из 1–{} строчных латинских букв, цифр, _ - :",
                  "{}: 이름은 영문 소문자, 숫자, _ - : 1~{}자입니다"},
                 name_bytes_max);
}

Result<void> check_text(std::string_view field, std::string_view text, std::size_t bytes_max) {
  bool clean = is_utf8(text) && text.size() <= bytes_max;
  if (clean) {
    for (const char32_t c : code_points(text)) clean = clean && !is_control(c);
  }
  if (clean) return ok();
  return refused(
      field,
      {"{}: at most {} bytes of UTF-8 without control characters",
       "{}: не более {} байт UTF-8 без управляющих символов", "{}: 제어 문자 없는 UTF-8 {}바이트 이하여야 합니다"},
      bytes_max);
}

Result<void> check_job(const NewJob& job) {
  TRY_VOID(check_name("kind", job.kind));
  TRY_VOID(check_name("lane", job.lane));
  TRY_VOID(check_text("owner", job.owner, owner_bytes_max));
  TRY_VOID(check_text("idempotency_key", job.idempotency_key, key_bytes_max));
  if (job.priority < -priority_max || job.priority > priority_max) {
    return refused(
        "priority",
        {"{0}: a whole number from -{1} to {1}", "{0}: целое число от -{1} до {1}", "{0}: -{1}부터 {1}까지의 정수"},
        priority_max);
  }
  if (job.children.size() > children_max)
    return refused("children", {"{}: at most {}", "{}: не более {}", "{}: {}개 이하"}, children_max);
  if (job.inputs.size() > inputs_max)
    return refused("inputs", {"{}: at most {}", "{}: не более {}", "{}: {}개 이하"}, inputs_max);
  return ok();
}

Result<void> check(const NewJob& job) {
  TRY_VOID(check_job(job));
  for (const NewJob& child : job.children) {
    TRY_VOID(check_job(child));
    if (!child.children.empty() || !child.idempotency_key.empty()) {
      return refused(
          "children",
          {"{}: a child has neither children nor a key of its own", "{}: у части нет ни своих частей, ни своего ключа",
           "{}: 하위 작업은 하위 작업이나 키를 가질 수 없습니다"},
          0);
    }
  }
  return ok();
}

/// A job as it goes into the table.
struct Row {
  const NewJob& job;
  std::string id, params, flight, parent{}, successor{};
  bool is_step = false;  // waits for the one before
};

// Who wants a job later, or in an order, is not made to wait for others, nor they for it.
std::string flight_of(const NewJob& job, bool is_step) {
  if (job.request_key.empty() || job.not_before_ms > 0 || is_step || !job.children.empty()) return {};
  const bool is_private = job.sharing == Sharing::owner;
  return sha256_hex(fmt::format("{}\n{}\n{}\n{}", job.kind, is_private, is_private ? job.owner : "", job.request_key));
}

/// What came of adding a row.
struct Added {
  bool is_new = false;
  std::int64_t created_ms = 0;
  std::string hold;
};

Result<Added> insert(SqlSession& session, const Row& row, std::string_view twin) {
  static const SqlStatement statement{
      "INSERT INTO jobs (id, kind, params, owner, lane, priority, state, hold, created_ms, not_before_ms, parent, "
      "successor, children, children_open, flight, twin, idempotency_key, request_key) VALUES (?, ?, ?, ?, ?, ?, "
      "'queued', CASE WHEN ? <> '' THEN ? WHEN ? > now_ms() THEN 'time' ELSE '' END, now_ms(), ?, ?, ?, ?, ?, ?, ?, ?, "
      "?) ON CONFLICT DO NOTHING RETURNING created_ms, hold",
      "it"};
  const NewJob& job = row.job;
  const char* hold = !twin.empty() ? "twin" : !job.children.empty() ? "children" : row.is_step ? "step" : "";
  TRY(const auto rows,
      session.run(statement,
                  {row.id, job.kind, row.params, job.owner, job.lane, job.priority, hold, hold, job.not_before_ms,
                   job.not_before_ms, row.parent, row.successor, job.children.size(), job.children.size(), row.flight,
                   twin, job.idempotency_key, std::string_view(job.request_key).substr(0, request_key_bytes_max)}));
  if (rows.empty()) return Added{};
  return Added{true, rows[0][0].integer(), rows[0][1].text()};
}

// The job that has the flight, if it is still open; counts one more twin.
Result<std::string> join_flight(SqlSession& session, const Row& row) {
  static const SqlStatement statement{
      "UPDATE jobs SET twins = twins + 1, priority = CASE WHEN priority < ? THEN ? ELSE priority END WHERE flight = ? "
      "AND flight <> '' AND hold <> 'twin' AND state IN ('queued', 'running') RETURNING id",
      "t"};
  TRY(const auto rows, session.run(statement, {row.job.priority, row.job.priority, row.flight}));
  return rows.empty() ? std::string() : rows[0][0].text();
}

Result<std::optional<Job>> find_same(SqlSession& session, const Row& row) {
  static const SqlStatement by_key = select_jobs("WHERE owner = ? AND idempotency_key = ? AND idempotency_key <> ''");
  static const SqlStatement by_id = select_jobs("WHERE id = ?");
  TRY(auto rows, session.run(by_id, {row.id}));  // of a first run whose answer was lost
  if (rows.empty() && !row.job.idempotency_key.empty()) {
    TRY(rows, session.run(by_key, {row.job.owner, row.job.idempotency_key}));
  }
  if (rows.empty()) return std::optional<Job>();
  Job job = read_job(rows[0]);
  if (job.kind == row.job.kind && canonical_json(job.params) == canonical_json(row.job.params))
    return std::optional<Job>(std::move(job));
  return fail(ErrorKind::conflict,
              {"idempotency_key: it belongs to job {}, which asks for something else",
               "idempotency_key: он принадлежит заданию {}, которое просит о другом",
               "idempotency_key: 다른 내용을 요청한 작업 {}의 키입니다"},
              job.id)
      .with_hint({"Use a new key for a new request.", "Для нового запроса возьмите новый ключ.",
                  "새 요청에는 새 키를 쓰세요."})
      .with_field("idempotency_key");
}

Job job_of(const Row& row, const Added& added, std::string_view twin) {
  const NewJob& from = row.job;
  Job job;
  job.id = row.id;
  job.kind = from.kind;
  job.params = from.params;
  job.owner = from.owner;
  job.lane = from.lane;
  job.priority = from.priority;
  job.created_ms = added.created_ms;
  job.not_before_ms = from.not_before_ms;
  job.parent = row.parent;
  job.hold = added.hold;
  job.twin = twin;
  job.children = job.children_open = static_cast<int>(from.children.size());
  job.idempotency_key = from.idempotency_key;
  job.request_key = from.request_key;
  return job;
}

// The job that stands in the table for this row then, and whether it is new.
Result<std::pair<Job, bool>> add(SqlSession& session, const Row& row) {
  for (int race = 0; race < races_max; ++race) {
    std::string twin;
    TRY(Added added, insert(session, row, twin));
    if (!added.is_new) {
      TRY(std::optional<Job> same, find_same(session, row));
      if (same) return std::pair{std::move(*same), false};
      TRY(twin, join_flight(session, row));
      if (twin.empty()) continue;  // it has ended meanwhile
      TRY(added, insert(session, row, twin));
      if (!added.is_new) continue;
    }
    add_files(session, row.id, "input", row.job.inputs);
    add_event(session, row.id, row.job.owner, "queued");
    if (added.hold.empty() || added.hold == "time") session.announcement().work = true;
    return std::pair{job_of(row, added, twin), true};
  }
  return fail(ErrorKind::unavailable, {"too many equal jobs at once", "слишком много одинаковых заданий сразу",
                                       "같은 작업이 한꺼번에 너무 많습니다"});
}

Result<std::string> params_text(const NewJob& job) {
  std::string text = json_text(job.params);
  if (text.size() <= params_bytes_max) return text;
  return fail(ErrorKind::too_large,
              {"params: {} bytes; the limit is {}", "params: {} байт, предел {}", "params: {}바이트, 한도는 {}바이트"},
              text.size(), params_bytes_max)
      .with_field("params");
}

}  // namespace

Result<Job> Queue::submit(const NewJob& job) {
  TRY_VOID(check(job));
  const std::size_t count = job.children.size();
  TRY(std::vector<std::string> ids, state_->new_ids(count + 1));
  TRY(std::string params, params_text(job));
  const Row first{job, ids[0], std::move(params), flight_of(job, false)};
  std::vector<Row> children;
  children.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    const NewJob& child = job.children[i];
    const bool is_step = job.in_order && i > 0;
    TRY(std::string child_params, params_text(child));
    children.push_back({child, ids[i + 1], std::move(child_params), job.in_order ? "" : flight_of(child, is_step),
                        ids[0], job.in_order && i + 1 < count ? ids[i + 2] : "", is_step});
  }
  std::optional<Job> made;
  TRY_VOID(write(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(auto added, add(session, first));
    made = std::move(added.first);
    if (!added.second) return ok();
    for (const Row& child : children) {
      TRY_VOID(add(session, child));
    }
    return ok();
  }));
  if (made->hold == "time")
    state_->upkeep_within(std::max<std::int64_t>(made->not_before_ms - made->created_ms, 0) + 1);
  return std::move(*made);
}

}  // namespace atelier
