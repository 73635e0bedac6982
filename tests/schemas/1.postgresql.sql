-- A store as schema 1 left it. Kept as it was released: newer programs must open it.
CREATE TABLE schema_version (version bigint NOT NULL);
CREATE TABLE jobs (
  id text COLLATE "C" PRIMARY KEY,
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
  parent text COLLATE "C" NOT NULL DEFAULT '',
  successor text COLLATE "C" NOT NULL DEFAULT '',
  children bigint NOT NULL DEFAULT 0,
  children_open bigint NOT NULL DEFAULT 0,
  children_failed bigint NOT NULL DEFAULT 0,
  children_cancelled bigint NOT NULL DEFAULT 0,
  flight text COLLATE "C" NOT NULL DEFAULT '',
  twin text COLLATE "C" NOT NULL DEFAULT '',
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
  job text COLLATE "C" NOT NULL,
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
  sequence bigserial PRIMARY KEY,
  job text COLLATE "C" NOT NULL,
  owner text NOT NULL,
  type text NOT NULL,
  at_ms bigint NOT NULL,
  data text NOT NULL
);
CREATE INDEX events_of_job ON events(job, sequence);
CREATE TABLE job_files (
  job text COLLATE "C" NOT NULL,
  role text NOT NULL,
  position bigint NOT NULL,
  name text COLLATE "C" NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  bytes bigint NOT NULL,
  media_type text NOT NULL,
  PRIMARY KEY (job, role, position)
);
CREATE INDEX job_files_by_hash ON job_files(sha256);
CREATE TABLE uploads (
  id text COLLATE "C" PRIMARY KEY,
  owner text NOT NULL,
  name text NOT NULL,
  sha256 text COLLATE "C" NOT NULL,
  bytes bigint NOT NULL,
  media_type text NOT NULL,
  created_ms bigint NOT NULL,
  expires_ms bigint NOT NULL
);
CREATE INDEX uploads_by_hash ON uploads(sha256);
CREATE INDEX uploads_owned ON uploads(owner, id);
CREATE INDEX uploads_by_end ON uploads(expires_ms) WHERE expires_ms > 0;
CREATE FUNCTION now_ms() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT CAST(extract(epoch FROM statement_timestamp()) * 1000 AS bigint)';
CREATE FUNCTION lease_now() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT CAST(extract(epoch FROM statement_timestamp()) * 1000 AS bigint)';
ALTER TABLE jobs SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0);
INSERT INTO schema_version VALUES (1);
INSERT INTO jobs (id, kind, params, owner, lane, priority, state, hold, created_ms, not_before_ms, started_ms, finished_ms, attempt, engine, facts, bytes, files, worker) VALUES
  ('01hf7yat00aaaaaaaaaaaaaaaa', 'texture', '{"color":"navy"}', 'ann', 'cpu', 0, 'done', '', 1700000000000, 0, 1700000001000, 1700000002000, 1, 'woven', '{"wales":12}', 10, 1, 'w'),
  ('01hf7yat00bbbbbbbbbbbbbbbb', 'texture', '{"color":"red"}', 'ann', 'cpu', 0, 'queued', '', 1700000000001, 0, 0, 0, 0, '', '', 0, 0, '');
INSERT INTO attempts (job, number, engine, lane, worker, remote_id, started_ms, ended_ms, outcome, error_kind, cost, facts) VALUES
  ('01hf7yat00aaaaaaaaaaaaaaaa', 1, 'woven', 'cpu', 'w', '', 1700000001000, 1700000002000, 'done', '', 0, '');
INSERT INTO events (job, owner, type, at_ms, data) VALUES ('01hf7yat00aaaaaaaaaaaaaaaa', 'ann', 'done', 1700000002000, '');
INSERT INTO job_files (job, role, position, name, sha256, bytes, media_type) VALUES
  ('01hf7yat00aaaaaaaaaaaaaaaa', 'output', 0, 'a.png', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 10, 'image/png');
INSERT INTO uploads (id, owner, name, sha256, bytes, media_type, created_ms, expires_ms) VALUES
  ('01hf7yat00cccccccccccccccc', 'ann', 'me.jpg', 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 5, 'image/jpeg', 1700000000000, 0);
