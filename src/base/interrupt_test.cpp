#include "base/interrupt.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace atelier {
namespace {

/// Runs `work` in another process; its exit code, or -signal when a signal ended it.
template <class Work>
int end_of(Work work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

TEST(Interrupt, TheFirstSignalAsksToStop) {
  for (const int number : {SIGINT, SIGTERM}) {
    EXPECT_EQ(end_of([&] {
                Cancellation cancellation;
                const InterruptGuard guard(cancellation);
                ::raise(number);
                return cancellation.requested() ? 7 : 1;
              }),
              7);
  }
}

TEST(Interrupt, TheSecondSignalEndsTheProcessWhicheverItIs) {
  EXPECT_EQ(end_of([] {
              Cancellation cancellation;
              const InterruptGuard guard(cancellation);
              ::raise(SIGINT);
              ::raise(SIGTERM);
              return 1;
            }),
            -SIGTERM);
}

TEST(Interrupt, AnIgnoredSignalStaysIgnored) {
  EXPECT_EQ(end_of([] {
              ::signal(SIGINT, SIG_IGN);
              Cancellation cancellation;
              const InterruptGuard guard(cancellation);
              ::raise(SIGINT);
              return cancellation.requested() ? 1 : 7;
            }),
            7);
}

TEST(Interrupt, IsOffAgainAfterwards) {
  EXPECT_EQ(end_of([] {
              Cancellation cancellation;
              { const InterruptGuard guard(cancellation); }
              ::raise(SIGTERM);
              return 1;
            }),
            -SIGTERM);
}

TEST(Interrupt, WorkStopsWithinAFifthOfASecond) {
  Cancellation cancellation;
  const InterruptGuard guard(cancellation);
  const RunContext run(2, &cancellation);
  using Clock = std::chrono::steady_clock;
  Clock::time_point asked;
  const Result<void> result = parallel_for(run, 100'000, [&](int i) {
    if (i == 20) {
      asked = Clock::now();
      ::kill(::getpid(), SIGINT);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  EXPECT_LT(Clock::now() - asked, std::chrono::milliseconds(200));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::cancelled);
}

}  // namespace
}  // namespace atelier
