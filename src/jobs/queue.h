#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "jobs/job.h"

namespace atelier {

class Database;

/// How a queue behaves; the defaults are what a server uses.
struct QueueOptions {
  int crashes_max = 2;            ///< crashes of the runner that fail a job
  int tries_max = 3;              ///< failed tries that fail a job
  std::int64_t pause_ms = 2'000;  ///< before the second try; doubles for each one more, at most 5 min
  std::int64_t progress_interval_ms =
      500;  ///< at least between two progress events of a job; what comes between is kept as Job::progress only
  std::int64_t patience_ms = 120'000;  ///< how long finish() and give_back() try again while the database is gone
};

/// Free places of a worker in a lane.
struct LaneRoom {
  std::string lane;
  int count = 1;
};

struct ClaimRequest {
  std::string worker;              ///< stable over restarts of the same worker: "host/server"
  std::vector<LaneRoom> lanes;     ///< jobs of these lanes, up to so many of each
  std::vector<std::string> kinds;  ///< that this worker can run; empty: all
  std::int64_t lease_ms = 30'000;  ///< a heartbeat is due well within this
};

struct JobQuery {
  std::optional<std::string> owner;   ///< nothing: of everybody
  std::vector<JobState> states;       ///< empty: all
  std::vector<std::string> kinds;     ///< empty: all
  std::optional<std::string> parent;  ///< children of this job; "": jobs without parent; nothing: both
  int limit = 50;                     ///< 1 to list_limit_max
  std::string cursor;                 ///< JobPage::next of the page before; "": from the newest
};

inline constexpr int list_limit_max = 1000;

struct JobPage {
  std::vector<Job> jobs;  ///< newest first, without artifacts
  std::string next;       ///< cursor of the next page; "" on the last one
};

struct EventQuery {
  std::int64_t after = 0;  ///< events with a greater sequence number
  std::optional<std::string> job;
  std::optional<std::string> owner;
  int limit = 1000;
};

/// Figures of all jobs that have ended (children count, their parents do not).
struct Statistics {
  std::int64_t total_generations = 0, successful_generations = 0, failed_generations = 0, cancelled_generations = 0;
  double success_rate = 0;                          ///< of those done or failed; 0 to 1
  double cache_hit_rate = 0;                        ///< of those done
  double average_generation_time = 0;               ///< seconds from the last start to the end, of those computed
  double average_response_time = 0;                 ///< seconds from submission to the end, of those done
  std::map<std::string, std::int64_t> model_usage;  ///< done jobs by engine
  std::map<std::string, std::int64_t> kinds;        ///< done jobs by kind
  std::map<std::string, std::int64_t> error_kinds;  ///< failed jobs by kind of error
  std::int64_t artifact_bytes = 0, artifact_files = 0;
  double cost = 0;                             ///< US dollars, failed attempts included
  std::map<std::string, std::int64_t> states;  ///< jobs by state, as they are now
};

/// The durable queue of jobs. Whatever was answered with success is on disk, and survives a kill -9 of everything.
/// All members are safe from any thread, and block (a commit takes about a millisecond); many calls at once share a
/// commit. Any number of processes may use one PostgreSQL database; of an SQLite file, one server and some commands.
/// Errors of every call: unavailable (the database does not answer, or another program keeps it locked), out_of_disk,
/// corrupt, internal.
class Queue {
 public:
  /// `database` must outlive the queue.
  explicit Queue(Database& database, QueueOptions options = {});
  ~Queue();
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  // What clients do.

  /// Accepts a job, with its children. The same idempotency key of the same owner gives the job that is there, if kind
  /// and params are equal, else conflict (field "idempotency_key"). invalid_argument for limits of NewJob.
  /// An equal job that is queued or runs is not computed twice: this one waits for it and gets its artifacts; it is
  /// run by itself when that one is cancelled or removed.
  Result<Job> submit(const NewJob& job);

  /// not_found.
  Result<Job> get(std::string_view id);
  /// invalid_argument for a limit out of range or a cursor that is none (field "limit", "cursor").
  Result<JobPage> list(const JobQuery& query);
  Result<std::vector<Attempt>> attempts(std::string_view id);

  /// A queued job is cancelled at once; a running one when its worker has stopped it (Standing::cancel). Children too.
  /// The job as it stands then; conflict when it has already ended, not_found.
  Result<Job> cancel(std::string_view id);
  /// A failed or cancelled job goes back into the queue under its id (a parent: those of its children). conflict in
  /// other states, not_found.
  Result<Job> retry(std::string_view id);
  /// Removes an ended job with its children, events and references to artifacts. conflict while it is not ended.
  Result<void> remove(std::string_view id);

  // What workers do.

  /// Takes the jobs that are due, by priority and age; none is an empty list. Does not wait: see wait_for_work.
  Result<std::vector<ClaimedJob>> claim(const ClaimRequest& request);
  /// Prolongs leases and hands over progress. One answer for each, in order. Due at least every lease_ms / 3.
  Result<std::vector<Standing>> heartbeat(std::span<const Heartbeat> beats);
  Result<Standing> heartbeat(const Heartbeat& beat);
  /// Notes what carries the attempt out, before it is waited for. conflict when fenced.
  Result<void> note_attempt(const Lease& lease, std::string_view engine, std::string_view remote_id);
  /// Ends an attempt. Returns the job's state then: a failed try that is to be repeated gives `queued`; a done attempt
  /// of a job that was to be cancelled is done. conflict when fenced: nothing has changed then, publish nothing.
  /// Saying the same again under the same lease is no error (the answer may have been lost).
  Result<JobState> finish(const Lease& lease, const JobOutcome& outcome);
  /// Many in one commit; one answer for each, in order.
  std::vector<Result<JobState>> finish(std::span<const std::pair<Lease, JobOutcome>> ended);
  /// A worker that shuts down puts its job back: no failed attempt, due at once. conflict when fenced.
  Result<void> give_back(const Lease& lease);
  /// Puts back at once whatever ran under this worker's name: for a worker that starts, before it claims. How many.
  Result<int> take_back(std::string_view worker);
  /// Puts back jobs whose lease has run out (claim does so by itself, at most once a second). How many.
  Result<int> expire_leases();

  // Watching.

  /// In the order of their sequence numbers; at most `limit`.
  Result<std::vector<JobEvent>> events(const EventQuery& query);
  /// The newest sequence number; 0 before the first event.
  Result<std::int64_t> last_sequence();
  /// Counts up with every change of any job that this process hears of (its own at once; other processes' at once on
  /// PostgreSQL, within a second on SQLite).
  std::uint64_t changes() const;
  /// Waits until changes() is greater than `seen`, or the time is over; returns changes(). Take `seen` before looking.
  std::uint64_t wait_for_change(std::uint64_t seen, std::int64_t timeout_ms);
  /// The same for work: counts up when a job may have become claimable, also by time (not_before, a lease that ends).
  std::uint64_t work() const;
  std::uint64_t wait_for_work(std::uint64_t seen, std::int64_t timeout_ms);
  /// Waits until the job has ended or the time is over; the job as it stands then. not_found.
  Result<Job> wait_for_end(std::string_view id, std::int64_t timeout_ms);
  /// Ends every wait of this queue now and from now on: for a server that stops.
  void stop_waiting();

  // Upkeep.

  /// `owner`: of one; nothing: of all.
  Result<Statistics> statistics(const std::optional<std::string>& owner = {});
  /// Whether any job or upload refers to these bytes.
  Result<bool> is_referenced(std::string_view sha256);
  /// Removes up to `limit` jobs (without open parents) that ended before this time, the oldest first; their ids.
  Result<std::vector<std::string>> remove_ended_before(std::int64_t time_ms, int limit);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace atelier
