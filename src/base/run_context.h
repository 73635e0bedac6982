#pragma once

#include <atomic>
#include <functional>
#include <string>

#include "base/result.h"

namespace atelier {

/// A wish to stop, given by Ctrl-C, a client or a supervisor. Thread-safe; safe to request from a signal handler.
class Cancellation {
 public:
  void request() { requested_.store(true, std::memory_order_relaxed); }
  bool requested() const { return requested_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

/// Where a task stands. `done` of `total` steps of the stage; total 0 means unknown.
struct ProgressEvent {
  Phrase stage;
  double done = 0;
  double total = 0;
};

/// Takes progress events; may be called from any thread of the task, one call at a time.
using ProgressSink = std::function<void(const ProgressEvent&)>;

/// What the caller of a task brings: threads, progress, cancellation. Const members are safe from every thread.
class RunContext {
 public:
  /// threads 0: one for each core. A null cancellation never stops.
  RunContext(int threads = 0, const Cancellation* cancellation = nullptr, ProgressSink progress = {});

  int threads() const { return threads_; }

  /// ErrorKind::cancelled once a stop was asked for.
  Result<void> check() const;

  /// Begins a stage of `total` steps.
  void begin(const Phrase& stage, double total);
  /// One step of the current stage is done; ErrorKind::cancelled if a stop was asked for.
  Result<void> step(double count = 1);

 private:
  int threads_;
  const Cancellation* cancellation_;
  ProgressSink progress_;
  ProgressEvent now_;
};

/// Calls work(i) for each i in [0, count) on the context's threads, in no order; work must not throw. Results must not
/// depend on the number of threads. Stops early with ErrorKind::cancelled. The calling thread takes part.
Result<void> parallel_for(const RunContext& run, int count, const std::function<void(int)>& work);

}  // namespace atelier
