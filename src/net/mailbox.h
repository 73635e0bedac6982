#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "net/http_message.h"

namespace atelier {

/// The Outbox of a connection: filled from any thread, emptied by one coroutine on the network's thread.
class Mailbox final : public Outbox, public std::enable_shared_from_this<Mailbox> {
 public:
  Mailbox(boost::asio::io_context& io, std::size_t bytes_max) : io_(io), arrived_(io), bytes_max_(bytes_max) {}

  bool send(std::string message) override;
  std::size_t waiting_bytes() const override;
  void close() override;

  /// The next message; nothing once it was closed and is empty, or has overflowed.
  boost::asio::awaitable<std::optional<std::string>> next();
  /// Nothing is sent any more, and what waits is dropped.
  void abandon();
  bool has_overflowed() const;

 private:
  void wake();
  std::optional<std::string> take();
  bool is_closed() const;

  boost::asio::io_context& io_;
  boost::asio::steady_timer arrived_;  // used on the network's thread alone
  const std::size_t bytes_max_;
  mutable std::mutex mutex_;
  std::deque<std::string> messages_;
  std::size_t bytes_ = 0;
  bool closed_ = false, overflowed_ = false;
};

}  // namespace atelier
