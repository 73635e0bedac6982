#include "imaging/jpeg_segments.h"

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

}  // namespace atelier
