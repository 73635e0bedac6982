#include "store/store_clock.h"

#include <time.h>

#include <algorithm>

namespace atelier {
namespace {

std::int64_t milliseconds(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

}  // namespace

StoreClock::StoreClock(std::function<std::int64_t()> wall)
    : wall_(wall ? std::move(wall) : [] { return milliseconds(CLOCK_REALTIME); }),
      began_wall_ms_(wall_()),
      began_ms_(milliseconds(CLOCK_BOOTTIME)),
      last_ms_(began_wall_ms_),
      last_seen_ms_(began_ms_) {}

std::int64_t StoreClock::now_ms() {
  const std::lock_guard lock(mutex_);
  const std::int64_t seen_ms = milliseconds(CLOCK_BOOTTIME);
  last_ms_ = std::max(wall_(), last_ms_ + (seen_ms - last_seen_ms_));
  last_seen_ms_ = seen_ms;
  return last_ms_;
}

std::int64_t StoreClock::lease_now_ms() {
  return began_wall_ms_ + (milliseconds(CLOCK_BOOTTIME) - began_ms_);
}

}  // namespace atelier
