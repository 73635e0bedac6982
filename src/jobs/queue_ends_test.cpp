#include "jobs/queue_ends.h"

#include <gmock/gmock.h>

#include <thread>

#include "jobs/test_queue.h"

namespace atelier {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using QueueTwins = QueueTest;
ATELIER_QUEUE_TESTS(QueueTwins);

NewJob equal(const std::string& owner = "") {
  NewJob job;
  job.kind = "texture";
  job.request_key = "navy nylon";
  job.owner = owner;
  return job;
}

TEST_P(QueueTwins, TenEqualJobsAtOnceAreComputedOnce) {
  std::vector<std::string> ids(10);
  std::vector<std::thread> threads;
  for (std::string& id : ids) {
    threads.emplace_back([&] {
      const std::unique_ptr<Database> database = open();
      Queue mine(*database);
      id = mine.submit(equal())->id;
    });
  }
  for (std::thread& thread : threads) thread.join();
  const ClaimedJob only = claimed();
  EXPECT_TRUE(nothing_to_claim());
  ASSERT_TRUE(queue().finish(only.lease, picture()).ok());
  for (const std::string& id : ids) {
    const Job ended = job(id);
    EXPECT_EQ(ended.state, JobState::done);
    EXPECT_EQ(ended.artifacts.size(), 1u);
    EXPECT_EQ(ended.facts["wales"], 12);
    EXPECT_EQ(ended.engine, "woven");
    EXPECT_EQ(ended.from_cache, id != only.job.id);
  }
  EXPECT_TRUE(nothing_to_claim());
  submitted(equal());
  claimed();  // the next one is computed again: what is kept is the cache's affair
}

TEST_P(QueueTwins, OfOtherOwnersAreNotSharedWhereThatIsAskedFor) {
  NewJob mine = equal("ann"), yours = equal("bob");
  mine.sharing = yours.sharing = Sharing::owner;
  submitted(mine);
  const std::string twin = submitted(mine);
  submitted(yours);
  EXPECT_EQ(job(twin).hold, "twin");
  claimed();
  EXPECT_EQ(claimed().job.owner, "bob");
  EXPECT_TRUE(nothing_to_claim());
}

TEST_P(QueueTwins, FailTogether) {
  const std::string first = submitted(equal()), second = submitted(equal());
  queue().finish(claimed().lease, failure(ErrorKind::invalid_argument)).value();
  EXPECT_EQ(job(second).state, JobState::failed);
  EXPECT_EQ(job(second).error->kind, ErrorKind::invalid_argument);
  EXPECT_EQ(job(second).twin, first);
}

TEST_P(QueueTwins, AreComputedWhenTheOneTheyWaitForIsCancelled) {
  const std::string first = submitted(equal()), second = submitted(equal()), third = submitted(equal());
  const ClaimedJob running = claimed();
  queue().cancel(first).value();
  EXPECT_EQ(queue().finish(running.lease, JobCancelled{}).value(), JobState::cancelled);
  const ClaimedJob next = claimed();
  EXPECT_EQ(next.job.id, second);
  EXPECT_EQ(job(third).twin, second);
  const std::string fourth = submitted(equal());
  queue().finish(next.lease, picture()).value();
  EXPECT_EQ(job(third).state, JobState::done);
  EXPECT_EQ(job(fourth).state, JobState::done);
}

TEST_P(QueueTwins, WaitOnWhileTheWorkerIsLost) {
  submitted(equal());
  const std::string second = submitted(equal());
  claimed(one("gone"));
  queue().take_back("gone").value();
  const ClaimedJob again = claimed();
  EXPECT_TRUE(nothing_to_claim());
  queue().finish(again.lease, picture()).value();
  EXPECT_EQ(job(second).state, JobState::done);
}

TEST_P(QueueTwins, AreCancelledAlone) {
  const std::string first = submitted(equal()), second = submitted(equal());
  EXPECT_EQ(queue().cancel(second)->state, JobState::cancelled);
  queue().finish(claimed().lease, picture()).value();
  EXPECT_EQ(job(first).state, JobState::done);
  EXPECT_EQ(job(second).state, JobState::cancelled);
}

TEST_P(QueueTwins, RaiseThePriorityOfTheOneTheyWaitFor) {
  submitted();
  const std::string first = submitted(equal());
  NewJob urgent = equal();
  urgent.priority = 9;
  submitted(urgent);
  EXPECT_EQ(claimed().job.id, first);
}

using QueueBatches = QueueTest;
ATELIER_QUEUE_TESTS(QueueBatches);

NewJob batch(int parts, bool in_order = false) {
  NewJob job;
  job.kind = "batch";
  job.in_order = in_order;
  for (int i = 0; i < parts; ++i) {
    job.children.push_back({.kind = "texture", .params = {{"part", i}}});
  }
  return job;
}

TEST_P(QueueBatches, AreDoneWhenAllTheirPartsAre) {
  const std::string id = submitted(batch(3));
  EXPECT_EQ(job(id).children_open, 3);
  std::vector<ClaimedJob> parts;
  for (int i = 0; i < 3; ++i) parts.push_back(claimed());
  EXPECT_TRUE(nothing_to_claim());
  EXPECT_EQ(job(id).state, JobState::running);
  for (const ClaimedJob& part : parts) {
    EXPECT_EQ(part.job.parent, id);
    EXPECT_EQ(job(id).state, JobState::running);
    queue().finish(part.lease, picture()).value();
  }
  EXPECT_EQ(job(id).state, JobState::done);
  EXPECT_THAT(event_types({.job = id}), ElementsAre("queued", "running", "done"));
}

TEST_P(QueueBatches, FailAfterTheOthersHaveEndedAndAreTriedAgainInPart) {
  const std::string id = submitted(batch(3));
  const ClaimedJob first = claimed(), second = claimed(), third = claimed();
  queue().finish(first.lease, failure(ErrorKind::invalid_argument)).value();
  queue().finish(second.lease, picture()).value();
  EXPECT_EQ(job(id).state, JobState::running);
  queue().finish(third.lease, picture()).value();
  EXPECT_EQ(job(id).state, JobState::failed);
  EXPECT_EQ(job(id).error->message.en, "1 of 3 parts failed");
  ASSERT_TRUE(queue().retry(id).ok());
  const ClaimedJob again = claimed();
  EXPECT_EQ(again.job.id, first.job.id);
  EXPECT_TRUE(nothing_to_claim());
  queue().finish(again.lease, picture()).value();
  EXPECT_EQ(job(id).state, JobState::done);
}

TEST_P(QueueBatches, AreCancelledWithTheirParts) {
  const std::string id = submitted(batch(3));
  const ClaimedJob running = claimed();
  EXPECT_EQ(queue().cancel(id)->state, JobState::running);
  EXPECT_TRUE(nothing_to_claim());
  EXPECT_EQ(queue().heartbeat({.lease = running.lease, .progress = {}}).value(), Standing::cancel);
  queue().finish(running.lease, JobCancelled{}).value();
  EXPECT_EQ(job(id).state, JobState::cancelled);
}

TEST_P(QueueBatches, NotBegunAreCancelledAtOnce) {
  const std::string id = submitted(batch(2));
  EXPECT_EQ(queue().cancel(id)->state, JobState::cancelled);
  EXPECT_EQ(queue().list({.owner = {}, .states = {JobState::cancelled}})->jobs.size(), 3u);
}

TEST_P(QueueBatches, GoAwayWithTheirParts) {
  const std::string id = submitted(batch(2));
  queue().cancel(id).value();
  ASSERT_TRUE(queue().remove(id).ok());
  EXPECT_THAT(queue().list({})->jobs, IsEmpty());
}

TEST_P(QueueBatches, InOrderAreStepsOneAfterTheOther) {
  const std::string id = submitted(batch(3, true));
  for (int step = 0; step < 3; ++step) {
    const ClaimedJob taken = claimed();
    EXPECT_EQ(taken.job.params["part"], step);
    EXPECT_TRUE(nothing_to_claim());
    queue().finish(taken.lease, picture()).value();
  }
  EXPECT_EQ(job(id).state, JobState::done);
}

TEST_P(QueueBatches, InOrderStopAtAFailedStepAndGoOnFromThere) {
  const std::string id = submitted(batch(4, true));
  queue().finish(claimed().lease, picture()).value();
  queue().finish(claimed().lease, failure(ErrorKind::invalid_argument)).value();
  EXPECT_EQ(job(id).state, JobState::failed);
  EXPECT_EQ(queue().list({.owner = {}, .states = {JobState::cancelled}})->jobs.size(), 2u);
  ASSERT_TRUE(queue().retry(id).ok());
  for (int step = 1; step < 4; ++step) {
    const ClaimedJob taken = claimed();
    EXPECT_EQ(taken.job.params["part"], step);
    EXPECT_TRUE(nothing_to_claim());
    queue().finish(taken.lease, picture()).value();
  }
  EXPECT_EQ(job(id).state, JobState::done);
}

TEST_P(QueueBatches, OfTenThousandStepsAreCancelledWithoutEndingTheProgram) {
  if (is_postgresql()) GTEST_SKIP() << "the same code; slow";
  const std::string id = submitted(batch(10'000, true));
  EXPECT_EQ(queue().cancel(id)->state, JobState::cancelled);
}

TEST_P(QueueBatches, CountPartsAnsweredByTheirTwins) {
  NewJob same = batch(3);
  for (NewJob& part : same.children) {
    part.params = {};
    part.request_key = "the same";
  }
  const std::string id = submitted(same);
  queue().finish(claimed().lease, picture()).value();
  EXPECT_EQ(job(id).state, JobState::done);
}

}  // namespace
}  // namespace atelier
