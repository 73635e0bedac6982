#include "net/mailbox.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace atelier {

namespace asio = boost::asio;

bool Mailbox::send(std::string message) {
  {
    const std::scoped_lock lock(mutex_);
    if (closed_) return false;
    if (bytes_ + message.size() > bytes_max_) {
      closed_ = overflowed_ = true;
      messages_.clear();
      bytes_ = 0;
    } else {
      bytes_ += message.size();
      messages_.push_back(std::move(message));
      if (messages_.size() > 1) return true;  // the coroutine is at work
    }
  }
  wake();
  return !has_overflowed();
}

std::size_t Mailbox::waiting_bytes() const {
  const std::scoped_lock lock(mutex_);
  return bytes_;
}

void Mailbox::close() {
  {
    const std::scoped_lock lock(mutex_);
    if (closed_) return;
    closed_ = true;
  }
  wake();
}

void Mailbox::abandon() {
  {
    const std::scoped_lock lock(mutex_);
    messages_.clear();
    bytes_ = 0;
  }
  close();
}

bool Mailbox::has_overflowed() const {
  const std::scoped_lock lock(mutex_);
  return overflowed_;
}

bool Mailbox::is_closed() const {
  const std::scoped_lock lock(mutex_);
  return closed_;
}

void Mailbox::wake() {
  asio::post(io_, [self = shared_from_this()] { self->arrived_.cancel(); });
}

std::optional<std::string> Mailbox::take() {
  const std::scoped_lock lock(mutex_);
  if (messages_.empty()) return std::nullopt;
  std::string message = std::move(messages_.front());
  messages_.pop_front();
  bytes_ -= message.size();
  return message;
}

asio::awaitable<std::optional<std::string>> Mailbox::next() {
  while (true) {
    if (std::optional<std::string> message = take()) co_return message;
    if (is_closed()) co_return std::nullopt;
    arrived_.expires_at(asio::steady_timer::time_point::max());
    (void)co_await arrived_.async_wait(asio::as_tuple(asio::use_awaitable));
    if ((co_await asio::this_coro::cancellation_state).cancelled() != asio::cancellation_type::none)
      co_return std::nullopt;
  }
}

}  // namespace atelier
