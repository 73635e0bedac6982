#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace atelier {

/// Where a job stands. It reaches exactly one of the last three, and stays there unless a person asks for a retry.
enum class JobState { queued, running, done, failed, cancelled };

/// "queued", "running", "done", "failed", "cancelled".
std::string_view job_state_name(JobState state);
std::optional<JobState> job_state_from_name(std::string_view name);

constexpr bool is_final(JobState state) {
  return state == JobState::done || state == JobState::failed || state == JobState::cancelled;
}

/// A file that a job made or needs. The bytes lie in the ArtifactStore under their hash.
struct ArtifactRef {
  std::string name;    ///< relative path with forward slashes, unique in its job: "maps/navy_diff_2k.png"
  std::string sha256;  ///< 64 lower-case hexadecimal digits
  std::int64_t bytes = 0;
  std::string media_type;  ///< "image/png"

  bool operator==(const ArtifactRef&) const = default;
};

/// Who may be answered by one computation of equal jobs.
enum class Sharing {
  everyone,
  owner,  ///< only jobs of the same owner: for whatever depends on an upload
};

/// What a client asks for. Params are checked by the kind before; the queue keeps them as they are.
struct NewJob {
  std::string kind;
  Json params = Json::object();
  std::string owner;               ///< who sees it; "" where there is one person only
  std::string lane = "cpu";        ///< "cpu", "gpu:0", "net"
  int priority = 0;                ///< -100 to 100; higher goes first, then older
  std::int64_t not_before_ms = 0;  ///< Unix time; 0: at once
  std::string idempotency_key;     ///< at most 255 bytes; unique per owner; "": none
  std::string request_key;         ///< equal for jobs that give the same files (JobKind::request_key); "": never shared
  Sharing sharing = Sharing::everyone;
  std::vector<ArtifactRef> inputs;  ///< kept by garbage collection as long as the job is there

  /// A job with children is not run itself: it is done when they all are, and failed or cancelled when one of them is
  /// (after the others have ended). At most children_max, which have none themselves.
  std::vector<NewJob> children;
  bool in_order =
      false;  ///< a chain: each child begins when the one before is done; if it is not, the rest is cancelled
};

inline constexpr std::size_t children_max = 10'000;
inline constexpr int priority_max = 100;

/// A job as it stands. Times are Unix time in ms by the database's clock; 0: not yet.
struct Job {
  std::string id;  ///< 26 letters and digits that sort by time of submission
  std::string kind;
  Json params;
  JobState state = JobState::queued;
  std::string owner, lane;
  int priority = 0;
  std::int64_t created_ms = 0, not_before_ms = 0, started_ms = 0, finished_ms = 0;

  std::string parent;  ///< "": none
  std::string
      hold;  ///< why a queued job is not run: "", "children", "step" (one before it), "twin" (an equal job runs)
  std::string twin;  ///< the equal job whose result answers this one; "": none
  int children = 0, children_open = 0;

  int attempt = 0;  ///< number of the newest attempt; 0: never tried
  std::string worker;
  bool cancel_requested = false;
  Json progress;  ///< {"stage","done","total"} of the running attempt, or null

  std::optional<Error> error;          ///< of a failed or cancelled job
  Json facts;                          ///< of the result, or of the failure (signal, last log lines); null: none
  std::string engine;                  ///< that made it
  bool from_cache = false;             ///< answered by a kept result or by an equal job
  std::vector<ArtifactRef> artifacts;  ///< what it made, in order; empty unless done. Lists leave it out
  std::string idempotency_key, request_key;
};

/// The right to run one attempt of a job. `attempt` is the fencing token: once a newer attempt has begun, or the job
/// has ended, everything that is said under the old one is refused.
struct Lease {
  std::string job;
  int attempt = 0;

  bool operator==(const Lease&) const = default;
};

struct ClaimedJob {
  Lease lease;
  Job job;
};

/// Says that an attempt lives.
struct Heartbeat {
  Lease lease;
  std::int64_t lease_ms = 30'000;  ///< from now
  Json progress;                   ///< {"stage","done","total"}, or null: unchanged
};

/// What an attempt has to do next.
enum class Standing {
  go_on,
  cancel,  ///< stop, and finish with JobCancelled
  fenced,  ///< the job is no longer yours: stop, publish nothing
};

struct JobDone {
  std::vector<ArtifactRef> artifacts;  ///< already in the ArtifactStore
  Json facts;
  std::string engine;
  bool from_cache = false;
  double cost = 0;  ///< in US dollars
};

enum class Retry {
  by_kind,  ///< unavailable and exhausted are tried again, with growing pauses, 3 tries in all; others are not
  never,
  always,  ///< like by_kind for every kind of error
};

struct JobFailed {
  Error error;
  Json facts;            ///< "signal", "exit", "log": the last lines of the runner
  bool crashed = false;  ///< the runner died or hung: tried once more; the second crash fails the job with `internal`
  Retry retry = Retry::by_kind;
  std::int64_t retry_after_ms = 0;  ///< what the service asked for; 0: the queue's own pauses
  std::string engine;
  double cost = 0;
};

/// The attempt has stopped because it was asked to.
struct JobCancelled {};

using JobOutcome = std::variant<JobDone, JobFailed, JobCancelled>;

/// One try of a job by one worker.
struct Attempt {
  std::string job;
  int number = 0;
  std::string engine, lane, worker;
  std::string remote_id;  ///< of the hosted call, so that it can be taken up again after a crash
  std::int64_t started_ms = 0, ended_ms = 0;
  std::string outcome;     ///< "" while it runs; "done", "failed", "crashed", "cancelled", "lost", "given_back"
  std::string error_kind;  ///< name of an ErrorKind, where it failed
  double cost = 0;
  Json facts;
};

/// Something that happened to a job.
struct JobEvent {
  std::int64_t sequence = 0;  ///< grows in the order in which events become visible, over all jobs
  std::string job, owner;
  /// "queued", "running", "progress", "cancelling", "done", "failed", "cancelled", "removed"
  std::string type;
  std::int64_t at_ms = 0;
  /// Of "progress": {"stage","done","total"}; "queued" after a try: {"reason": "lost" | "given_back" | "crashed" |
  /// "failed" | "retry", …}; "failed": {"error"}; others null or facts.
  Json data;
};

}  // namespace atelier
