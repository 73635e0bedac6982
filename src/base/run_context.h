#pragma once

#include <atomic>
#include <functional>
#include <mutex>
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

/// What the caller of a task brings: threads, progress, cancellation. Every member is safe from every thread.
class RunContext {
 public:
  /// threads 0: one for each core that this process may use. A null cancellation never stops.
  RunContext(int threads = 0, const Cancellation* cancellation = nullptr, ProgressSink progress = {});
  RunContext(const RunContext&) = delete;
  RunContext& operator=(const RunContext&) = delete;

  int threads() const { return threads_; }

  /// ErrorKind::cancelled once a stop was asked for.
  Result<void> check() const;

  /// Begins a stage of `total` steps.
  void begin(const Phrase& stage, double total);
  /// One step of the current stage is done; ErrorKind::cancelled if a stop was asked for. May be called by the work of
  /// parallel_for; costs one lock where somebody watches, nothing otherwise.
  Result<void> step(double count = 1);

  bool stopped() const { return cancellation_ && cancellation_->requested(); }

 private:
  int threads_;
  const Cancellation* cancellation_;
  ProgressSink progress_;
  std::mutex mutex_;  // guards now_, and gives the sink one call at a time
  ProgressEvent now_;
};

inline constexpr int threads_max = 256;

/// How many threads this process may run at once (its CPU affinity), 1 to threads_max.
int available_threads();

/// Calls work(i) for each i in [0, count) on the context's threads, in no order; work should not throw. Results must
/// not depend on the number of threads. The calling thread takes part; helpers come from one pool of the process, so
/// that short passes are cheap (a few µs) and nested calls cannot deadlock. Stops early with ErrorKind::cancelled, or
/// with exhausted when memory runs out in the work (internal for any other exception).
Result<void> parallel_for(const RunContext& run, int count, const std::function<void(int)>& work);

}  // namespace atelier
