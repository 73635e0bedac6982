#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "net/http_message.h"

namespace atelier {

/// What happens to the body of a request, decided when its headers are there.
struct BodyPlan {
  std::optional<HttpResponse> refusal;  ///< answer at once, read no body, close the connection
  std::uint64_t bytes_max = 0;          ///< more is answered with 413
  std::filesystem::path file;           ///< write it here, as it comes; empty: keep it in memory
  bool is_quick = false;                ///< the handler neither waits nor computes: it runs on the network's thread
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                  ///< 0: any that is free
  std::filesystem::path certificate, key;  ///< PEM; both or none. With them every connection is TLS 1.2 or newer
  int handler_threads = 8;
  int waiting_max = 256;         ///< requests that wait for a handler; more are answered with 503
  int connections_max = 20'000;  ///< more are closed at once
  std::size_t header_bytes_max = 32 << 10;
  std::size_t message_bytes_max = 64 << 10;  ///< of a WebSocket; a larger one closes it (1009)
  double header_seconds = 15;                ///< for the headers of a request, and for the TLS handshake
  double idle_seconds = 75;                  ///< between two requests of a connection
  double stall_seconds = 30;                 ///< a body or an answer that does not move for so long ends the connection
  double body_bytes_per_second_min = 8 << 10;  ///< on the whole, after the first stall_seconds
  double ping_seconds = 30;                    ///< a WebSocket that does not answer within two of these is closed
  std::size_t outbox_bytes_max = 4 << 20;      ///< a listener with more waiting than this is dropped

  /// Called on the network's thread for every request: must be quick and must not throw.
  std::function<BodyPlan(const HttpRequest& head)> plan;
  /// Called on a handler thread (or as the plan says). What it throws is answered with 500.
  std::function<HttpResponse(HttpRequest&)> handle;
  /// What is answered where no handler is asked: 400 (no HTTP), 408, 413, 431, 500, 503. Empty: a line of text.
  std::function<HttpResponse(int status)> problem;
};

/// An HTTP/1.1 server (RFC 9110, 9112) with keep-alive, ranges by FileBody, endless bodies and WebSockets. The only
/// place, with http_session.cpp, that knows Beast.
class HttpServer {
 public:
  /// Listens when it returns. conflict where the port is in use (field "port"), denied where it may not be used,
  /// invalid_argument for an address or certificate that is none.
  static Result<std::unique_ptr<HttpServer>> start(HttpServerOptions options);
  ~HttpServer();  ///< stop(0)
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  std::uint16_t port() const;
  int connections() const;

  /// Accepts nobody any more; requests that are being answered may end within `patience_seconds`, streams and
  /// WebSockets are told (1001) and closed. Returns when every connection is gone and no handler runs.
  void stop(double patience_seconds);

 private:
  struct State;
  explicit HttpServer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace atelier
