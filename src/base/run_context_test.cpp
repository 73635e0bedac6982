#include "base/run_context.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace atelier {
namespace {

TEST(ParallelFor, DoesEveryItemOnce) {
  for (const int threads : {1, 2, 7}) {
    const RunContext run(threads);
    std::vector<std::atomic<int>> seen(1000);
    ASSERT_TRUE(parallel_for(run, 1000, [&](int i) { ++seen[static_cast<std::size_t>(i)]; }).ok());
    for (const auto& times : seen) EXPECT_EQ(times, 1);
  }
}

TEST(ParallelFor, DoesNothingForNoItems) {
  const RunContext run(4);
  EXPECT_TRUE(parallel_for(run, 0, [](int) { FAIL(); }).ok());
  EXPECT_TRUE(parallel_for(run, -3, [](int) { FAIL(); }).ok());
}

TEST(ParallelFor, MayBeNested) {
  const RunContext run(4);
  std::atomic<int> done{0};
  ASSERT_TRUE(parallel_for(run, 8, [&](int) {
                const Result<void> inner = parallel_for(run, 8, [&](int) {
                  const Result<void> innermost = parallel_for(run, 4, [&](int) { ++done; });
                  EXPECT_TRUE(innermost.ok());
                });
                EXPECT_TRUE(inner.ok());
              }).ok());
  EXPECT_EQ(done, 8 * 8 * 4);
}

TEST(ParallelFor, MayBeCalledFromSeveralThreads) {
  const RunContext run(3);
  std::atomic<int> done{0};
  {
    std::vector<std::jthread> callers;
    for (int c = 0; c < 4; ++c) {
      callers.emplace_back([&] {
        for (int n = 0; n < 50; ++n) EXPECT_TRUE(parallel_for(run, 10, [&](int) { ++done; }).ok());
      });
    }
  }
  EXPECT_EQ(done, 4 * 50 * 10);
}

TEST(ParallelFor, UsesSeveralThreads) {
  const RunContext run(2);
  std::atomic<int> inside{0};
  ASSERT_TRUE(parallel_for(run, 2, [&](int) {
                ++inside;
                const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
                while (inside < 2 && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
              }).ok());
  EXPECT_EQ(inside, 2);
}

TEST(ParallelFor, StopsEarlyWhenAsked) {
  Cancellation cancellation;
  const RunContext run(2, &cancellation);
  std::atomic<int> done{0};
  const Result<void> result = parallel_for(run, 1'000'000, [&](int) {
    if (++done == 10) cancellation.request();
  });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::cancelled);
  EXPECT_LT(done, 100);
}

TEST(ParallelFor, TurnsExceptionsIntoErrors) {
  const RunContext run(2);
  EXPECT_EQ(parallel_for(run, 100,
                         [](int i) {
                           if (i == 5) throw std::bad_alloc();
                         })
                .error()
                .kind,
            ErrorKind::exhausted);
  EXPECT_EQ(parallel_for(run, 100, [](int) { throw std::runtime_error("broken"); }).error().message.en, "broken");
}

TEST(RunContext, CountsStepsFromSeveralThreads) {
  double last = 0;
  int events = 0;
  RunContext run(4, nullptr, [&](const ProgressEvent& event) {
    last = event.done;
    ++events;
  });
  run.begin({"weaving", "", ""}, 100);
  ASSERT_TRUE(parallel_for(run, 100, [&](int) { EXPECT_TRUE(run.step().ok()); }).ok());
  EXPECT_EQ(last, 100);
  EXPECT_EQ(events, 101);
}

TEST(RunContext, AStepMayCountForSeveral) {
  double last = 0;
  RunContext run(1, nullptr, [&](const ProgressEvent& event) { last = event.done; });
  run.begin({"weaving", "", ""}, 10);
  EXPECT_TRUE(run.step(2.5).ok());
  EXPECT_EQ(last, 2.5);
}

TEST(RunContext, TakesOneThreadForEachCoreByDefault) {
  EXPECT_EQ(RunContext(0).threads(), available_threads());
  EXPECT_EQ(RunContext(100'000).threads(), threads_max);
}

}  // namespace
}  // namespace atelier
