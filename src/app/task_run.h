#pragma once

#include "app/console.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/run_context.h"

namespace atelier {

/// What a task is run with on the command line: the threads wished, progress on standard error, and Ctrl-C. The first
/// Ctrl-C stops the task, the second one the program. One at a time.
class TaskRun {
 public:
  explicit TaskRun(Console& console)
      : interrupt_(cancellation_),
        display_(console.progress_options()),
        context_(console.threads(), &cancellation_, display_.sink()) {}

  RunContext& context() { return context_; }
  const Cancellation& cancellation() const { return cancellation_; }

 private:
  Cancellation cancellation_;
  InterruptGuard interrupt_;
  ProgressDisplay display_;
  RunContext context_;
};

}  // namespace atelier
