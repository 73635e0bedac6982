#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <list>
#include <memory>

#include "net/http_server.h"

namespace atelier {

/// What the connections of a server share. Everything but the handlers runs on one thread.
struct ServerCore {
  explicit ServerCore(HttpServerOptions server_options)
      : options(std::move(server_options)), handlers(static_cast<std::size_t>(options.handler_threads)) {}

  HttpServerOptions options;
  boost::asio::io_context io{1};
  std::optional<boost::asio::ssl::context> tls;
  boost::asio::thread_pool handlers;
  std::atomic<int> connections{0};
  int waiting = 0;  // for a handler, or being handled
  bool stopping = false;

  /// How each connection is told that the server stops: an idle one ends, the others end after what they are doing.
  std::list<std::function<void()>> farewells;

  HttpResponse problem(int status) const;
};

inline std::chrono::nanoseconds duration(double seconds) {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
}

/// Serves one connection until it ends. Never throws.
boost::asio::awaitable<void> serve_connection(ServerCore& core, boost::asio::ip::tcp::socket socket);

}  // namespace atelier
