#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/test_folder.h"
#include "jobs/queue.h"
#include "store/database.h"
#include "store/test_postgresql.h"

namespace atelier {

/// Tests of the queue, on each database: the parameter is "sqlite" or "postgresql".
class QueueTest : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (is_postgresql() && !TestPostgresql::instance()) GTEST_SKIP() << TestPostgresql::why_not();
    address_ = is_postgresql() ? TestPostgresql::instance()->new_store() : "sqlite:" + (folder_ / "a.db").string();
    reopen();
  }
  bool is_postgresql() const { return std::string_view(GetParam()) == "postgresql"; }

  /// As another process would.
  std::unique_ptr<Database> open() {
    auto database = Database::open({.address = address_, .clock = clock_});
    if (!database.ok()) throw std::runtime_error(database.error().message.en);
    return std::move(database).value();
  }
  void reopen(QueueOptions options = {.pause_ms = 1, .patience_ms = 0}) {
    queue_.reset();
    database_.reset();
    database_ = open();
    queue_ = std::make_unique<Queue>(*database_, options);
  }
  Queue& queue() { return *queue_; }

  static NewJob texture(std::string note = "") {
    NewJob job;
    job.kind = "texture";
    job.params = {{"color", "navy"}, {"note", std::move(note)}};
    return job;
  }
  std::string submitted(const NewJob& job = texture()) {
    const Result<Job> made = queue().submit(job);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.error().message.en);
    return made.ok() ? made->id : "";
  }
  static ClaimRequest one(std::string worker = "w") {
    return {.worker = std::move(worker), .lanes = {{"cpu", 1}}, .kinds = {}};
  }
  /// The next job for a worker; it must be there.
  ClaimedJob claimed(const ClaimRequest& request = one()) {
    const auto jobs = queue().claim(request);
    EXPECT_TRUE(jobs.ok()) << (jobs.ok() ? "" : jobs.error().message.en);
    EXPECT_TRUE(jobs.ok() && jobs->size() == 1);
    return jobs.ok() && !jobs->empty() ? jobs->front() : ClaimedJob{};
  }
  /// The same, waiting for it as workers do.
  ClaimedJob claimed_in_time(std::int64_t timeout_ms = 5000) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
    while (std::chrono::steady_clock::now() < until) {
      const std::uint64_t seen = queue().work();
      const auto jobs = queue().claim(one());
      if (!jobs.ok() || !jobs->empty()) return jobs.ok() ? jobs->front() : ClaimedJob{};
      queue().wait_for_work(seen, timeout_ms);
    }
    return {};
  }
  bool nothing_to_claim() {
    const auto jobs = queue().claim(one());
    return jobs.ok() && jobs->empty();
  }
  Job job(const std::string& id) {
    const Result<Job> found = queue().get(id);
    EXPECT_TRUE(found.ok()) << id;
    return found.ok() ? *found : Job{};
  }
  std::vector<std::string> event_types(const EventQuery& query = {}) {
    std::vector<std::string> types;
    for (const JobEvent& event : queue().events(query).value()) types.push_back(event.type);
    return types;
  }
  static JobDone picture(const std::string& name = "a.png") {
    return {.artifacts = {{name, std::string(64, 'a'), 10, "image/png"}}, .facts = {{"wales", 12}}, .engine = "woven"};
  }
  static JobFailed failure(ErrorKind kind, bool crashed = false) {
    JobFailed failed;
    failed.error = fail(kind, {"it {}", "оно {}", "{}"}, "broke");
    failed.facts = {{"signal", 11}};
    failed.crashed = crashed;
    return failed;
  }
  void sleep_ms(int ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

  TestFolder folder_;
  std::string address_;
  std::function<std::int64_t()> clock_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<Queue> queue_;
};

}  // namespace atelier

#define ATELIER_QUEUE_TESTS(suite)                                           \
  INSTANTIATE_TEST_SUITE_P(, suite, testing::Values("sqlite", "postgresql"), \
                           [](const auto& tested) { return std::string(tested.param); })
