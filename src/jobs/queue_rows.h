#pragma once

#include <string>
#include <string_view>

#include "jobs/job.h"
#include "store/sql.h"

namespace atelier {

// How jobs stand in the tables (store/migrations_table.cpp).

/// The columns of a job for SELECT and RETURNING, and their letters; `read_job` reads such a row.
inline constexpr std::string_view job_columns =
    "id, kind, params, owner, lane, priority, state, hold, created_ms, not_before_ms, started_ms, finished_ms, parent, "
    "twin, children, children_open, attempt, worker, cancel_requested, progress, error, facts, engine, from_cache, "
    "idempotency_key, request_key";
inline constexpr std::string_view job_letters =
    "tttttittiiiittiiititttt"
    "itt";
Job read_job(const SqlRow& row);

/// "SELECT <job_columns> FROM jobs <rest>".
SqlStatement select_jobs(std::string_view rest);

/// "" for null.
std::string text_of(const Json& value);
/// null for "".
Json json_of(const std::string& text);
/// Adds an event at the end of the transaction, and announces it.
void add_event(SqlSession& session, std::string_view job, std::string_view owner, std::string_view type,
               const Json& data = {});
/// Adds files of a job: role "output" or "input".
void add_files(SqlSession& session, std::string_view job, std::string_view role, const std::vector<ArtifactRef>& files);
Result<std::vector<ArtifactRef>> read_files(SqlSession& session, std::string_view job, std::string_view role);

Error no_such_job(std::string_view id);
Error fenced(const Lease& lease);

}  // namespace atelier
