#include "net/listeners.h"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "base/log.h"

namespace atelier {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::awaitable;

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
using Socket = websocket::stream<AnyStream&, false>;  // without compression: it costs 300 KB a connection

/// Calls `work` on a handler thread and waits for it.
template <class Work>
awaitable<void> on_handlers(ServerCore& core, Work work) {
  const auto guarded = [&]() -> awaitable<void> {
    try {
      work();
    } catch (const std::exception& exception) {
      log_error("a listener failed: {}", exception.what());
    }
    co_return;
  };
  co_await asio::co_spawn(core.handlers, guarded, asio::use_awaitable);
}

awaitable<void> write_chunks(ServerCore& core, AnyStream& stream, Mailbox& mailbox) {
  while (std::optional<std::string> piece = co_await mailbox.next()) {
    stream.next_layer().expires_after(duration(core.options.stall_seconds));
    const auto [failed, bytes] = co_await asio::async_write(stream, http::make_chunk(asio::buffer(*piece)), no_throw);
    if (failed) co_return;
  }
  if (mailbox.has_overflowed()) co_return;  // cut short, so that the reader notices
  (void)co_await asio::async_write(stream, http::make_chunk_last(), no_throw);
}

/// Until the other side closes the connection.
awaitable<void> wait_for_end(AnyStream& stream) {
  std::array<char, 256> ignored{};
  while (true) {
    stream.next_layer().expires_never();
    const auto [failed, bytes] = co_await stream.async_read_some(asio::buffer(ignored), no_throw);
    if (failed) co_return;
  }
}

websocket::stream_base::timeout limits_of(const HttpServerOptions& options) {
  using Duration = websocket::stream_base::duration;
  websocket::stream_base::timeout limits{};
  limits.handshake_timeout = std::chrono::duration_cast<Duration>(duration(options.header_seconds));
  limits.idle_timeout = std::chrono::duration_cast<Duration>(duration(2 * options.ping_seconds));
  limits.keep_alive_pings = true;
  return limits;
}

awaitable<void> write_messages(ServerCore& core, Socket& socket, Mailbox& mailbox) {
  socket.text(true);
  socket.auto_fragment(false);
  while (std::optional<std::string> message = co_await mailbox.next()) {
    const auto [failed, bytes] = co_await socket.async_write(asio::buffer(*message), no_throw);
    if (failed) break;
  }
  mailbox.abandon();
  const websocket::close_code why = core.stopping              ? websocket::close_code::going_away
                                    : mailbox.has_overflowed() ? websocket::close_code::try_again_later
                                                               : websocket::close_code::normal;
  (void)co_await socket.async_close(why, no_throw);
}

awaitable<void> read_messages(ServerCore& core, Socket& socket, const WebSocketBody& body, Mailbox& mailbox) {
  beast::flat_buffer incoming;
  while (true) {
    const auto [failed, bytes] = co_await socket.async_read(incoming, no_throw);
    if (failed) break;
    if (!socket.got_text()) {
      (void)co_await socket.async_close(websocket::close_code::unknown_data, no_throw);
      break;
    }
    std::string message = beast::buffers_to_string(incoming.data());
    incoming.consume(incoming.size());
    incoming.shrink_to_fit();
    co_await on_handlers(core, [&] { body.message(std::move(message)); });
  }
  mailbox.abandon();
}

}  // namespace

awaitable<void> serve_listener(ServerCore& core, AnyStream& stream, const StreamBody& body,
                               std::shared_ptr<Mailbox> mailbox) {
  using namespace asio::experimental::awaitable_operators;
  co_await on_handlers(core, [&] { body.begin(mailbox); });
  co_await (write_chunks(core, stream, *mailbox) || wait_for_end(stream));
  mailbox->abandon();
  co_await on_handlers(core, [&] { body.end(); });
}

awaitable<void> serve_websocket(ServerCore& core, AnyStream& stream, const http::request_header<>& head,
                                const WebSocketBody& body, std::shared_ptr<Mailbox> mailbox) {
  using namespace asio::experimental::awaitable_operators;
  stream.next_layer().expires_never();
  Socket socket(stream);
  socket.read_message_max(core.options.message_bytes_max);
  socket.set_option(limits_of(core.options));
  const http::request<http::empty_body> request{head};
  if (const auto [failed] = co_await socket.async_accept(request, no_throw); failed) co_return;
  co_await on_handlers(core, [&] { body.begin(mailbox); });
  co_await (write_messages(core, socket, *mailbox) && read_messages(core, socket, body, *mailbox));
  co_await on_handlers(core, [&] { body.end(); });
}

}  // namespace atelier
