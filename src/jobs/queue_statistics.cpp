#include "jobs/queue_rows.h"
#include "jobs/queue_state.h"

namespace atelier {
namespace {

using Counts = std::map<std::string, std::int64_t>;

/// Adds up a column of jobs that hold to a condition.
Result<Counts> count_by(SqlSession& session, std::string_view column, std::string_view condition,
                        const std::optional<std::string>& owner) {
  SqlStatement statement{"SELECT " + std::string(column) + ", count(*) FROM jobs WHERE " + std::string(condition),
                         "ti"};
  SqlRow values;
  if (owner) {
    statement.text += " AND owner = ?";
    values.push_back(*owner);
  }
  statement.text += " GROUP BY " + std::string(column);
  TRY(const auto rows, session.run(statement, values));
  Counts counts;
  for (const SqlRow& row : rows) counts[row[0].text()] = row[1].integer();
  return counts;
}

// Sums over jobs that are not parents.
Result<void> add_sums(SqlSession& session, const std::optional<std::string>& owner, Statistics& all) {
  SqlStatement statement{
      "SELECT coalesce(sum(CASE WHEN state = 'done' AND from_cache = 1 THEN 1 ELSE 0 END), 0), "
      "avg(CASE WHEN state = 'done' AND from_cache = 0 THEN finished_ms - started_ms END), "
      "avg(CASE WHEN state = 'done' THEN finished_ms - created_ms END), "
      "coalesce(sum(bytes), 0), coalesce(sum(files), 0), coalesce(sum(cost), 0.0) FROM jobs WHERE children = 0",
      "irriir"};
  SqlRow values;
  if (owner) {
    statement.text += " AND owner = ?";
    values.push_back(*owner);
  }
  TRY(const auto rows, session.run(statement, values));
  const SqlRow& row = rows.at(0);
  const auto done = static_cast<double>(all.successful_generations);
  all.cache_hit_rate = done > 0 ? static_cast<double>(row[0].integer()) / done : 0;
  all.average_generation_time = row[1].real() / 1000;
  all.average_response_time = row[2].real() / 1000;
  all.artifact_bytes = row[3].integer();
  all.artifact_files = row[4].integer();
  all.cost = row[5].real();
  return ok();
}

std::int64_t count_of(const Counts& counts, JobState state) {
  const auto found = counts.find(std::string(job_state_name(state)));
  return found == counts.end() ? 0 : found->second;
}

Result<Statistics> collect(SqlSession& session, const std::optional<std::string>& owner) {
  Statistics all;
  TRY(all.states, count_by(session, "state", "children = 0", owner));
  all.successful_generations = count_of(all.states, JobState::done);
  all.failed_generations = count_of(all.states, JobState::failed);
  all.cancelled_generations = count_of(all.states, JobState::cancelled);
  all.total_generations = all.successful_generations + all.failed_generations + all.cancelled_generations;
  const std::int64_t judged = all.successful_generations + all.failed_generations;
  if (judged > 0) all.success_rate = static_cast<double>(all.successful_generations) / static_cast<double>(judged);
  TRY(all.model_usage, count_by(session, "engine", "children = 0 AND state = 'done'", owner));
  TRY(all.kinds, count_by(session, "kind", "children = 0 AND state = 'done'", owner));
  TRY(all.error_kinds, count_by(session, "error_kind", "children = 0 AND state = 'failed'", owner));
  TRY_VOID(add_sums(session, owner, all));
  return all;
}

}  // namespace

Result<Statistics> Queue::statistics(const std::optional<std::string>& owner) {
  Statistics statistics;
  TRY_VOID(read(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(statistics, collect(session, owner));
    return ok();
  }));
  return statistics;
}

}  // namespace atelier
