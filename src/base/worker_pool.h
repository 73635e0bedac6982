#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace atelier {

/// The helper threads of the process. A caller offers work and does it itself as well; helpers join in while they are
/// idle. Who waits, waits only for helpers that have begun, never for a free one: nested use cannot deadlock.
class WorkerPool {
 public:
  static WorkerPool& instance();

  /// Runs `drain` on the calling thread and on up to `helpers` idle helper threads at once; returns when all that began
  /// have ended. `drain` must return when nothing is left to do, and must not throw.
  void run(int helpers, const std::function<void()>& drain);

 private:
  struct Offer {
    const std::function<void()>* drain;
    int wanted;   // helpers that may still join
    int running;  // helpers inside drain
  };

  WorkerPool() = default;
  ~WorkerPool();
  void grow(int helpers);
  void help();

  std::mutex mutex_;
  std::condition_variable offered_;
  std::condition_variable ended_;
  std::deque<Offer*> offers_;
  std::vector<std::thread> threads_;
  bool stopping_ = false;
};

}  // namespace atelier
