#include "jobs/queue_rows.h"

#include <fmt/format.h>

#include "base/record.h"
#include "base/utf8.h"

namespace atelier {
namespace {

constexpr std::size_t stored_json_bytes_max = std::size_t{64} << 20;
constexpr int shown_id_columns_max = 40;

}  // namespace

SqlStatement select_jobs(std::string_view rest) {
  return {fmt::format("SELECT {} FROM jobs {}", job_columns, rest), std::string(job_letters)};
}

Job read_job(const SqlRow& row) {
  std::size_t at = 0;
  const auto text = [&]() -> const std::string& { return row[at++].text(); };
  const auto integer = [&] { return row[at++].integer(); };
  Job job;
  job.id = text();
  job.kind = text();
  job.params = json_of(text());
  job.owner = text();
  job.lane = text();
  job.priority = static_cast<int>(integer());
  job.state = job_state_from_name(text()).value_or(JobState::failed);
  job.hold = text();
  job.created_ms = integer();
  job.not_before_ms = integer();
  job.started_ms = integer();
  job.finished_ms = integer();
  job.parent = text();
  job.twin = text();
  job.children = static_cast<int>(integer());
  job.children_open = static_cast<int>(integer());
  job.attempt = static_cast<int>(integer());
  job.worker = text();
  job.cancel_requested = integer() != 0;
  job.progress = json_of(text());
  if (const std::string& error = text(); !error.empty()) job.error = error_of_record(json_of(error));
  job.facts = json_of(text());
  job.engine = text();
  job.from_cache = integer() != 0;
  job.idempotency_key = text();
  job.request_key = text();
  return job;
}

std::string text_of(const Json& value) {
  return value.is_null() ? std::string() : json_text(value);
}

Json json_of(const std::string& text) {
  if (text.empty()) return nullptr;
  Result<Json> json = parse_json(text, "store", stored_json_bytes_max);
  return json.ok() ? std::move(json).value() : Json(nullptr);
}

void add_event(SqlSession& session, std::string_view job, std::string_view owner, std::string_view type,
               const Json& data) {
  static const SqlInsert insert{
      "INSERT INTO events (job, owner, type, at_ms, data) SELECT v.column1, v.column2, v.column3, now_ms(), v.column4 "
      "FROM (SELECT {in_order}) AS numbering, (VALUES ",
      "(?, ?, ?, ?)", ") AS v"};
  session.append(insert, {job, owner, type, text_of(data)});
  session.announcement().changed = true;
}

void add_files(SqlSession& session, std::string_view job, std::string_view role,
               const std::vector<ArtifactRef>& files) {
  static const SqlInsert insert{"INSERT INTO job_files (job, role, position, name, sha256, bytes, media_type) VALUES ",
                                "(?, ?, ?, ?, ?, ?, ?)", ""};
  for (std::size_t i = 0; i < files.size(); ++i)
    session.append(insert, {job, role, i, files[i].name, files[i].sha256, files[i].bytes, files[i].media_type});
}

Result<std::vector<ArtifactRef>> read_files(SqlSession& session, std::string_view job, std::string_view role) {
  static const SqlStatement select{
      "SELECT name, sha256, bytes, media_type FROM job_files WHERE job = ? AND role = ? ORDER BY position", "ttit"};
  TRY(const auto rows, session.run(select, {job, role}));
  std::vector<ArtifactRef> files;
  for (const SqlRow& row : rows) files.push_back({row[0].text(), row[1].text(), row[2].integer(), row[3].text()});
  return files;
}

Error no_such_job(std::string_view id) {
  return fail(ErrorKind::not_found, {"job {}", "задание {}", "작업 {}"}, shorten(std::string(id), shown_id_columns_max))
      .with_hint({"`atelier jobs` lists them.", "Список: `atelier jobs`.", "`atelier jobs`로 목록을 보세요."})
      .with_field("id");
}

Error fenced(const Lease& lease) {
  return fail(ErrorKind::conflict,
              {"attempt {} of job {} is over: another one has begun, or the job has ended",
               "попытка {} задания {} закончена: начата другая, или задание завершено",
               "작업 {1}의 {0}번째 시도는 끝났습니다. 다른 시도가 시작되었거나 작업이 끝났습니다"},
              lease.attempt, lease.job);
}

}  // namespace atelier
