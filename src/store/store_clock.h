#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

namespace atelier {

/// Time for the store. Wall time that never goes back while the process lives, and a time for leases that no setting of
/// the clock can move. Thread-safe.
class StoreClock {
 public:
  /// `wall`: Unix time in ms; empty: the system's.
  explicit StoreClock(std::function<std::int64_t()> wall = {});

  /// Unix time in ms; while the system's clock has been set back, it goes on from where it was.
  std::int64_t now_ms();
  /// Unix time of the start and the time since then, sleep of the machine included.
  std::int64_t lease_now_ms();

 private:
  std::function<std::int64_t()> wall_;
  std::mutex mutex_;
  std::int64_t began_wall_ms_, began_ms_;  // of the lease time
  std::int64_t last_ms_, last_seen_ms_;    // what was answered last, and when that was
};

}  // namespace atelier
