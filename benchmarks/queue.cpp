// Round trip of the job queue (submit, claim, complete; every step durable), in one process: 8 threads submit, one
// claims and completes, as a supervisor does for its runners.
//
//   bench_queue [STORE…] [--runs N] [--seconds S]
//
// Without an address: an SQLite file and a private PostgreSQL server (fsync on), both in a scratch folder. The figures
// are those of tools that are timed on the same database: `drain` of jobs that were there before, `trip` from the first
// submission to the last completion, `idle` ms from submission to the committed completion of a single job, `offered`
// ms of a submission at 500 a second with the workers on.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "base/test_folder.h"
#include "jobs/queue.h"
#include "store/database.h"
#include "store/test_postgresql.h"

namespace {

using namespace atelier;
using Clock = std::chrono::steady_clock;

constexpr int jobs = 4000, singles = 200, submitters = 8, workers = 1, claimed_at_once = 16, offered_a_second = 500;

double ms_since(Clock::time_point began) {
  return std::chrono::duration<double, std::milli>(Clock::now() - began).count();
}

double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(part * static_cast<double>(values.size())))];
}

NewJob tiny(int n) {
  NewJob job;
  job.kind = "texture";
  job.params = {{"material", "nylon"}, {"colour", "navy blue"}, {"note", std::string(120, 'x')}, {"n", n}};
  return job;
}

/// Threads that claim and complete until they are told to stop.
class Crew {
 public:
  explicit Crew(Queue& queue) : queue_(queue) {
    for (int i = 0; i < workers; ++i) threads_.emplace_back([this, i] { work(i); });
  }
  ~Crew() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
  }
  void wait_for(int count) {
    while (done_ < count) std::this_thread::sleep_for(std::chrono::microseconds(50));
  }
  int done() const { return done_; }
  /// Waits for one more completion than `count`, and says when it was committed.
  Clock::time_point wait_beyond(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return done_ > count; });
    return last_;
  }

 private:
  void work(int number) {
    const ClaimRequest request{
        .worker = fmt::format("bench/{}", number), .lanes = {{"cpu", claimed_at_once}}, .kinds = {}};
    while (!stopping_) {
      const std::uint64_t seen = queue_.work();
      const auto claimed = queue_.claim(request);
      if (!claimed.ok() || claimed->empty()) {
        queue_.wait_for_work(seen, 50);
        continue;
      }
      std::vector<std::pair<Lease, JobOutcome>> ends;
      for (const ClaimedJob& taken : *claimed) ends.emplace_back(taken.lease, JobDone{});
      const auto answers = queue_.finish(ends);
      const std::lock_guard lock(mutex_);
      last_ = Clock::now();
      for (const auto& ended : answers) done_ += ended.ok() ? 1 : 0;
      changed_.notify_all();
    }
  }

  Queue& queue_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Clock::time_point last_;
  std::atomic<int> done_{0};
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

void flood(Queue& queue) {
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < submitters; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; (n = next++) < jobs;) {
        if (!queue.submit(tiny(n)).ok()) std::abort();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

std::vector<double> idle(Queue& queue) {
  Crew crew(queue);
  std::mt19937 random(1);
  std::vector<double> times;
  for (int i = 0; i < singles; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5 + random() % 20));
    const auto began = Clock::now();
    if (!queue.submit(tiny(i)).ok()) std::abort();
    times.push_back(std::chrono::duration<double, std::milli>(crew.wait_beyond(i) - began).count());
  }
  return times;
}

// Times from when a submission was due: one that is held up counts for those behind it.
std::vector<double> offered(Queue& queue, int seconds, int& done_in_time) {
  Crew crew(queue);
  const int count = offered_a_second * seconds;
  std::vector<double> times(static_cast<std::size_t>(count));
  std::atomic<int> next{0};
  const auto began = Clock::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < 32; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; (n = next++) < count;) {
        const auto due = began + std::chrono::microseconds(std::int64_t{n} * 1'000'000 / offered_a_second);
        std::this_thread::sleep_until(due);
        if (!queue.submit(tiny(n)).ok()) std::abort();
        times[static_cast<std::size_t>(n)] = ms_since(due);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  done_in_time = crew.done();
  crew.wait_for(count);
  return times;
}

void measure(const std::string& store, int runs, int seconds) {
  std::vector<double> drains, trips, submits, idle_50, idle_99, offered_50, offered_99;
  int done_in_time = 0;
  for (int run = 0; run < runs; ++run) {
    const auto database = Database::open({.address = store, .clock = {}}).value();
    Queue queue(*database);
    auto began = Clock::now();
    flood(queue);
    submits.push_back(jobs / ms_since(began) * 1e3);
    began = Clock::now();
    {
      Crew crew(queue);
      crew.wait_for(jobs);
      drains.push_back(jobs / ms_since(began) * 1e3);
      began = Clock::now();
      flood(queue);
      crew.wait_for(2 * jobs);
      trips.push_back(jobs / ms_since(began) * 1e3);
    }
    const std::vector<double> single = idle(queue), rate = offered(queue, seconds, done_in_time);
    idle_50.push_back(quantile(single, 0.5));
    idle_99.push_back(quantile(single, 0.99));
    offered_50.push_back(quantile(rate, 0.5));
    offered_99.push_back(quantile(rate, 0.99));
    while (queue.remove_ended_before(INT64_MAX, 1000)->size() == 1000) continue;
  }
  const auto middle = [](const std::vector<double>& values) { return quantile(values, 0.5); };
  fmt::print(
      "{:<11} trip {:5.0f}/s  drain {:5.0f}/s  submit {:5.0f}/s  idle p50 {:.2f} p99 {:.2f} ms  offered {}/s p50 "
      "{:.2f} p99 {:.2f} ms, {} of {} done in time\n",
      store.substr(0, store.find(':')), middle(trips), middle(drains), middle(submits), middle(idle_50),
      middle(idle_99), offered_a_second, middle(offered_50), middle(offered_99), done_in_time,
      offered_a_second * seconds);
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  int runs = 3, seconds = 10;
  std::vector<std::string> stores;
  for (int i = 1; i < count; ++i) {
    const bool has_value = i + 1 < count;
    if (std::strcmp(words[i], "--runs") == 0 && has_value) {
      runs = std::atoi(words[++i]);
    } else if (std::strcmp(words[i], "--seconds") == 0 && has_value) {
      seconds = std::atoi(words[++i]);
    } else {
      stores.emplace_back(words[i]);
    }
  }
  const TestFolder folder;
  if (stores.empty()) {
    stores.push_back("sqlite:" + (folder / "bench.db").string());
    TestPostgresql::options() = {.durable = true};
    if (TestPostgresql* server = TestPostgresql::instance()) stores.push_back(server->new_store());
  }
  for (const std::string& store : stores) measure(store, runs, seconds);
}
