#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>
#include <ctime>

#include "base/descriptor.h"
#include "base/log.h"
#include "net/any_stream.h"
#include "net/listeners.h"
#include "net/mailbox.h"
#include "net/server_core.h"

namespace atelier {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using Tcp = asio::ip::tcp;
using asio::awaitable;
using boost::system::error_code;

namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t piece_bytes = 64 << 10;
constexpr std::size_t drained_bytes_max = 1 << 20;
constexpr double drain_seconds = 2;
constexpr int http_version = 11;

/// "Wed, 25 Nov 2026 03:56:53 GMT" (RFC 9110, 5.6.7); made once a second.
const std::string& date_now() {
  static std::time_t made_at = 0;
  static std::string text;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 64> line{};
    text.assign(line.data(), std::strftime(line.data(), line.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
    made_at = now;
  }
  return text;
}

std::string text_of(beast::string_view view) {
  return {view.data(), view.size()};
}

HttpRequest request_of(const http::request_header<>& head, const std::string& peer, bool is_tls) {
  HttpRequest request;
  request.method = text_of(head.method_string());
  request.target = text_of(head.target());
  for (const auto& field : head) request.headers.push_back({text_of(field.name_string()), text_of(field.value())});
  request.peer = peer;
  request.is_tls = is_tls;
  return request;
}

/// The status of the answer to a request that cannot be read; 0: none is to be given.
int status_of_failure(const error_code& failed) {
  if (failed == http::error::header_limit || failed == http::error::buffer_overflow) return 431;
  if (failed == http::error::body_limit) return 413;
  if (failed == http::error::end_of_stream || failed == http::error::partial_message) return 0;
  return failed.category() == http::make_error_code(http::error::bad_method).category() ? 400 : 0;
}

/// What a request asks of its connection, beside its answer.
struct Terms {
  bool is_head = false;
  bool keep_alive = false;
};

class HttpSession {
 public:
  HttpSession(ServerCore& core, AnyStream& stream, std::string peer)
      : core_(core), stream_(stream), peer_(std::move(peer)) {}

  awaitable<void> serve() {
    const auto farewell = core_.farewells.insert(core_.farewells.end(), [this] { say_farewell(); });
    bool goes_on = true;
    while (goes_on && !core_.stopping) goes_on = co_await serve_request();
    core_.farewells.erase(farewell);
  }

 private:
  using HeadParser = http::request_parser<http::empty_body>;

  void say_farewell() {
    if (mailbox_) mailbox_->close();
    if (is_idle_) {
      error_code ignored;
      stream_.next_layer().socket().cancel(ignored);
    }
  }

  void allow(double seconds) { stream_.next_layer().expires_after(duration(seconds)); }

  /// One request and its answer. False when the connection has to end.
  awaitable<bool> serve_request() {
    HeadParser head;
    head.header_limit(static_cast<std::uint32_t>(core_.options.header_bytes_max));
    head.body_limit(boost::none);
    if (buffer_.size() == 0 && !co_await wait_for_request()) co_return false;
    allow(core_.options.header_seconds);
    const auto [failed, bytes] = co_await http::async_read_header(stream_, buffer_, head, no_throw);
    if (failed) co_return co_await refuse(status_of_failure(failed));

    HttpRequest request = request_of(head.get(), peer_, stream_.tls() != nullptr);
    const Terms terms{request.method == "HEAD", head.get().keep_alive()};
    BodyPlan plan = core_.options.plan(request);
    if (plan.refusal) co_return co_await answer_and_end(*std::move(plan.refusal), terms);
    if (const int status = co_await read_body(head, plan, request); status != 0) co_return co_await refuse(status);
    const bool is_upgrade = websocket::is_upgrade(head.get());
    HttpResponse response = co_await ask_handler(request, plan.is_quick);
    if (auto* socket = std::get_if<WebSocketBody>(&response.body)) {
      if (!is_upgrade) co_return co_await answer(core_.problem(426), terms);
      mailbox_ = std::make_shared<Mailbox>(core_.io, core_.options.outbox_bytes_max);
      co_await serve_websocket(core_, stream_, head.get(), *socket, mailbox_);
      co_return false;
    }
    co_return co_await answer(std::move(response), terms);
  }

  /// Waits for the first byte, with as little memory as may be.
  awaitable<bool> wait_for_request() {
    buffer_.shrink_to_fit();
    is_idle_ = true;
    allow(core_.options.idle_seconds);
    const auto [failed, bytes] = co_await stream_.async_read_some(buffer_.prepare(2048), no_throw);
    is_idle_ = false;
    buffer_.commit(bytes);
    co_return !failed;
  }

  /// The whole body, to where the plan says. 0, or the status to refuse the request with (-1: no answer).
  awaitable<int> read_body(HeadParser& head, const BodyPlan& plan, HttpRequest& request) {
    if (const auto length = head.content_length(); length && *length > plan.bytes_max) co_return 413;
    if (head.is_done()) co_return 0;
    if (head.get()[http::field::expect].size() > 0) {
      http::response<http::empty_body> go_on{http::status::continue_, http_version};
      allow(core_.options.stall_seconds);
      const auto [failed, bytes] = co_await http::async_write(stream_, go_on, no_throw);
      if (failed) co_return -1;
    }
    Descriptor file;
    if (!plan.file.empty()) {
      file = Descriptor(::open(plan.file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
      if (!file.is_open()) co_return 500;
      request.body_file = plan.file;
    }
    const int status = co_await copy_body(head, plan, file.get(), request.body);
    if (status != 0 && !plan.file.empty()) ::unlink(plan.file.c_str());
    co_return status;
  }

  awaitable<int> copy_body(HeadParser& head, const BodyPlan& plan, int file, std::string& memory) {
    http::request_parser<http::buffer_body> parser(std::move(head));
    parser.body_limit(plan.bytes_max);
    std::vector<char> piece(std::min<std::uint64_t>(piece_bytes, plan.bytes_max + 1));
    const auto began = std::chrono::steady_clock::now();
    std::uint64_t total = 0;
    while (!parser.is_done()) {
      parser.get().body() = {piece.data(), piece.size(), true};
      allow(core_.options.stall_seconds);
      auto [failed, bytes] = co_await http::async_read_some(stream_, buffer_, parser, no_throw);
      if (failed == http::error::need_buffer) failed = {};
      if (failed) co_return status_of_body_failure(failed);
      const std::size_t got = piece.size() - parser.get().body().size;
      total += got;
      if (total > plan.bytes_max) co_return 413;
      if (file >= 0) {
        if (!write_all(file, {piece.data(), got})) co_return 507;
      } else {
        memory.append(piece.data(), got);
      }
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
      const double patience = core_.options.stall_seconds;
      if (seconds > patience &&
          static_cast<double>(total) < (seconds - patience) * core_.options.body_bytes_per_second_min)
        co_return 408;
    }
    co_return 0;
  }

  static int status_of_body_failure(const error_code& failed) {
    const int status = status_of_failure(failed);
    return status == 0 ? -1 : status;
  }

  static bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file, bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }

  /// The handler's answer, made on a handler thread unless it is quick.
  awaitable<HttpResponse> ask_handler(HttpRequest& request, bool is_quick) {
    const auto ask = [&]() -> HttpResponse {
      try {
        return core_.options.handle(request);
      } catch (const std::exception& exception) {
        log_error("{} {}: {}", request.method, request.target, exception.what());
        return core_.problem(500);
      }
    };
    if (is_quick) co_return ask();
    if (core_.waiting >= core_.options.waiting_max) co_return core_.problem(503).with("Retry-After", "1");
    ++core_.waiting;
    HttpResponse response = co_await asio::co_spawn(
        core_.handlers, [&]() -> awaitable<HttpResponse> { co_return ask(); }, asio::use_awaitable);
    --core_.waiting;
    co_return response;
  }

  template <class Message>
  void put_headers(Message& message, const HttpResponse& response, bool keep_alive) {
    message.result(static_cast<unsigned>(response.status));
    message.version(http_version);
    for (const HttpHeader& header : response.headers) message.insert(header.name, header.value);
    message.set(http::field::date, date_now());
    message.keep_alive(keep_alive);
  }

  awaitable<bool> answer(HttpResponse response, Terms terms) {
    terms.keep_alive = terms.keep_alive && !core_.stopping;
    if (auto* text = std::get_if<std::string>(&response.body)) {
      co_return co_await write_text(response, std::move(*text), terms);
    }
    if (const auto* file = std::get_if<FileBody>(&response.body)) co_return co_await write_file(response, *file, terms);
    if (auto* stream = std::get_if<StreamBody>(&response.body)) co_await write_stream(response, *stream, terms);
    co_return false;
  }

  awaitable<bool> write_text(const HttpResponse& response, std::string text, Terms terms) {
    http::response<http::string_body> message;
    put_headers(message, response, terms.keep_alive);
    const bool has_body = response.status != 204 && response.status != 304;
    if (has_body) message.content_length(text.size());
    if (has_body && !terms.is_head) message.body() = std::move(text);
    allow(core_.options.stall_seconds);
    http::response_serializer<http::string_body> serializer(message);
    const auto [failed, bytes] = co_await http::async_write(stream_, serializer, no_throw);
    co_return !failed && terms.keep_alive;
  }

  awaitable<bool> write_file(const HttpResponse& response, const FileBody& body, Terms terms) {
    Descriptor file(::open(body.file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) co_return co_await answer(core_.problem(500), terms);
    http::response<http::empty_body> message;
    put_headers(message, response, terms.keep_alive);
    message.content_length(body.bytes);
    http::response_serializer<http::empty_body> serializer(message);
    allow(core_.options.stall_seconds);
    const auto [failed, sent] = co_await http::async_write_header(stream_, serializer, no_throw);
    if (failed) co_return false;
    if (terms.is_head) co_return terms.keep_alive;
    std::vector<char> piece(std::min<std::uint64_t>(piece_bytes, body.bytes));
    for (std::uint64_t done = 0; done < body.bytes;) {
      const std::size_t wanted = std::min<std::uint64_t>(piece.size(), body.bytes - done);
      const ssize_t got = ::pread(file.get(), piece.data(), wanted, static_cast<off_t>(body.offset + done));
      if (got <= 0) co_return false;  // the file shrank: the other end sees a short body
      allow(core_.options.stall_seconds);
      const auto [broken, written] =
          co_await asio::async_write(stream_, asio::buffer(piece.data(), static_cast<std::size_t>(got)), no_throw);
      if (broken) co_return false;
      done += static_cast<std::uint64_t>(got);
    }
    co_return terms.keep_alive;
  }

  awaitable<void> write_stream(const HttpResponse& response, const StreamBody& body, Terms terms) {
    http::response<http::empty_body> message;
    put_headers(message, response, false);
    message.chunked(true);
    http::response_serializer<http::empty_body> serializer(message);
    allow(core_.options.stall_seconds);
    const auto [failed, sent] = co_await http::async_write_header(stream_, serializer, no_throw);
    if (failed || terms.is_head) co_return;
    mailbox_ = std::make_shared<Mailbox>(core_.io, core_.options.outbox_bytes_max);
    co_await serve_listener(core_, stream_, body, mailbox_);
  }

  awaitable<bool> refuse(int status) {
    if (status <= 0) co_return false;
    co_return co_await answer_and_end(core_.problem(status), {});
  }

  /// Answers a request whose body is not read: the connection ends, but not before the other side had the time to
  /// read the answer.
  awaitable<bool> answer_and_end(HttpResponse response, Terms terms) {
    terms.keep_alive = false;
    (void)co_await answer(std::move(response), terms);
    error_code ignored;
    stream_.next_layer().socket().shutdown(Tcp::socket::shutdown_send, ignored);
    std::array<char, 4096> piece{};
    allow(drain_seconds);
    for (std::size_t total = buffer_.size(); total < drained_bytes_max;) {
      const auto [failed, bytes] = co_await stream_.async_read_some(asio::buffer(piece), no_throw);
      if (failed) break;
      total += bytes;
    }
    co_return false;
  }

  ServerCore& core_;
  AnyStream& stream_;
  std::string peer_;
  bool is_idle_ = false;
  beast::flat_buffer buffer_;
  std::shared_ptr<Mailbox> mailbox_;
};

awaitable<void> serve_stream(ServerCore& core, AnyStream& stream, std::string peer) {
  AnyStream::Tls* tls = stream.tls();
  if (tls) {
    stream.next_layer().expires_after(duration(core.options.header_seconds));
    const auto [failed] = co_await tls->async_handshake(asio::ssl::stream_base::server, no_throw);
    if (failed) co_return;
  }
  co_await HttpSession(core, stream, std::move(peer)).serve();
  if (tls) {
    stream.next_layer().expires_after(duration(drain_seconds));
    (void)co_await tls->async_shutdown(no_throw);
  }
  error_code ignored;
  stream.next_layer().socket().shutdown(Tcp::socket::shutdown_both, ignored);
}

}  // namespace

awaitable<void> serve_connection(ServerCore& core, Tcp::socket socket) {
  error_code failed;
  socket.set_option(Tcp::no_delay(true), failed);
  const Tcp::endpoint other = socket.remote_endpoint(failed);
  if (failed) co_return;
  try {
    AnyStream stream(std::move(socket), core.tls ? &*core.tls : nullptr);
    co_await serve_stream(core, stream, other.address().to_string());
  } catch (const std::exception& exception) {
    log_error("a connection failed: {}", exception.what());
  }
}

}  // namespace atelier
