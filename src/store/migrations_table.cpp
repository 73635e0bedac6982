#include "store/migrations.h"

namespace atelier {
namespace {

// Times are Unix time in ms, hashes hexadecimal text, JSON text. Nothing is NULL: "" and 0 stand for nothing.
constexpr std::string_view jobs_1 = R"(
CREATE TABLE jobs (
  id {key} PRIMARY KEY,
  kind text NOT NULL,
  params text NOT NULL,
  owner text NOT NULL,
  lane text NOT NULL,
  priority bigint NOT NULL,
  state text NOT NULL,
  hold text NOT NULL,
  created_ms bigint NOT NULL,
  not_before_ms bigint NOT NULL,
  started_ms bigint NOT NULL DEFAULT 0,
  finished_ms bigint NOT NULL DEFAULT 0,
  parent {key} NOT NULL DEFAULT '',
  successor {key} NOT NULL DEFAULT '',
  children bigint NOT NULL DEFAULT 0,
  children_open bigint NOT NULL DEFAULT 0,
  children_failed bigint NOT NULL DEFAULT 0,
  children_cancelled bigint NOT NULL DEFAULT 0,
  flight {key} NOT NULL DEFAULT '',
  twin {key} NOT NULL DEFAULT '',
  twins bigint NOT NULL DEFAULT 0,
  attempt bigint NOT NULL DEFAULT 0,
  tries bigint NOT NULL DEFAULT 0,
  crashes bigint NOT NULL DEFAULT 0,
  losses bigint NOT NULL DEFAULT 0,
  worker text NOT NULL DEFAULT '',
  remote_id text NOT NULL DEFAULT '',
  lease_until_ms bigint NOT NULL DEFAULT 0,
  cancel_requested bigint NOT NULL DEFAULT 0,
  progress text NOT NULL DEFAULT '',
  error_kind text NOT NULL DEFAULT '',
  error text NOT NULL DEFAULT '',
  facts text NOT NULL DEFAULT '',
  engine text NOT NULL DEFAULT '',
  from_cache bigint NOT NULL DEFAULT 0,
  bytes bigint NOT NULL DEFAULT 0,
  files bigint NOT NULL DEFAULT 0,
  cost double precision NOT NULL DEFAULT 0,
  idempotency_key text NOT NULL DEFAULT '',
  request_key text NOT NULL DEFAULT ''
);
CREATE INDEX jobs_due ON jobs(lane, priority DESC, id) WHERE state = 'queued' AND hold = '';
CREATE INDEX jobs_later ON jobs(not_before_ms) WHERE state = 'queued' AND hold = 'time';
CREATE INDEX jobs_leased ON jobs(lease_until_ms) WHERE state = 'running' AND hold = '';
CREATE INDEX jobs_twins ON jobs(twin) WHERE state = 'queued' AND hold = 'twin';
CREATE UNIQUE INDEX jobs_flight ON jobs(flight) WHERE flight <> '' AND hold <> 'twin' AND state IN ('queued', 'running');
CREATE UNIQUE INDEX jobs_idempotency ON jobs(owner, idempotency_key) WHERE idempotency_key <> '';
CREATE INDEX jobs_children ON jobs(parent, id) WHERE parent <> '';
CREATE INDEX jobs_owned ON jobs(owner, id);
CREATE INDEX jobs_ended ON jobs(finished_ms) WHERE finished_ms > 0;
CREATE TABLE attempts (
  job {key} NOT NULL,
  number bigint NOT NULL,
  engine text NOT NULL,
  lane text NOT NULL,
  worker text NOT NULL,
  remote_id text NOT NULL,
  started_ms bigint NOT NULL,
  ended_ms bigint NOT NULL,
  outcome text NOT NULL,
  error_kind text NOT NULL,
  cost double precision NOT NULL,
  facts text NOT NULL,
  PRIMARY KEY (job, number)
);
CREATE TABLE events (
  sequence {serial},
  job {key} NOT NULL,
  owner text NOT NULL,
  type text NOT NULL,
  at_ms bigint NOT NULL,
  data text NOT NULL
);
CREATE INDEX events_of_job ON events(job, sequence);
CREATE TABLE job_files (
  job {key} NOT NULL,
  role text NOT NULL,
  position bigint NOT NULL,
  name {key} NOT NULL,
  sha256 {key} NOT NULL,
  bytes bigint NOT NULL,
  media_type text NOT NULL,
  PRIMARY KEY (job, role, position)
);
CREATE INDEX job_files_by_hash ON job_files(sha256);
CREATE TABLE uploads (
  id {key} PRIMARY KEY,
  owner text NOT NULL,
  name text NOT NULL,
  sha256 {key} NOT NULL,
  bytes bigint NOT NULL,
  media_type text NOT NULL,
  created_ms bigint NOT NULL,
  expires_ms bigint NOT NULL
);
CREATE INDEX uploads_by_hash ON uploads(sha256);
CREATE INDEX uploads_owned ON uploads(owner, id);
CREATE INDEX uploads_by_end ON uploads(expires_ms) WHERE expires_ms > 0;
)";

// STABLE, so that an index can be searched for it. A queue's table lives on being vacuumed often.
constexpr std::string_view postgresql_1 = R"(
CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT CAST(extract(epoch FROM statement_timestamp()) * 1000 AS bigint)';
CREATE FUNCTION lease_now() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT CAST(extract(epoch FROM statement_timestamp()) * 1000 AS bigint)';
ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0);
)";

constexpr Migration table[] = {
    {1, jobs_1, postgresql_1},
};

}  // namespace

std::span<const Migration> migrations() {
  return table;
}

int newest_schema() {
  return table[std::size(table) - 1].version;
}

}  // namespace atelier
