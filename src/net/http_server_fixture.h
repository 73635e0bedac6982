#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/test_folder.h"
#include "net/http_server.h"
#include "net/test_client.h"

namespace atelier {

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A server whose targets each do one thing that a handler may do.
class HttpServerTest : public ::testing::Test {
 protected:
  void start(const std::function<void(HttpServerOptions&)>& change = {}) {
    HttpServerOptions options;
    options.plan = [this](const HttpRequest& head) { return plan(head); };
    options.handle = [this](HttpRequest& request) { return handle(request); };
    if (change) change(options);
    Result<std::unique_ptr<HttpServer>> started = HttpServer::start(std::move(options));
    ASSERT_TRUE(started.ok()) << started.error().message.en;
    server_ = std::move(started).value();
  }

  std::uint16_t port() const { return server_->port(); }

  BodyPlan plan(const HttpRequest& head) {
    BodyPlan plan;
    plan.bytes_max = 1000;
    plan.is_quick = head.target == "/quick";
    if (head.target == "/file") plan.file = folder_ / "body", plan.bytes_max = std::uint64_t{64} << 20;
    if (head.target == "/refused") plan.refusal = HttpResponse{403, {}, "no"};
    return plan;
  }

  HttpResponse handle(HttpRequest& request) {
    ++handled_;
    if (request.target == "/throw") throw std::runtime_error("oops");
    if (request.target == "/slow") std::this_thread::sleep_for(std::chrono::milliseconds(300));
    if (request.target == "/part") return {206, {}, FileBody{folder_ / "data", 10, 5}};
    if (request.target == "/events") return {200, {{"Content-Type", "text/event-stream"}}, stream()};
    if (request.target == "/socket") return {101, {}, socket()};
    if (request.target == "/file") return {200, {}, fmt::format("{}", std::filesystem::file_size(request.body_file))};
    return {200, {{"X-Test", "yes"}}, request.method + " " + request.target + " " + request.body};
  }

  StreamBody stream() {
    return {[this](std::shared_ptr<Outbox> outbox) { keep(std::move(outbox)); }, [this] { ++ended_; }};
  }
  WebSocketBody socket() {
    return {[this](std::shared_ptr<Outbox> outbox) { keep(std::move(outbox)); },
            [this](const std::string& message) { outbox()->send("you said " + message); }, [this] { ++ended_; }};
  }

  void keep(std::shared_ptr<Outbox> outbox) {
    const std::scoped_lock lock(mutex_);
    outbox_ = std::move(outbox);
    kept_.notify_all();
  }
  std::shared_ptr<Outbox> outbox() {
    std::unique_lock lock(mutex_);
    kept_.wait_for(lock, std::chrono::seconds(10), [&] { return outbox_ != nullptr; });
    return outbox_;
  }
  bool has_ended() {
    for (int i = 0; i < 1000 && ended_ == 0; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return ended_ == 1;
  }

  TestFolder folder_;
  std::atomic<int> handled_{0}, ended_{0};
  std::mutex mutex_;
  std::condition_variable kept_;
  std::shared_ptr<Outbox> outbox_;
  std::unique_ptr<HttpServer> server_;  // last: its handlers use the others
};

}  // namespace atelier
