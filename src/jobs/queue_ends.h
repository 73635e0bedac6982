#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "jobs/job.h"
#include "store/sql.h"

namespace atelier {

/// How a job has ended.
struct JobEnd {
  JobState state = JobState::done;
  std::optional<Error> error{};
  std::vector<ArtifactRef> artifacts{};
  Json facts{};
  std::string engine{};  ///< "": as noted before
  bool from_cache = false;
  double cost = 0;
  std::string outcome{};  ///< of the attempt that ended with it; "": none was running
};

/// Ends a job that is queued or runs, and does what follows from that: its event, its artifacts, the answer to its
/// twins, the next step of its chain, the end of its parent. False when it has ended already, or is not there, or
/// `condition` (what follows after WHERE … AND, with `values`) does not hold; nothing has changed then.
Result<bool> end_job(SqlSession& session, std::string_view id, const JobEnd& end, std::string_view condition = "1 = 1",
                     const SqlRow& values = {});

/// Why a running job goes back into the queue.
struct PutBack {
  std::string outcome;  ///< of the attempt: "lost", "crashed", "failed", "given_back"
  std::optional<Error> error{};
  Json facts{};
  std::string engine{};
  double cost = 0;
  std::int64_t pause_ms = 0;               ///< before it is claimed again
  int tries = 0, crashes = 0, losses = 0;  ///< to add
};

/// False when it does not run under this attempt.
Result<bool> put_back(SqlSession& session, const Lease& lease, const PutBack& why);

}  // namespace atelier
