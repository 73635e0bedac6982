#include "store/connector.h"

#include <algorithm>

#include "base/log.h"

namespace atelier {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds pause_min{100}, pause_max{5000};

}  // namespace

Connector::Connector(SqlAddress address, StoreClock& clock) : address_(std::move(address)), clock_(clock) {}

Result<std::unique_ptr<SociSession>> Connector::connect() {
  {
    const std::lock_guard lock(mutex_);
    if (gone_ && std::chrono::steady_clock::now() < next_try_) return *gone_;
  }
  Result<std::unique_ptr<SociSession>> session = SociSession::open(address_, clock_);
  const std::lock_guard lock(mutex_);
  if (session.ok()) {
    if (gone_ && pause_.count() > 0) log_warning("the database {} answers again", address_.shown);
    gone_.reset();
    pause_ = milliseconds(0);
    return session;
  }
  if (pause_.count() == 0) log_error("{}", sentence(session.error(), Lang::en));
  gone_ = session.error();
  pause_ = std::clamp(pause_ * 2, pause_min, pause_max);
  next_try_ = std::chrono::steady_clock::now() + pause_;
  return session;
}

void Connector::broke(const Error& error) {
  const std::lock_guard lock(mutex_);
  if (!gone_) next_try_ = {};
  gone_ = error;
}

Result<void> Connector::health() const {
  const std::lock_guard lock(mutex_);
  return gone_ ? Result<void>(*gone_) : ok();
}

}  // namespace atelier
