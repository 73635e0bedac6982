#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <map>
#include <random>
#include <set>
#include <thread>

#include "jobs/job_id.h"
#include "jobs/test_queue.h"
#include "store/sql.h"

namespace atelier {
namespace {

using QueueCrash = QueueTest;
ATELIER_QUEUE_TESTS(QueueCrash);

constexpr std::size_t word_bytes = 1 + job_id_length;

// One write of a few bytes into a pipe is whole or not at all.
void tell(int pipe, char what, const std::string& id) {
  const std::string word = what + id;
  if (::write(pipe, word.data(), word.size()) != static_cast<ssize_t>(word.size())) ::_exit(1);
}

/// A server: two threads submit, one works; every answer is told to the pipe after it was given.
[[noreturn]] void serve(const std::string& address, int pipe) {
  auto database = Database::open({.address = address, .clock = {}}).value();
  Queue queue(*database);
  if (!queue.take_back("server").ok()) ::_exit(1);
  const auto submit = [&] {
    for (int i = 0;; ++i) {
      NewJob job;
      job.kind = "texture";
      job.params = {{"i", i}, {"note", std::string(300, 'x')}};
      if (i % 3 == 0) job.request_key = "same";
      const auto made = queue.submit(job);
      if (made.ok()) tell(pipe, 's', made->id);
    }
  };
  std::thread first(submit), second(submit);
  for (;;) {
    const auto claimed = queue.claim({.worker = "server", .lanes = {{"cpu", 2}}, .kinds = {}});
    if (!claimed.ok()) continue;
    for (const ClaimedJob& taken : *claimed) {
      JobDone done;
      done.artifacts = {{"a.png", std::string(64, 'a'), 1, "image/png"}};
      done.facts = {{"attempt", taken.lease.attempt}};
      if (queue.finish(taken.lease, done).ok()) tell(pipe, 'd', taken.job.id);
    }
  }
}

struct Told {
  std::set<std::string> submitted, done;

  /// Reads what a server tells until it is killed, `after` its first word.
  void listen(int pipe, pid_t server, std::chrono::microseconds after) {
    std::string heard;
    std::array<char, 1 << 16> block;
    std::thread killer;
    for (ssize_t got = 0; (got = ::read(pipe, block.data(), block.size())) > 0;) {
      heard.append(block.data(), static_cast<std::size_t>(got));
      if (killer.joinable()) continue;
      killer = std::thread([&] {
        std::this_thread::sleep_for(after);
        ::kill(server, SIGKILL);
      });
    }
    if (killer.joinable()) killer.join();
    for (std::size_t at = 0; at + word_bytes <= heard.size(); at += word_bytes)
      (heard[at] == 's' ? submitted : done).insert(heard.substr(at + 1, job_id_length));
  }
};

TEST_P(QueueCrash, NothingThatWasAnsweredIsLostWhenTheServerIsKilled) {
  constexpr int rounds = 30;
  queue_.reset();
  database_.reset();
  Told told;
  std::mt19937 random(7);
  for (int round = 0; round < rounds; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t server = ::fork();
    if (server == 0) serve(address_, ends[1]);
    ::close(ends[1]);
    told.listen(ends[0], server, std::chrono::microseconds(random() % 40'000));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(server, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
  }
  reopen();
  ASSERT_TRUE(queue().take_back("server").ok());
  ClaimRequest many = one("server");
  many.lanes = {{"cpu", 100}};
  for (;;) {
    const auto rest = queue().claim(many).value();
    if (rest.empty()) break;
    for (const ClaimedJob& taken : rest) queue().finish(taken.lease, picture()).value();
  }
  EXPECT_GT(told.submitted.size(), 50u);
  for (const std::string& id : told.done) EXPECT_EQ(job(id).state, JobState::done);
  for (const std::string& id : told.submitted) {
    const Job ended = job(id);
    EXPECT_EQ(ended.state, JobState::done);
    EXPECT_EQ(ended.artifacts.size(), 1u);
    const auto tries = queue().attempts(id).value();
    EXPECT_EQ(std::count_if(tries.begin(), tries.end(), [](const Attempt& a) { return a.outcome == "done"; }),
              ended.from_cache ? 0 : 1);
  }
  EXPECT_TRUE(
      queue().list({.owner = {}, .states = {JobState::queued, JobState::running, JobState::failed}})->jobs.empty());
  EXPECT_TRUE(database_->health().ok());
}

TEST_P(QueueCrash, ADatabaseThatIsGoneForAWhileIsSaidAndComesBack) {
  if (!is_postgresql()) return;
  reopen({.pause_ms = 1, .patience_ms = 20'000});
  submitted();
  const ClaimedJob taken = claimed();
  queue().wait_for_change(0, 1);
  TestPostgresql::instance()->stop();
  EXPECT_EQ(queue().submit(texture()).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(queue().get(taken.job.id).error().kind, ErrorKind::unavailable);
  EXPECT_EQ(database_->health().error().kind, ErrorKind::unavailable);
  Result<JobState> ended = Error{};
  std::thread worker([&] { ended = queue().finish(taken.lease, picture()); });  // patiently
  sleep_ms(1500);
  EXPECT_TRUE(TestPostgresql::instance()->go_on());
  worker.join();
  ASSERT_TRUE(ended.ok()) << ended.error().message.en;
  EXPECT_EQ(*ended, JobState::done);
  EXPECT_EQ(job(taken.job.id).state, JobState::done);
  EXPECT_TRUE(database_->health().ok());
  submitted();
}

TEST_P(QueueCrash, AFullDiskRefusesNewJobsAndKeepsTheOldOnes) {
  if (is_postgresql()) return;
  const std::string id = submitted();
  const auto limit_pages = [&](std::int64_t more) {
    return write(*database_, [&](SqlSession& session) -> Result<void> {
      TRY(const auto rows, session.run({"SELECT page_count FROM pragma_page_count", "i"}));
      const std::int64_t pages = rows[0][0].integer() + more;
      TRY_VOID(session.run({"PRAGMA max_page_count = " + std::to_string(pages), "i"}));
      return ok();
    });
  };
  ASSERT_TRUE(limit_pages(4).ok());
  NewJob big = texture(std::string(200'000, 'x'));
  const auto refused = queue().submit(big);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::out_of_disk);
  EXPECT_EQ(queue().list({})->jobs.size(), 1u);
  EXPECT_EQ(claimed().job.id, id);  // what fits goes on
  ASSERT_TRUE(limit_pages(100'000).ok());
  submitted(big);
}

}  // namespace
}  // namespace atelier
