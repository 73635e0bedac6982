#include "imaging/jpeg_segments.h"

#include <array>

namespace atelier {
namespace {

constexpr std::uint32_t start_of_scan = 0xda, end_of_image = 0xd9;

}  // namespace

void for_each_jpeg_segment(ByteView file, const std::function<bool(const JpegSegment&)>& visit) {
  std::size_t at = 2;
  while (at + 4 <= file.size() && byte_at(file, at) == 0xff) {
    const std::uint32_t marker = byte_at(file, at + 1);
    if (marker == 0xff) {  // fill byte
      ++at;
      continue;
    }
    const std::size_t length = big_endian16(file, at + 2);
    if (marker == start_of_scan || marker == end_of_image || length < 2 || length > file.size() - at - 2) return;
    if (!visit({static_cast<std::uint8_t>(marker), file.subspan(at + 4, length - 2)})) return;
    at += 2 + length;
  }
}

Bytes jpeg_profile(ByteView file) {
  std::array<ByteView, 256> parts;
  std::size_t count = 0;
  bool whole = true;
  for_each_jpeg_segment(file, [&](const JpegSegment& segment) {
    if (segment.marker != 0xe2 || !begins_with(segment.payload, jpeg_icc_start)) return true;
    const ByteView rest = segment.payload.subspan(jpeg_icc_start.size());
    whole = whole && rest.size() > 2 && parts[byte_at(rest, 0)].empty();
    if (!whole) return false;
    parts[byte_at(rest, 0)] = rest.subspan(2);
    count = byte_at(rest, 1);
    return true;
  });
  Bytes profile;
  for (std::size_t i = 1; i <= count && whole; ++i) {
    whole = !parts[i].empty();
    append(profile, parts[i]);
  }
  return whole ? profile : Bytes();
}

}  // namespace atelier
