#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace atelier {

struct HttpHeader {
  std::string name;
  std::string value;
};

/// The value of the first header of this name (case does not matter); "" where there is none.
std::string_view find_header(const std::vector<HttpHeader>& headers, std::string_view name);

/// A request as it came. Nothing in it is checked but HTTP's own grammar (RFC 9112).
struct HttpRequest {
  std::string method;  ///< as sent: "GET"
  std::string target;  ///< as sent: "/v1/jobs?limit=5"
  std::vector<HttpHeader> headers;
  std::string body;                 ///< where the plan was to keep it in memory
  std::filesystem::path body_file;  ///< where the plan was to keep it in a file; the handler owns the file then
  std::string peer;                 ///< address of the other end: "127.0.0.1"
  bool is_tls = false;

  std::string_view header(std::string_view name) const { return find_header(headers, name); }
};

/// Where messages for one listener go: a stream of events or a WebSocket. Safe from any thread; never blocks. What is
/// sent lies in memory until the other side takes it: whoever sends looks at waiting_bytes() and sends less to a slow
/// reader.
class Outbox {
 public:
  virtual ~Outbox() = default;
  /// False once the connection is gone.
  virtual bool send(std::string message) = 0;
  virtual std::size_t waiting_bytes() const = 0;
  /// Ends the connection after what was sent.
  virtual void close() = 0;
};

/// A part of a file as the body.
struct FileBody {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
};

/// A body without an end: `begin` is called once the headers are on their way, `end` once when the listener is gone.
/// Both on a handler thread.
struct StreamBody {
  std::function<void(std::shared_ptr<Outbox>)> begin;
  std::function<void()> end;
};

/// Accepts the request as a WebSocket (RFC 6455; text messages only). `message` is called for one message at a time.
/// All on handler threads.
struct WebSocketBody {
  std::function<void(std::shared_ptr<Outbox>)> begin;
  std::function<void(std::string message)> message;
  std::function<void()> end;
};

struct HttpResponse {
  int status = 200;
  std::vector<HttpHeader> headers;
  std::variant<std::string, FileBody, StreamBody, WebSocketBody> body;

  HttpResponse&& with(std::string_view name, std::string_view value) && {
    headers.push_back({std::string(name), std::string(value)});
    return std::move(*this);
  }
};

}  // namespace atelier
