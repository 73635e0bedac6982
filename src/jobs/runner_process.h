#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "base/run_context.h"
#include "jobs/kind.h"

namespace atelier {

/// What a runner may use. Over a limit its process is killed and the job fails.
struct RunnerLimits {
  double seconds_max = 600;      ///< for one job
  int memory_mb_max = 4096;      ///< resident memory of the process at any time (MiB)
  int memory_mb_to_keep = 1024;  ///< a process that holds more after a job is replaced
  int jobs_max = 200;            ///< then the process is replaced
  double cancel_seconds = 2;     ///< from the polite wish to stop to the hard end
};

/// One job for a runner.
struct RunnerTask {
  std::string id;
  std::string kind;
  Json params;
  std::filesystem::path folder;  ///< exists and is empty; the files are written below it
  int threads = 0;               ///< 0: one for each core
};

struct RunnerDone {
  JobResult result;
  bool from_cache = false;
};

/// The process ended before it answered: why, and the last lines of its log.
struct RunnerCrash {
  int signal = 0;     ///< that ended it; 0: it exited by itself
  int exit_code = 0;  ///< where signal is 0
  std::vector<std::string> log;
  std::int64_t memory_mb = 0;  ///< the most it held

  /// internal: "the runner was ended by SIGSEGV at 120 MiB", with the last line of the log.
  Error error() const;
};

using RunnerOutcome = std::variant<RunnerDone, Error, RunnerCrash>;

/// A child process that carries out jobs one at a time, replaced when it crashes, grows too large or has done enough.
/// Used by one thread at a time. The child is started by the first job.
class RunnerProcess {
 public:
  /// `command`: an executable and its words; the socket is its standard input.
  RunnerProcess(std::vector<std::string> command, RunnerLimits limits);
  RunnerProcess(RunnerProcess&&) noexcept;
  ~RunnerProcess();  ///< ends the child

  /// Error: not_installed where the executable is missing; timed_out and too_large over a limit; cancelled once
  /// `cancellation` was requested; or what the task itself failed with.
  RunnerOutcome run(const RunnerTask& task, const Cancellation& cancellation, const ProgressSink& progress);

  /// Of the child; 0 while there is none.
  pid_t pid() const;

 private:
  struct Child;
  class Watch;
  Result<void> ensure_child();

  std::vector<std::string> command_;
  RunnerLimits limits_;
  std::unique_ptr<Child> child_;
};

}  // namespace atelier
