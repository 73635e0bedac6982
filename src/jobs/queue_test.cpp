#include "jobs/queue.h"

#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "jobs/test_queue.h"

namespace atelier {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using QueueJobs = QueueTest;
ATELIER_QUEUE_TESTS(QueueJobs);

TEST_P(QueueJobs, GoFromSubmissionToResult) {
  const std::string id = submitted();
  EXPECT_EQ(job(id).state, JobState::queued);
  const ClaimedJob taken = claimed();
  EXPECT_EQ(taken.lease, (Lease{id, 1}));
  EXPECT_EQ(taken.job.params["color"], "navy");
  EXPECT_EQ(job(id).state, JobState::running);
  const Result<JobState> ended = queue().finish(taken.lease, picture());
  ASSERT_TRUE(ended.ok()) << ended.error().message.en;
  EXPECT_EQ(*ended, JobState::done);
  const Job done = job(id);
  EXPECT_EQ(done.state, JobState::done);
  EXPECT_EQ(done.engine, "woven");
  EXPECT_EQ(done.facts["wales"], 12);
  EXPECT_THAT(done.artifacts, ElementsAre(ArtifactRef{"a.png", std::string(64, 'a'), 10, "image/png"}));
  EXPECT_GE(done.finished_ms, done.started_ms);
  EXPECT_GE(done.started_ms, done.created_ms);
  const auto attempts = queue().attempts(id);
  ASSERT_TRUE(attempts.ok());
  ASSERT_THAT(*attempts, SizeIs(1));
  EXPECT_EQ(attempts->front().outcome, "done");
  EXPECT_EQ(attempts->front().worker, "w");
  EXPECT_THAT(event_types({.job = id}), ElementsAre("queued", "running", "done"));
  EXPECT_TRUE(nothing_to_claim());
}

TEST_P(QueueJobs, ComeByPriorityThenAge) {
  const std::string first = submitted(), second = submitted();
  NewJob urgent = texture();
  urgent.priority = 5;
  const std::string third = submitted(urgent);
  ClaimRequest three = one();
  three.lanes = {{"cpu", 3}};
  const auto jobs = queue().claim(three);
  ASSERT_TRUE(jobs.ok());
  ASSERT_THAT(*jobs, SizeIs(3));
  EXPECT_EQ((*jobs)[0].job.id, third);
  EXPECT_EQ((*jobs)[1].job.id, first);
  EXPECT_EQ((*jobs)[2].job.id, second);
}

TEST_P(QueueJobs, StayInTheirLaneAndWithWorkersThatKnowTheKind) {
  NewJob hosted = texture();
  hosted.lane = "net";
  submitted(hosted);
  EXPECT_TRUE(nothing_to_claim());
  ClaimRequest other = one();
  other.lanes = {{"net", 1}};
  other.kinds = {"avatar", "tryon"};
  const auto none = queue().claim(other);
  ASSERT_TRUE(none.ok());
  EXPECT_THAT(*none, IsEmpty());
  other.kinds = {"avatar", "texture"};
  claimed(other);
}

TEST_P(QueueJobs, WaitForTheirTime) {
  NewJob later = texture();
  later.not_before_ms = job(submitted()).created_ms + 400;
  const std::string id = submitted(later);
  EXPECT_EQ(job(id).hold, "time");
  claimed();
  EXPECT_TRUE(nothing_to_claim());
  EXPECT_EQ(claimed_in_time().job.id, id);
}

TEST_P(QueueJobs, OfOneKeyAreOneJob) {
  NewJob keyed = texture();
  keyed.owner = "ann";
  keyed.idempotency_key = "k1";
  const std::string id = submitted(keyed);
  EXPECT_EQ(submitted(keyed), id);
  NewJob other = keyed;
  other.params["color"] = "red";
  const auto refused = queue().submit(other);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(refused.error().field, "idempotency_key");
  keyed.owner = "bob";
  EXPECT_NE(submitted(keyed), id);
}

TEST_P(QueueJobs, OfOneKeyAreOneJobWhenManyComeAtOnce) {
  NewJob keyed = texture();
  keyed.idempotency_key = "k1";
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<std::string> ids;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&] {
      const std::unique_ptr<Database> database = open();
      Queue mine(*database);
      const auto made = mine.submit(keyed);
      const std::lock_guard lock(mutex);
      ids.insert(made.ok() ? made->id : made.error().message.en);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(ids, SizeIs(1));
  EXPECT_EQ(queue().list({}).value().jobs.size(), 1u);
}

TEST_P(QueueJobs, AreClaimedOnceByManyWorkers) {
  constexpr int jobs = 200, workers = 10;
  for (int i = 0; i < jobs; ++i) submitted(texture(std::to_string(i)));
  std::mutex mutex;
  std::vector<std::string> taken;
  std::vector<std::thread> threads;
  for (int i = 0; i < workers; ++i) {
    threads.emplace_back([&, i] {
      // Half of them on connections of their own, as other processes have them.
      const std::unique_ptr<Database> database = i % 2 == 0 ? nullptr : open();
      const std::unique_ptr<Queue> mine = database ? std::make_unique<Queue>(*database) : nullptr;
      Queue& used = mine ? *mine : queue();
      for (;;) {
        ClaimRequest three = one("w" + std::to_string(i));
        three.lanes = {{"cpu", 3}};
        const auto claimed = used.claim(three);
        ASSERT_TRUE(claimed.ok()) << claimed.error().message.en;
        if (claimed->empty()) return;
        for (const ClaimedJob& job : *claimed) {
          const auto ended = used.finish(job.lease, picture());
          EXPECT_TRUE(ended.ok());
          const std::lock_guard lock(mutex);
          taken.push_back(job.job.id);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(taken, SizeIs(jobs));
  EXPECT_EQ(std::set<std::string>(taken.begin(), taken.end()).size(), static_cast<std::size_t>(jobs));
}

TEST_P(QueueJobs, ThatRanOutOfTheirLeaseAreTakenAgainAndTheOldWorkerIsFenced) {
  const std::string id = submitted();
  ClaimRequest brief = one("gone");
  brief.lease_ms = 20;
  const ClaimedJob old = claimed(brief);
  sleep_ms(60);
  const ClaimedJob again = claimed();
  EXPECT_EQ(again.lease, (Lease{id, 2}));
  const auto late = queue().finish(old.lease, picture("late.png"));
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().kind, ErrorKind::conflict);
  EXPECT_EQ(queue().heartbeat({.lease = old.lease, .progress = {}}).value(), Standing::fenced);
  EXPECT_EQ(queue().give_back(old.lease).error().kind, ErrorKind::conflict);
  EXPECT_EQ(queue().note_attempt(old.lease, "x", "y").error().kind, ErrorKind::conflict);
  ASSERT_TRUE(queue().finish(again.lease, picture("good.png")).ok());
  EXPECT_EQ(job(id).artifacts.at(0).name, "good.png");
  const auto attempts = queue().attempts(id).value();
  ASSERT_THAT(attempts, SizeIs(2));
  EXPECT_EQ(attempts[0].outcome, "lost");
  EXPECT_EQ(attempts[1].outcome, "done");
}

TEST_P(QueueJobs, KeepTheirLeaseByHeartbeats) {
  submitted();
  ClaimRequest brief = one();
  brief.lease_ms = 600;
  const ClaimedJob taken = claimed(brief);
  for (int i = 0; i < 4; ++i) {
    sleep_ms(200);
    EXPECT_EQ(queue().heartbeat({.lease = taken.lease, .lease_ms = 600, .progress = {}}).value(), Standing::go_on);
    EXPECT_TRUE(nothing_to_claim());
  }
}

TEST_P(QueueJobs, WakeAWaitingWorkerWhenALeaseEnds) {
  const std::string id = submitted();
  ClaimRequest brief = one("gone");
  brief.lease_ms = 100;
  claimed(brief);
  EXPECT_EQ(claimed_in_time().job.id, id);
}

TEST_P(QueueJobs, ThatCrashTwiceFailWithTheFacts) {
  const std::string id = submitted();
  EXPECT_EQ(queue().finish(claimed().lease, failure(ErrorKind::internal, true)).value(), JobState::queued);
  sleep_ms(10);
  EXPECT_EQ(queue().finish(claimed().lease, failure(ErrorKind::unavailable, true)).value(), JobState::failed);
  const Job failed = job(id);
  EXPECT_EQ(failed.error->kind, ErrorKind::internal);
  EXPECT_EQ(failed.error->message.ru, "оно broke");
  EXPECT_EQ(failed.facts["signal"], 11);
  sleep_ms(10);
  EXPECT_TRUE(nothing_to_claim());
}

TEST_P(QueueJobs, AreNotHeldToBlameForALostWorker) {
  const std::string id = submitted();
  for (int i = 0; i < 4; ++i) {
    claimed(one("w" + std::to_string(i)));
    EXPECT_EQ(queue().take_back("w" + std::to_string(i)).value(), 1);
  }
  EXPECT_EQ(queue().finish(claimed().lease, failure(ErrorKind::internal, true)).value(), JobState::queued);
  EXPECT_EQ(job(id).state, JobState::queued);
}

TEST_P(QueueJobs, AreTakenBackByTheWorkersNameOnly) {
  submitted(texture("a"));
  submitted(texture("b"));
  claimed(one("server"));
  const ClaimedJob other = claimed(one("elsewhere"));
  EXPECT_EQ(queue().take_back("server").value(), 1);
  EXPECT_TRUE(queue().finish(other.lease, picture()).ok());
}

TEST_P(QueueJobs, ThatFailForAWhileAreTriedAgainThreeTimesWithGrowingPauses) {
  reopen({.pause_ms = 40, .patience_ms = 0});
  const std::string id = submitted();
  for (const auto& [kind, pause_ms] : {std::pair{ErrorKind::unavailable, 40}, std::pair{ErrorKind::exhausted, 80}}) {
    EXPECT_EQ(queue().finish(claimed_in_time().lease, failure(kind)).value(), JobState::queued);
    EXPECT_EQ(job(id).hold, "time");
    EXPECT_EQ(queue().events({.job = id}).value().back().data["pause_ms"], pause_ms);
  }
  EXPECT_EQ(queue().finish(claimed_in_time().lease, failure(ErrorKind::unavailable)).value(), JobState::failed);
  EXPECT_EQ(job(id).error->kind, ErrorKind::unavailable);
}

TEST_P(QueueJobs, ThatCannotSucceedFailAtOnce) {
  const std::string id = submitted();
  EXPECT_EQ(queue().finish(claimed().lease, failure(ErrorKind::invalid_argument)).value(), JobState::failed);
  EXPECT_EQ(job(id).state, JobState::failed);
}

TEST_P(QueueJobs, TakeTheSameEndTwice) {
  submitted();
  const ClaimedJob taken = claimed();
  EXPECT_EQ(queue().finish(taken.lease, picture()).value(), JobState::done);
  EXPECT_EQ(queue().finish(taken.lease, picture()).value(), JobState::done);
  EXPECT_EQ(queue().finish(taken.lease, failure(ErrorKind::internal)).error().kind, ErrorKind::conflict);
  EXPECT_THAT(queue().attempts(taken.job.id).value(), SizeIs(1));
}

TEST_P(QueueJobs, EndManyInOneCommit) {
  std::vector<std::pair<Lease, JobOutcome>> ends;
  for (int i = 0; i < 3; ++i) submitted(texture(std::to_string(i)));
  for (int i = 0; i < 3; ++i) ends.emplace_back(claimed().lease, picture());
  ends[1].first.attempt = 7;
  const auto answers = queue().finish(ends);
  ASSERT_THAT(answers, SizeIs(3));
  EXPECT_EQ(answers[0].value(), JobState::done);
  EXPECT_EQ(answers[1].error().kind, ErrorKind::conflict);
  EXPECT_EQ(answers[2].value(), JobState::done);
}

TEST_P(QueueJobs, GivenBackAreDueAtOnceAndNotFailed) {
  const std::string id = submitted();
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(queue().give_back(claimed().lease).ok());
  EXPECT_EQ(queue().attempts(id).value().back().outcome, "given_back");
  claimed();
}

TEST_P(QueueJobs, NoteWhatCarriesThemOut) {
  const std::string id = submitted();
  const ClaimedJob taken = claimed();
  ASSERT_TRUE(queue().note_attempt(taken.lease, "replicate", "r-17").ok());
  const auto running = queue().attempts(id).value();
  ASSERT_THAT(running, SizeIs(1));
  EXPECT_EQ(running[0].remote_id, "r-17");
  EXPECT_EQ(running[0].outcome, "");
  queue().take_back("w").value();
  EXPECT_EQ(queue().attempts(id).value().at(0).remote_id, "r-17");
  claimed();
  EXPECT_EQ(queue().attempts(id).value().at(1).remote_id, "");
}

TEST_P(QueueJobs, SayWhichFieldIsWrong) {
  const auto field = [&](auto change) {
    NewJob bad = texture();
    change(bad);
    const auto refused = queue().submit(bad);
    return refused.ok() ? "" : refused.error().field;
  };
  EXPECT_EQ(field([](NewJob& job) { job.kind = ""; }), "kind");
  EXPECT_EQ(field([](NewJob& job) { job.kind = "a b"; }), "kind");
  EXPECT_EQ(field([](NewJob& job) { job.lane = std::string(70, 'x'); }), "lane");
  EXPECT_EQ(field([](NewJob& job) { job.owner = "\xff"; }), "owner");
  EXPECT_EQ(field([](NewJob& job) { job.priority = 101; }), "priority");
  EXPECT_EQ(field([](NewJob& job) { job.idempotency_key = std::string(256, 'x'); }), "idempotency_key");
  EXPECT_EQ(field([](NewJob& job) { job.idempotency_key = std::string("a\0b", 3); }), "idempotency_key");
  EXPECT_EQ(field([](NewJob& job) { job.params["x"] = std::string(5 << 20, 'x'); }), "params");
  EXPECT_EQ(field([](NewJob& job) { job.children = {NewJob{}}; }), "kind");
  EXPECT_EQ(field([](NewJob& job) {
              job.children = {texture()};
              job.children[0].children = {texture()};
            }),
            "children");
  EXPECT_TRUE(queue().list({}).value().jobs.empty());
}

TEST_P(QueueJobs, KeepOddParamsAsTheyAre) {
  NewJob odd = texture();
  odd.params = {{"quote", "it's \"$1\" :p1 ? {key}"},
                {"null", std::string("a\0b", 3)},
                {"deep", {{"ko", "한글"}}},
                {"big", 9007199254740993},
                {"pi", 0.1}};
  EXPECT_EQ(job(submitted(odd)).params, odd.params);
}

}  // namespace
}  // namespace atelier
