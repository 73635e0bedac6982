#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "store/soci_session.h"

namespace atelier {

/// Opens connections to one database. While it does not answer, it is asked at growing intervals (0.1 to 5 s) only, and
/// everybody in between is told at once; the log says when it went and when it came back. Thread-safe.
class Connector {
 public:
  Connector(SqlAddress address, StoreClock& clock);

  Result<std::unique_ptr<SociSession>> connect();
  /// A connection broke: the next connect() is tried at once.
  void broke(const Error& error);
  /// ok, or what the last try said.
  Result<void> health() const;
  const SqlAddress& address() const { return address_; }

 private:
  using Time = std::chrono::steady_clock::time_point;

  const SqlAddress address_;
  StoreClock& clock_;
  mutable std::mutex mutex_;
  std::optional<Error> gone_;
  Time next_try_{};
  std::chrono::milliseconds pause_{0};
};

}  // namespace atelier
