#include "jobs/frames.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

namespace atelier {
namespace {

class FramesTest : public ::testing::Test {
 protected:
  std::pair<FrameSocket, FrameSocket> ends_ = FrameSocket::pair().value();

  void send_raw(std::string_view bytes) { ::send(ends_.first.descriptor(), bytes.data(), bytes.size(), 0); }
};

TEST_F(FramesTest, ArriveInOrderWithTheirBlobs) {
  for (int i = 0; i < 5; ++i)
    ASSERT_TRUE(ends_.first.send({{{"number", i}}, std::string(static_cast<std::size_t>(i), 'b')}).ok());
  for (int i = 0; i < 5; ++i) {
    const Frame frame = ends_.second.receive(1000).value().value();
    EXPECT_EQ(frame.json["number"], i);
    EXPECT_EQ(frame.blob.size(), i);
  }
}

TEST_F(FramesTest, ALargeBlobComesThrough) {
  const std::string blob(frame_blob_bytes_max, 'x');
  std::thread sender([&] { EXPECT_TRUE(ends_.first.send({Json::object(), blob}).ok()); });
  EXPECT_EQ(ends_.second.receive(30'000).value().value().blob, blob);
  sender.join();
}

TEST_F(FramesTest, NothingCameInTime) {
  EXPECT_FALSE(ends_.second.receive(0).value().has_value());
  send_raw({"\2\0\0\0\0\0\0\0{", 9});  // not whole
  EXPECT_FALSE(ends_.second.receive(20).value().has_value());
  send_raw("}");
  EXPECT_TRUE(ends_.second.receive(1000).value().has_value());
}

TEST_F(FramesTest, TheOtherSideIsGone) {
  { const FrameSocket closed = std::move(ends_.first); }
  EXPECT_EQ(ends_.second.receive(1000).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(ends_.second.send({Json::object()}).error().kind, ErrorKind::unavailable);
}

TEST_F(FramesTest, FramesOverTheLimitsAreRefusedOnBothSides) {
  EXPECT_EQ(ends_.first.send({Json::object(), std::string(frame_blob_bytes_max + 1, 'x')}).error().kind,
            ErrorKind::too_large);
  send_raw("\xff\xff\xff\xff\xff\xff\xff\xff");
  EXPECT_EQ(ends_.second.receive(1000).error().kind, ErrorKind::corrupt);
}

TEST_F(FramesTest, BytesThatAreNoObjectAreRefused) {
  send_raw({"\2\0\0\0\0\0\0\0[]", 10});
  EXPECT_EQ(ends_.second.receive(1000).error().kind, ErrorKind::corrupt);
}

}  // namespace
}  // namespace atelier
