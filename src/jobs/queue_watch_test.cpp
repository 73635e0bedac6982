#include <gmock/gmock.h>

#include <thread>

#include "jobs/job_id.h"
#include "jobs/test_queue.h"

namespace atelier {
namespace {

using testing::ElementsAre;

using QueueWatch = QueueTest;
ATELIER_QUEUE_TESTS(QueueWatch);

TEST_P(QueueWatch, EventsHaveNumbersInTheOrderInWhichTheyAppear) {
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      const std::unique_ptr<Database> database = open();
      Queue mine(*database);
      for (int n = 0; n < 40; ++n) ASSERT_TRUE(mine.submit(texture(std::to_string(i * 100 + n))).ok());
    });
  }
  // A reader that asks for what is newer than the newest it knows misses nothing.
  std::vector<std::int64_t> seen;
  std::thread reader([&] {
    for (bool last = false; !last;) {
      last = stop.load();
      const auto events = queue().events({.after = seen.empty() ? 0 : seen.back()});
      ASSERT_TRUE(events.ok());
      for (const JobEvent& event : *events) seen.push_back(event.sequence);
    }
  });
  for (std::thread& thread : threads) thread.join();
  stop = true;
  reader.join();
  EXPECT_EQ(seen.size(), 160u);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  EXPECT_EQ(queue().last_sequence().value(), seen.back());
}

TEST_P(QueueWatch, AJobsEventsTellItsStoryToItsOwner) {
  NewJob anns = texture();
  anns.owner = "ann";
  const std::string id = submitted(anns);
  submitted();
  queue().finish(claimed().lease, failure(ErrorKind::internal, true)).value();
  const auto events = queue().events({.owner = "ann"}).value();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(events[1].data["worker"], "w");
  EXPECT_EQ(events[2].data["reason"], "crashed");
  EXPECT_EQ(events[2].data["error"]["kind"], "internal");
  EXPECT_GT(events[2].at_ms, 1'600'000'000'000);
  EXPECT_EQ(queue().events({.after = events[1].sequence, .job = id}).value().size(), 1u);
  EXPECT_EQ(queue().events({.limit = 1}).value().size(), 1u);
  EXPECT_EQ(queue().events({.limit = 0}).error().field, "limit");
}

TEST_P(QueueWatch, ProgressIsToldTwiceASecondAtMostAndKeptInTheJob) {
  reopen({.progress_interval_ms = 60, .patience_ms = 0});
  const std::string id = submitted();
  const ClaimedJob taken = claimed();
  for (int i = 0; i < 10; ++i) {
    const Json progress = {{"stage", "bake"}, {"done", i}, {"total", 10}};
    EXPECT_EQ(queue().heartbeat({.lease = taken.lease, .progress = progress}).value(), Standing::go_on);
  }
  EXPECT_EQ(job(id).progress["done"], 9);
  const std::vector<std::string> types = event_types({.job = id});
  EXPECT_GE(std::count(types.begin(), types.end(), "progress"), 1);
  EXPECT_LE(std::count(types.begin(), types.end(), "progress"), 4);
}

TEST_P(QueueWatch, WhoWaitsForTheEndOfAJobIsToldAtOnce) {
  const std::string id = submitted();
  const ClaimedJob taken = claimed();
  EXPECT_EQ(queue().wait_for_end(id, 30)->state, JobState::running);
  std::thread worker([&] {
    sleep_ms(50);
    queue().finish(taken.lease, picture()).value();
  });
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(queue().wait_for_end(id, 10'000)->state, JobState::done);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(1));
  worker.join();
  EXPECT_EQ(queue().wait_for_end("nobody", 1).error().kind, ErrorKind::not_found);
}

TEST_P(QueueWatch, OtherProcessesHearOfChanges) {
  queue().wait_for_change(0, 1);  // from here on it listens
  sleep_ms(200);
  const std::uint64_t seen = queue().changes(), work = queue().work();
  const std::unique_ptr<Database> database = open();
  Queue other(*database);
  ASSERT_TRUE(other.submit(texture()).ok());
  const auto began = std::chrono::steady_clock::now();
  EXPECT_GT(queue().wait_for_change(seen, 5000), seen);
  EXPECT_GT(queue().wait_for_work(work, 5000), work);
  const auto heard = std::chrono::steady_clock::now() - began;
  EXPECT_LT(heard, std::chrono::milliseconds(is_postgresql() ? 500 : 1800));
}

TEST_P(QueueWatch, AStoppingServerWaitsForNothing) {
  const std::string id = submitted();
  std::thread stopper([&] {
    sleep_ms(50);
    queue().stop_waiting();
  });
  EXPECT_EQ(queue().wait_for_end(id, 60'000)->state, JobState::queued);
  stopper.join();
  queue().wait_for_change(1000, 60'000);
  queue().wait_for_work(1000, 60'000);
}

TEST_P(QueueWatch, IdsAndTimesDoNotGoBackWithTheClock) {
  if (is_postgresql()) GTEST_SKIP() << "PostgreSQL has a clock of its own";
  std::int64_t now = 1'700'000'000'000;
  clock_ = [&] { return now; };
  reopen();
  const std::string first = submitted();
  const std::int64_t created = job(first).created_ms;
  EXPECT_GE(created, now);
  now -= 3'600'000;
  const std::string second = submitted();
  EXPECT_GT(second, first);
  EXPECT_GE(job(second).created_ms, created);
  reopen();  // an hour back, and a new process
  const std::string third = submitted();
  EXPECT_GT(third, second);
  ClaimRequest brief = one();
  brief.lease_ms = 30;
  EXPECT_EQ(claimed(brief).job.id, first);
  now -= 3'600'000;
  sleep_ms(60);
  EXPECT_EQ(queue().expire_leases().value(), 1);  // leases end by elapsed time
}

TEST(JobIds, SortByTimeAndAreUnlike) {
  JobIds ids;
  std::string last;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = ids.next(1'700'000'000'000 + i / 100 - i % 7);
    EXPECT_TRUE(is_job_id(id)) << id;
    EXPECT_GT(id, last);
    last = id;
  }
  EXPECT_NE(JobIds().next(1), JobIds().next(1));
  EXPECT_GT(JobIds(last).next(5), last);
  EXPECT_EQ(JobIds().next(1'700'000'000'000).substr(0, 9), "01hf7yat0");
  EXPECT_FALSE(is_job_id("01hf7yat0"));
  EXPECT_FALSE(is_job_id(std::string(26, 'i')));
  EXPECT_FALSE(is_job_id(std::string(26, 'z')));
}

}  // namespace
}  // namespace atelier
