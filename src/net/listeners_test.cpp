#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/http_server_fixture.h"

namespace atelier {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

using ListenersTest = HttpServerTest;

TEST_F(ListenersTest, StreamsSendWhatComesAndEndWithTheReader) {
  start();
  {
    TestClient client(port());
    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_THAT(client.read_until("\r\n\r\n"), HasSubstr("Transfer-Encoding: chunked"));
    outbox()->send("data: 1\n\n");
    EXPECT_EQ(client.read_until("1\n\n\r\n"), "9\r\ndata: 1\n\n\r\n");
    outbox()->send("data: 2\n\n");
    EXPECT_EQ(client.read_until("2\n\n\r\n"), "9\r\ndata: 2\n\n\r\n");
    EXPECT_EQ(ended_, 0);
  }
  EXPECT_TRUE(has_ended());
  EXPECT_FALSE(outbox()->send("too late"));
}

TEST_F(ListenersTest, AClosedStreamEndsWell) {
  start();
  TestClient client(port());
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  outbox()->send("a");
  outbox()->close();
  EXPECT_THAT(client.read_all(), EndsWith("\r\n\r\n1\r\na\r\n0\r\n\r\n"));
  EXPECT_TRUE(has_ended());
}

TEST_F(ListenersTest, AReaderWhoDoesNotReadIsDroppedAndMemoryIsBounded) {
  start([](HttpServerOptions& options) { options.outbox_bytes_max = 1 << 20; });
  TestClient client(port());
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::shared_ptr<Outbox> box = outbox();
  const std::string message(100'000, 'x');
  bool sent = true;
  for (int i = 0; i < 1000 && sent; ++i) {
    sent = box->send(message);
    EXPECT_LE(box->waiting_bytes(), 1 << 20);
  }
  EXPECT_FALSE(sent);
  EXPECT_EQ(box->waiting_bytes(), 0);
}

TEST_F(ListenersTest, WebSocketsTalkBothWays) {
  start();
  TestWebSocket socket(port(), "/socket");
  EXPECT_THAT(socket.answer(), StartsWith("HTTP/1.1 101"));
  EXPECT_THAT(socket.answer(), HasSubstr("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));  // RFC 6455, 1.3
  for (const std::string& text : {std::string("hello"), std::string(60'000, 'y')}) {
    socket.send(text);
    const TestWebSocket::Message message = socket.receive();
    EXPECT_EQ(message.opcode, 1);
    EXPECT_EQ(message.payload, "you said " + text);
  }
  socket.send("abc", 9);
  EXPECT_EQ(socket.receive().opcode, 10);
  socket.send({"\x03\xe8", 2}, 8);
  EXPECT_EQ(socket.receive().opcode, 8);
  socket.client().close_sending();
  EXPECT_TRUE(has_ended());
}

TEST_F(ListenersTest, WebSocketGarbageClosesTheSocketAlone) {
  start();
  for (const char* bytes : {"\xff\xff\xff\xff\xff\xff\xff\xff", "\x81\x05hello", "GET / HTTP/1.1\r\n\r\n"}) {
    TestWebSocket socket(port(), "/socket");
    socket.client().send(bytes);
    socket.client().close_sending();
    EXPECT_TRUE(socket.client().is_closed()) << bytes;
  }
  TestWebSocket binary(port(), "/socket");
  binary.send("x", 2);
  EXPECT_EQ(binary.receive().opcode, 8);
  TestWebSocket huge(port(), "/socket");
  huge.send(std::string(70'000, 'x'));
  const TestWebSocket::Message closed = huge.receive();
  EXPECT_EQ(closed.opcode, 8);
  EXPECT_EQ(closed.payload.substr(0, 2), "\x03\xf1");  // 1009
  TestWebSocket fine(port(), "/socket");
  fine.send("still there");
  EXPECT_EQ(fine.receive().payload, "you said still there");
}

TEST_F(ListenersTest, ASilentWebSocketIsPingedAndDropped) {
  start([](HttpServerOptions& options) { options.ping_seconds = 0.3; });
  TestWebSocket socket(port(), "/socket");
  EXPECT_EQ(socket.receive().opcode, 9);
  EXPECT_TRUE(socket.client().is_closed());
  EXPECT_TRUE(has_ended());
}

TEST_F(ListenersTest, ASocketWithoutUpgradeIs426) {
  start();
  TestClient client(port());
  client.send("GET /socket HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 426"));
}

}  // namespace
}  // namespace atelier
