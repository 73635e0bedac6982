#include <gmock/gmock.h>

#include <vector>

#include "imaging/codec.h"

namespace atelier {
namespace {

const RunContext run(1);

void append16(Bytes& to, std::uint32_t value) {
  append_byte(to, value);
  append_byte(to, value >> 8);
}

/// LZW that never builds a table: codes of 9 bits, cleared before they would become longer.
Bytes packed_indexes(const std::vector<int>& indexes) {
  constexpr std::uint32_t clear = 256, end = 257;
  std::vector<std::uint32_t> codes;
  for (std::size_t i = 0; i < indexes.size(); ++i) {
    if (i % 200 == 0) codes.push_back(clear);
    codes.push_back(static_cast<std::uint32_t>(indexes[i]));
  }
  codes.push_back(end);
  Bytes bytes;
  std::uint32_t held = 0;
  int bits = 0;
  for (const std::uint32_t code : codes) {
    held |= code << bits;
    for (bits += 9; bits >= 8; bits -= 8, held >>= 8) append_byte(bytes, held);
  }
  append_byte(bytes, held);
  return bytes;
}

struct Frame {
  int left = 0, top = 0, width = 0, height = 0;
  bool interlaced = false;
  int transparent = -1;
  std::vector<int> indexes;  ///< as stored
};

/// 256 colours: index i is (i, 255 - i, i / 2).
Bytes gif(int width, int height, const std::vector<Frame>& frames) {
  Bytes file;
  append(file, "GIF89a");
  append16(file, width);
  append16(file, height);
  for (const std::uint32_t value : {0xf7, 0, 0}) append_byte(file, value);
  for (int i = 0; i < 256; ++i) {
    for (const int value : {i, 255 - i, i / 2}) append_byte(file, value);
  }
  for (const Frame& frame : frames) {
    const bool clear = frame.transparent >= 0;
    append(file, std::string_view("\x21\xf9\x04", 3));
    append_byte(file, clear ? 1 : 0);
    append16(file, 10);
    append_byte(file, clear ? frame.transparent : 0);
    append_byte(file, 0);
    append(file, ",");
    for (const int value : {frame.left, frame.top, frame.width, frame.height}) append16(file, value);
    append_byte(file, frame.interlaced ? 0x40 : 0);
    append_byte(file, 8);
    const Bytes packed = packed_indexes(frame.indexes);
    for (std::size_t at = 0; at < packed.size(); at += 255) {
      const ByteView block = ByteView(packed).subspan(at, std::min<std::size_t>(255, packed.size() - at));
      append_byte(file, block.size());
      append(file, block);
    }
    append_byte(file, 0);
  }
  append(file, ";");
  return file;
}

std::vector<int> counted(int count) {
  std::vector<int> indexes(count);
  for (int i = 0; i < count; ++i) indexes[i] = i % 256;
  return indexes;
}

TEST(Gif, ShowsItsFirstFrame) {
  const Bytes file = gif(20, 15, {{0, 0, 20, 15, false, -1, counted(300)}, {0, 0, 5, 5, false, -1, counted(25)}});
  const auto image = decode_image(file, {}, "picture", run);
  ASSERT_TRUE(image.ok()) << image.error().message.en;
  ASSERT_EQ(image->channels(), 3);
  for (int i = 0; i < 300; ++i) {
    const std::uint8_t* pixel = image->row<std::uint8_t>(0) + 3 * i;
    ASSERT_EQ(pixel[0], i % 256);
    ASSERT_EQ(pixel[1], 255 - i % 256);
    ASSERT_EQ(pixel[2], i % 256 / 2);
  }
}

TEST(Gif, PutsInterlacedRowsInOrder) {
  std::vector<int> stored;
  for (const int y : {0, 8, 4, 2, 6, 10, 1, 3, 5, 7, 9}) stored.insert(stored.end(), 3, y);
  const auto image = decode_image(gif(3, 11, {{0, 0, 3, 11, true, -1, stored}}), {}, "picture", run);
  ASSERT_TRUE(image.ok()) << image.error().message.en;
  for (int y = 0; y < 11; ++y) EXPECT_EQ(image->row<std::uint8_t>(y)[3], y);
}

TEST(Gif, WhatTheFrameLeavesFreeIsTransparent) {
  const auto image = decode_image(gif(7, 6, {{2, 3, 4, 2, false, 5, counted(8)}}), {}, "picture", run);
  ASSERT_TRUE(image.ok()) << image.error().message.en;
  ASSERT_EQ(image->channels(), 4);
  for (int y = 0; y < 6; ++y) {
    for (int x = 0; x < 7; ++x) {
      const bool inside = x >= 2 && x < 6 && y >= 3 && y < 5;
      const int index = (y - 3) * 4 + x - 2;
      EXPECT_EQ(image->row<std::uint8_t>(y)[4 * x + 3], inside && index != 5 ? 255 : 0) << x << ", " << y;
      EXPECT_EQ(image->row<std::uint8_t>(y)[4 * x], inside ? index : 0);
    }
  }
}

TEST(Gif, BadFramesAreRefused) {
  const auto kind = [](const Bytes& file) {
    const auto image = decode_image(file, {}, "picture", run);
    return image.ok() ? std::string("accepted") : error_row(image.error().kind).name;
  };
  EXPECT_EQ(kind(gif(4, 4, {})), "invalid_argument");
  EXPECT_EQ(kind(gif(4, 4, {{1, 0, 4, 4, false, -1, counted(16)}})), "invalid_argument");
  EXPECT_EQ(kind(gif(4, 4, {{0, 0, 0, 4, false, -1, counted(16)}})), "invalid_argument");
  EXPECT_EQ(kind(gif(4, 4, {{0, 0, 4, 4, false, -1, counted(15)}})), "invalid_argument");
  EXPECT_EQ(kind(gif(30000, 30000, {{0, 0, 4, 4, false, -1, counted(16)}})), "too_large");
  EXPECT_EQ(kind(gif(9000, 9000, {{0, 0, 4, 4, false, -1, counted(16)}})), "too_large");
}

}  // namespace
}  // namespace atelier
