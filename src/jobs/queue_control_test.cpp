#include <gmock/gmock.h>

#include "jobs/test_queue.h"

namespace atelier {
namespace {

using testing::ElementsAre;

using QueueControl = QueueTest;
ATELIER_QUEUE_TESTS(QueueControl);

TEST_P(QueueControl, AreCancelledAtOnceWhileQueued) {
  const std::string id = submitted();
  const auto cancelled = queue().cancel(id);
  ASSERT_TRUE(cancelled.ok());
  EXPECT_EQ(cancelled->state, JobState::cancelled);
  EXPECT_TRUE(nothing_to_claim());
  EXPECT_EQ(queue().cancel(id).error().kind, ErrorKind::conflict);
  EXPECT_EQ(queue().cancel("nobody").error().kind, ErrorKind::not_found);
}

TEST_P(QueueControl, AreCancelledPolitelyWhileTheyRun) {
  const std::string id = submitted();
  const ClaimedJob taken = claimed();
  EXPECT_EQ(queue().cancel(id)->state, JobState::running);
  EXPECT_TRUE(queue().cancel(id)->cancel_requested);
  EXPECT_EQ(queue().heartbeat({.lease = taken.lease, .progress = {}}).value(), Standing::cancel);
  EXPECT_EQ(queue().finish(taken.lease, JobCancelled{}).value(), JobState::cancelled);
  EXPECT_THAT(event_types({.job = id}), ElementsAre("queued", "running", "cancelling", "cancelled"));
}

TEST_P(QueueControl, ToBeCancelledAreCancelledWhenTheirWorkerIsLostOrFails) {
  const std::string lost = submitted(texture("a")), broken = submitted(texture("b")), back = submitted(texture("c"));
  const ClaimedJob first = claimed(one("gone")), second = claimed(), third = claimed();
  for (const std::string& id : {lost, broken, back}) ASSERT_TRUE(queue().cancel(id).ok());
  queue().take_back("gone").value();
  EXPECT_EQ(queue().finish(second.lease, failure(ErrorKind::unavailable)).value(), JobState::cancelled);
  EXPECT_TRUE(queue().give_back(third.lease).ok());
  for (const std::string& id : {lost, broken, back}) EXPECT_EQ(job(id).state, JobState::cancelled);
}

TEST_P(QueueControl, AreTriedAgainWhenAPersonAsks) {
  const std::string id = submitted();
  queue().finish(claimed().lease, failure(ErrorKind::invalid_argument)).value();
  const auto again = queue().retry(id);
  ASSERT_TRUE(again.ok()) << again.error().message.en;
  EXPECT_EQ(again->state, JobState::queued);
  EXPECT_FALSE(again->error.has_value());
  EXPECT_EQ(queue().retry(id).error().kind, ErrorKind::conflict);
  const ClaimedJob taken = claimed();
  EXPECT_EQ(taken.lease.attempt, 2);
  EXPECT_EQ(queue().finish(taken.lease, picture()).value(), JobState::done);
  EXPECT_EQ(queue().retry(id).error().kind, ErrorKind::conflict);
}

TEST_P(QueueControl, AreRemovedWithAllThatBelongsToThem) {
  const std::string id = submitted();
  EXPECT_EQ(queue().remove(id).error().kind, ErrorKind::conflict);
  queue().finish(claimed().lease, picture()).value();
  EXPECT_TRUE(queue().is_referenced(std::string(64, 'a')).value());
  ASSERT_TRUE(queue().remove(id).ok());
  EXPECT_EQ(queue().get(id).error().kind, ErrorKind::not_found);
  EXPECT_FALSE(queue().is_referenced(std::string(64, 'a')).value());
  EXPECT_THAT(event_types(), ElementsAre("removed"));
}

TEST_P(QueueControl, OldOnesAreRemovedOldestFirst) {
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) {
    ids.push_back(submitted(texture(std::to_string(i))));
    queue().finish(claimed().lease, picture()).value();
    sleep_ms(2);
  }
  const std::string open = submitted();
  EXPECT_THAT(queue().remove_ended_before(job(ids[2]).finished_ms, 1).value(), ElementsAre(ids[0]));
  EXPECT_THAT(queue().remove_ended_before(INT64_MAX, 10).value(), ElementsAre(ids[1], ids[2]));
  EXPECT_EQ(job(open).state, JobState::queued);
}

}  // namespace
}  // namespace atelier
