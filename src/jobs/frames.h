#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/descriptor.h"
#include "base/json.h"
#include "base/result.h"

namespace atelier {

inline constexpr std::size_t frame_json_bytes_max = std::size_t{4} << 20;
inline constexpr std::size_t frame_blob_bytes_max = std::size_t{64} << 20;

/// What a supervisor and its runner send each other: a JSON object and, for previews, bytes.
struct Frame {
  Json json;
  std::string blob{};
};

/// One end of a stream of frames between two processes of this machine. On the wire: bytes of the JSON and bytes of the
/// blob as two 32-bit numbers, least byte first, then both. Sending and receiving may each be done by one thread at a
/// time.
class FrameSocket {
 public:
  explicit FrameSocket(Descriptor socket) : socket_(std::move(socket)) {}

  /// Both ends; neither is passed on to programs started from here.
  static Result<std::pair<FrameSocket, FrameSocket>> pair();

  /// Waits until the other side has room. unavailable where it is gone; too_large for a frame over the limits.
  Result<void> send(const Frame& frame);

  /// The next frame; nothing where none is whole within `timeout_ms` (negative: waits for ever). unavailable where the
  /// other side is gone; corrupt for bytes that are no frame.
  Result<std::optional<Frame>> receive(int timeout_ms);

  int descriptor() const { return socket_.get(); }

 private:
  Result<std::optional<Frame>> take_frame();
  /// Reads what is there into the buffer.
  Result<void> fill();

  Descriptor socket_;
  std::string buffer_;
};

}  // namespace atelier
