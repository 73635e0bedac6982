#include "jobs/frames.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>

namespace atelier {

namespace {

constexpr std::size_t head_bytes = 8;

Error gone() {
  return fail(ErrorKind::unavailable,
              {"the other process ended", "другой процесс завершился", "상대 프로세스가 끝났습니다"});
}

void put_size(std::string& bytes, std::size_t size) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((size >> shift) & 0xff);
}

std::size_t size_at(std::string_view bytes, std::size_t at) {
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) size |= std::size_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
  return size;
}

Result<void> check_sizes(std::size_t json_bytes, std::size_t blob_bytes, ErrorKind kind) {
  if (json_bytes <= frame_json_bytes_max && blob_bytes <= frame_blob_bytes_max) return ok();
  return fail(kind,
              {"a message of {} and {} bytes; the limits are {} and {}", "сообщение в {} и {} байт; пределы {} и {}",
               "메시지 크기 {} + {}바이트, 한도는 {} + {}"},
              json_bytes, blob_bytes, frame_json_bytes_max, frame_blob_bytes_max);
}

/// Whether the socket became readable within the time; an interruption counts as not.
bool wait_readable(int socket, int timeout_ms) {
  pollfd waited{socket, POLLIN, 0};
  return ::poll(&waited, 1, timeout_ms) > 0;
}

}  // namespace

Result<std::pair<FrameSocket, FrameSocket>> FrameSocket::pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(ErrorKind::exhausted,
                {"no socket could be opened (error {})", "не удалось открыть сокет (ошибка {})",
                 "소켓을 열 수 없습니다 (오류 {})"},
                errno);
  }
  return std::pair{FrameSocket(Descriptor(ends[0])), FrameSocket(Descriptor(ends[1]))};
}

Result<void> FrameSocket::send(const Frame& frame) {
  const std::string text = json_text(frame.json);
  TRY_VOID(check_sizes(text.size(), frame.blob.size(), ErrorKind::too_large));
  std::string bytes;
  bytes.reserve(head_bytes + text.size() + frame.blob.size());
  put_size(bytes, text.size());
  put_size(bytes, frame.blob.size());
  bytes += text;
  bytes += frame.blob;
  std::string_view left = bytes;
  while (!left.empty()) {
    const ssize_t sent = ::send(socket_.get(), left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return gone();
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  return ok();
}

Result<std::optional<Frame>> FrameSocket::receive(int timeout_ms) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + std::chrono::milliseconds(timeout_ms);
  while (true) {
    TRY(std::optional<Frame> frame, take_frame());
    if (frame) return frame;
    int left_ms = -1;
    if (timeout_ms >= 0) {
      left_ms = static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count());
      if (left_ms < 0) return std::optional<Frame>();
    }
    if (wait_readable(socket_.get(), left_ms)) {
      TRY_VOID(fill());
    } else if (timeout_ms >= 0) {
      return std::optional<Frame>();
    }
  }
}

Result<std::optional<Frame>> FrameSocket::take_frame() {
  if (buffer_.size() < head_bytes) return std::optional<Frame>();
  const std::size_t json_bytes = size_at(buffer_, 0);
  const std::size_t blob_bytes = size_at(buffer_, 4);
  TRY_VOID(check_sizes(json_bytes, blob_bytes, ErrorKind::corrupt));
  if (buffer_.size() < head_bytes + json_bytes + blob_bytes) return std::optional<Frame>();
  TRY(Json json, parse_json(std::string_view(buffer_).substr(head_bytes, json_bytes), "message"));
  Frame frame{std::move(json), buffer_.substr(head_bytes + json_bytes, blob_bytes)};
  buffer_.erase(0, head_bytes + json_bytes + blob_bytes);
  if (!frame.json.is_object())
    return fail(ErrorKind::corrupt,
                {"a message is not an object", "сообщение не является объектом", "메시지가 객체가 아닙니다"});
  return std::optional(std::move(frame));
}

Result<void> FrameSocket::fill() {
  std::array<char, 65536> bytes{};
  const ssize_t read = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
  if (read == 0 || (read < 0 && errno != EINTR && errno != EAGAIN)) return gone();
  if (read > 0) buffer_.append(bytes.data(), static_cast<std::size_t>(read));
  return ok();
}

}  // namespace atelier
