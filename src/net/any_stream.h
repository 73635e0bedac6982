#pragma once

#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <optional>

namespace atelier {

/// A connection with or without TLS, as one type: what is built of its reads and writes is compiled once.
class AnyStream {
 public:
  using Tcp = boost::beast::tcp_stream;
  using Tls = boost::beast::ssl_stream<Tcp&>;
  using next_layer_type = Tcp;
  using executor_type = Tcp::executor_type;

  /// `tls` may be null.
  AnyStream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls) : tcp_(std::move(socket)) {
    if (tls) tls_.emplace(tcp_, *tls);
  }
  AnyStream(const AnyStream&) = delete;
  AnyStream& operator=(const AnyStream&) = delete;

  executor_type get_executor() { return tcp_.get_executor(); }
  Tcp& next_layer() { return tcp_; }
  const Tcp& next_layer() const { return tcp_; }
  Tls* tls() { return tls_ ? &*tls_ : nullptr; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_read_some(buffers, std::forward<Token>(token));
    return tcp_.async_read_some(buffers, std::forward<Token>(token));
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (tls_) return tls_->async_write_some(buffers, std::forward<Token>(token));
    return tcp_.async_write_some(buffers, std::forward<Token>(token));
  }

  /// The end of a WebSocket (found by Beast through the argument's type).
  template <class Handler>
  friend void async_teardown(boost::beast::role_type role, AnyStream& stream, Handler&& handler) {
    using boost::beast::websocket::async_teardown;
    if (stream.tls_)
      stream.tls_->async_shutdown(std::forward<Handler>(handler));
    else
      async_teardown(role, stream.tcp_, std::forward<Handler>(handler));
  }
  friend void teardown(boost::beast::role_type, AnyStream& stream, boost::system::error_code& failed) {
    stream.tcp_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_both, failed);
  }

 private:
  Tcp tcp_;
  std::optional<Tls> tls_;
};

}  // namespace atelier
