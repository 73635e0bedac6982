#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/descriptor.h"

namespace atelier {

/// A bare TCP connection to a server of this machine, for tests: sends any bytes, and reads what comes.
class TestClient {
 public:
  explicit TestClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }

  bool connected() const { return connected_; }
  int descriptor() const { return socket_.get(); }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void close_sending() { ::shutdown(socket_.get(), SHUT_WR); }

  /// Bytes up to and with `end`; all there are where the connection ends first or nothing comes for `timeout_ms`.
  std::string read_until(std::string_view end, int timeout_ms = 10'000) {
    std::size_t found = rest_.find(end);
    while (found == std::string::npos && fill(timeout_ms)) found = rest_.find(end);
    return take(found == std::string::npos ? rest_.size() : found + end.size());
  }

  std::string read_bytes(std::size_t count, int timeout_ms = 10'000) {
    while (rest_.size() < count && fill(timeout_ms)) {
    }
    return take(std::min(count, rest_.size()));
  }

  /// Everything until the other side closes.
  std::string read_all(int timeout_ms = 10'000) {
    while (fill(timeout_ms)) {
    }
    return take(rest_.size());
  }

  /// One answer with a Content-Length: headers and body.
  std::string read_answer() {
    std::string head = read_until("\r\n\r\n");
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? head : head + read_bytes(std::stoul(head.substr(at + 16)));
  }

  /// Whether the other side has closed, or does so within the time.
  bool is_closed(int timeout_ms = 10'000) {
    while (fill(timeout_ms)) {
    }
    return ended_;
  }

 private:
  bool fill(int timeout_ms) {
    pollfd waited{socket_.get(), POLLIN, 0};
    if (ended_ || ::poll(&waited, 1, timeout_ms) <= 0) return false;
    char bytes[65536];
    const ssize_t got = ::recv(socket_.get(), bytes, sizeof bytes, 0);
    ended_ = got <= 0;
    if (got > 0) rest_.append(bytes, static_cast<std::size_t>(got));
    return got > 0;
  }

  std::string take(std::size_t count) {
    std::string bytes = rest_.substr(0, count);
    rest_.erase(0, count);
    return bytes;
  }

  Descriptor socket_;
  bool connected_ = false, ended_ = false;
  std::string rest_;
};

/// The client's side of a WebSocket, for tests.
class TestWebSocket {
 public:
  TestWebSocket(std::uint16_t port, std::string_view target) : client_(port) {
    client_.send("GET " + std::string(target) +
                 " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    answer_ = client_.read_until("\r\n\r\n");
  }

  const std::string& answer() const { return answer_; }
  TestClient& client() { return client_; }

  /// opcode 1: text, 2: bytes, 8: close, 9: ping. Masked with zeros.
  bool send(std::string_view payload, int opcode = 1) {
    std::string frame(1, static_cast<char>(0x80 | opcode));
    const int length_bytes = payload.size() < 126 ? 0 : payload.size() < 65536 ? 2 : 8;
    frame += static_cast<char>(0x80 | (length_bytes == 0 ? payload.size() : length_bytes == 2 ? 126 : 127));
    for (int shift = 8 * (length_bytes - 1); shift >= 0; shift -= 8)
      frame += static_cast<char>((payload.size() >> shift) & 0xff);
    frame.append(4, '\0');
    frame += payload;
    return client_.send(frame);
  }

  struct Message {
    int opcode = 0;  ///< 0: the connection ended
    std::string payload;
  };
  Message receive(int timeout_ms = 10'000) {
    const std::string head = client_.read_bytes(2, timeout_ms);
    if (head.size() < 2) return {};
    std::size_t size = static_cast<unsigned char>(head[1]) & 0x7f;
    const std::size_t long_bytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    if (long_bytes > 0) {
      size = 0;
      for (const char byte : client_.read_bytes(long_bytes, timeout_ms))
        size = size << 8 | static_cast<unsigned char>(byte);
    }
    return {head[0] & 0x0f, client_.read_bytes(size, timeout_ms)};
  }

 private:
  TestClient client_;
  std::string answer_;
};

}  // namespace atelier
