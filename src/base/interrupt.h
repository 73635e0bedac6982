#pragma once

#include "base/run_context.h"

namespace atelier {

/// While it lives, the first SIGINT or SIGTERM asks `cancellation` to stop, and the second one ends the process at
/// once, as by default. A signal that was ignored before (nohup) stays ignored. One at a time in a process.
class InterruptGuard {
 public:
  explicit InterruptGuard(Cancellation& cancellation);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
};

}  // namespace atelier
