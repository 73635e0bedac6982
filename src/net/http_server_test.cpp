#include "net/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "base/files.h"
#include "net/http_server_fixture.h"

namespace atelier {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;
constexpr const char* get = "GET /echo HTTP/1.1\r\nHost: x\r\n\r\n";

TEST_F(HttpServerTest, AnswersRequestAfterRequestOnOneConnection) {
  start();
  TestClient client(port());
  for (int i = 0; i < 3; ++i) {
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
    const std::string answer = client.read_answer();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("X-Test: yes\r\n"));
    EXPECT_THAT(answer, HasSubstr("\r\nDate: "));
    EXPECT_THAT(answer, EndsWith("\r\n\r\nPOST /echo hello"));
  }
}

TEST_F(HttpServerTest, RequestsInOnePacketAreAnsweredInOrder) {
  start();
  TestClient client(port());
  client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /quick HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_answer(), EndsWith("GET /slow "));
  EXPECT_THAT(client.read_answer(), EndsWith("GET /quick "));
}

TEST_F(HttpServerTest, ConnectionCloseAndHttp10End) {
  start();
  for (const char* request :
       {"GET /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET /echo HTTP/1.0\r\n\r\n"}) {
    TestClient client(port());
    client.send(request);
    EXPECT_THAT(client.read_all(), EndsWith("GET /echo "));
  }
}

TEST_F(HttpServerTest, HeadGivesTheLengthWithoutTheBody) {
  start();
  TestClient client(port());
  client.send("HEAD /echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string answer = client.read_all();
  EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(HttpServerTest, ChunkedBodiesAreJoined) {
  start();
  TestClient client(port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
  EXPECT_THAT(client.read_answer(), EndsWith("POST /echo abcdefg"));
}

TEST_F(HttpServerTest, BodiesOverTheLimitAre413) {
  start();
  const std::string long_body(1001, 'x');
  for (const std::string& request :
       {"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" + long_body,
        "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" + long_body + "\r\n0\r\n\r\n",
        std::string("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n")}) {
    TestClient client(port());
    client.send(request);
    EXPECT_THAT(client.read_until("\r\n"), StartsWith("HTTP/1.1 413"));
    client.close_sending();
    EXPECT_TRUE(client.is_closed());
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, AsksForTheBodyWhereTheClientWaits) {
  start();
  TestClient client(port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  client.send("hi");
  EXPECT_THAT(client.read_answer(), EndsWith("POST /echo hi"));
}

TEST_F(HttpServerTest, ALargeBodyGoesIntoItsFile) {
  start();
  TestClient client(port());
  const std::string body(std::size_t{20} << 20, 'b');
  client.send(fmt::format("POST /file HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", body.size()));
  client.send(body);
  EXPECT_THAT(client.read_answer(), EndsWith(fmt::format("\r\n\r\n{}", body.size())));
  EXPECT_EQ(read_file(folder_ / "body", body.size()).value(), body);
}

TEST_F(HttpServerTest, AnUploadThatBreaksOffLeavesNoFile) {
  start();
  {
    TestClient client(port());
    client.send("POST /file HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nonly this");
  }
  for (int i = 0; i < 1000 && server_->connections() > 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "body"));
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, ARefusalReadsNoBody) {
  start();
  TestClient client(port());
  client.send("POST /refused HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
  EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\nno"));
  client.close_sending();
  EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServerTest, WhatIsNoHttpIs400) {
  start();
  for (const char* bytes :
       {"hello\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n",
        "\x16\x03\x01\x02\x05\x01\x01\xfc\x03\x03\r\n\r\n", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    TestClient client(port());
    client.send(bytes);
    EXPECT_THAT(client.read_until("\r\n"), StartsWith("HTTP/1.1 400")) << bytes;
    client.close_sending();
    EXPECT_TRUE(client.is_closed());
  }
  EXPECT_EQ(handled_, 0);
}

TEST_F(HttpServerTest, HeadersOverTheLimitAre431) {
  start();
  TestClient client(port());
  client.send("GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + std::string(40'000, 'x') + "\r\n\r\n");
  EXPECT_THAT(client.read_until("\r\n"), StartsWith("HTTP/1.1 431"));
}

TEST_F(HttpServerTest, AThrowingHandlerIs500AndTheServerLives) {
  start();
  TestClient client(port());
  client.send("GET /throw HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 500"));
  client.send(get);
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, HeadersThatDoNotComeEndTheConnection) {
  start([](HttpServerOptions& options) { options.header_seconds = 0.2; });
  TestClient client(port());
  client.send("GET /echo HTT");
  EXPECT_EQ(client.read_all(), "");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServerTest, AnIdleConnectionEndsWithoutAWord) {
  start([](HttpServerOptions& options) { options.idle_seconds = 0.2; });
  TestClient client(port());
  EXPECT_EQ(client.read_all(), "");
  EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServerTest, ABodyThatTricklesEndsIn408) {
  start([](HttpServerOptions& options) {
    options.stall_seconds = 0.3;
    options.body_bytes_per_second_min = 1000;
  });
  TestClient client(port());
  client.send("POST /file HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
  const Clock::time_point began = Clock::now();
  while (seconds_since(began) < 5 && client.send("x")) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    pollfd waited{client.descriptor(), POLLIN, 0};
    if (::poll(&waited, 1, 0) > 0) break;
  }
  EXPECT_THAT(client.read_until("\r\n"), StartsWith("HTTP/1.1 408"));
  EXPECT_LT(seconds_since(began), 5);
}

TEST_F(HttpServerTest, PartsOfFilesAreSent) {
  start();
  ASSERT_TRUE(write_file(folder_ / "data", "0123456789abcdefghij").ok());
  TestClient client(port());
  client.send("GET /part HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_answer(), EndsWith("\r\n\r\nabcde"));
}

TEST_F(HttpServerTest, AMissingFileIs500) {
  start();
  TestClient client(port());
  client.send("GET /part HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(client.read_answer(), StartsWith("HTTP/1.1 500"));
}

TEST_F(HttpServerTest, MoreThanMayWaitAre503) {
  start([](HttpServerOptions& options) {
    options.handler_threads = 1;
    options.waiting_max = 2;
  });
  std::vector<std::unique_ptr<TestClient>> clients;
  for (int i = 0; i < 5; ++i) {
    clients.push_back(std::make_unique<TestClient>(port()));
    clients.back()->send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  int busy = 0;
  for (const auto& client : clients) busy += client->read_answer().starts_with("HTTP/1.1 503") ? 1 : 0;
  EXPECT_EQ(busy, 3);
}

TEST_F(HttpServerTest, ConnectionsOverTheLimitAreClosed) {
  start([](HttpServerOptions& options) { options.connections_max = 2; });
  TestClient first(port()), second(port());
  first.send(get);
  second.send(get);
  first.read_answer();
  second.read_answer();
  TestClient third(port());
  EXPECT_TRUE(third.is_closed());
  first.send(get);
  EXPECT_THAT(first.read_answer(), StartsWith("HTTP/1.1 200"));
}

TEST_F(HttpServerTest, StoppingLetsTheRunningRequestEndAndTellsTheOthers) {
  start();
  TestClient idle(port()), busy(port());
  TestWebSocket socket(port(), "/socket");
  idle.send(get);
  idle.read_answer();
  busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  while (handled_ < 3) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::thread stopper([&] { server_->stop(5); });
  EXPECT_THAT(busy.read_all(), EndsWith("GET /slow "));
  EXPECT_TRUE(idle.is_closed());
  const TestWebSocket::Message closed = socket.receive();
  EXPECT_EQ(closed.opcode, 8);
  EXPECT_EQ(closed.payload.substr(0, 2), "\x03\xe9");  // 1001
  socket.send(closed.payload.substr(0, 2), 8);
  socket.client().close_sending();
  const Clock::time_point began = Clock::now();
  stopper.join();
  EXPECT_LT(seconds_since(began), 4);
  EXPECT_EQ(ended_, 1);
  EXPECT_FALSE(TestClient(port()).connected());
}

TEST_F(HttpServerTest, APortInUseIsAConflictThatNamesIt) {
  start();
  HttpServerOptions options;
  options.port = port();
  const Result<std::unique_ptr<HttpServer>> second = HttpServer::start(std::move(options));
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::conflict);
  EXPECT_EQ(second.error().field, "port");
  EXPECT_THAT(second.error().message.en, HasSubstr(fmt::format("{}", port())));
}

TEST_F(HttpServerTest, AnAddressThatIsNoneIsRefused) {
  for (const char* address : {"nowhere", "203.0.113.7", "300.1.1.1"}) {
    HttpServerOptions options;
    options.address = address;
    const Result<std::unique_ptr<HttpServer>> server = HttpServer::start(std::move(options));
    ASSERT_FALSE(server.ok());
    EXPECT_EQ(server.error().kind, ErrorKind::invalid_argument);
    EXPECT_EQ(server.error().field, "host");
  }
}

}  // namespace
}  // namespace atelier
