#include "jobs/runner_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.h"
#include "base/test_folder.h"
#include "jobs/frames.h"

namespace atelier {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

constexpr const char* faulty_runner = ATELIER_BINARY_DIR "/tests/faulty_runner";

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

bool is_alive(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

/// Not for a process that has ended and that nobody has waited for.
bool is_running(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string number, name, state;
  return (file >> number >> name >> state) && state != "Z";
}

class RunnerProcessTest : public ::testing::Test {
 protected:
  RunnerTask task(std::string kind, Json params = Json::object()) const {
    return {"job", std::move(kind), std::move(params), folder_.path(), 1};
  }
  RunnerOutcome run(RunnerProcess& runner, std::string kind, Json params = Json::object()) {
    return runner.run(task(std::move(kind), std::move(params)), never_, {});
  }

  TestFolder folder_;
  Cancellation never_;
};

TEST_F(RunnerProcessTest, CarriesOutOneJobAfterTheOtherInOneChild) {
  RunnerProcess runner({faulty_runner}, {});
  EXPECT_EQ(runner.pid(), 0);
  pid_t pid = 0;
  for (int i = 0; i < 3; ++i) {
    const RunnerOutcome outcome = run(runner, "echo", {{"number", i}});
    ASSERT_TRUE(std::holds_alternative<RunnerDone>(outcome));
    EXPECT_THAT(std::get<RunnerDone>(outcome).result.files, ElementsAre("echo.json"));
    EXPECT_EQ(std::get<RunnerDone>(outcome).result.summary.en, "said");
    EXPECT_EQ(read_file(folder_.path() / "echo.json", 100).value(), json_text(Json{{"number", i}}));
    if (i > 0) {
      EXPECT_EQ(runner.pid(), pid);
    }
    pid = runner.pid();
  }
}

TEST_F(RunnerProcessTest, ShowsProgressInEveryLanguage) {
  RunnerProcess runner({faulty_runner}, {});
  std::vector<std::string> stages;
  (void)runner.run(task("echo"), never_, [&](const ProgressEvent& event) {
    stages.push_back(
        fmt::format("{} {} {} {}/{}", event.stage.en, event.stage.ru, event.stage.ko, event.done, event.total));
  });
  EXPECT_THAT(stages, ElementsAre("echoing повтор 되풀이 0/1", "echoing повтор 되풀이 1/1"));
}

TEST_F(RunnerProcessTest, AnErrorComesThroughWhole) {
  RunnerProcess runner({faulty_runner}, {});
  const RunnerOutcome outcome = run(runner, "refuse");
  ASSERT_TRUE(std::holds_alternative<Error>(outcome));
  EXPECT_EQ(std::get<Error>(outcome).kind, ErrorKind::too_large);
  EXPECT_EQ(std::get<Error>(outcome).message.ru, "размер 9");
  EXPECT_EQ(std::get<Error>(outcome).field, "size");
  EXPECT_NE(runner.pid(), 0);
}

TEST_F(RunnerProcessTest, AnUnknownKindAndAThrownExceptionAreErrorsOfTheJob) {
  RunnerProcess runner({faulty_runner}, {});
  EXPECT_EQ(std::get<Error>(run(runner, "no such kind")).kind, ErrorKind::not_installed);
  EXPECT_EQ(std::get<Error>(run(runner, "throws")).kind, ErrorKind::internal);
  EXPECT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "echo")));
}

TEST_F(RunnerProcessTest, ACrashTellsSignalAndLastWordsAndTheNextJobHasANewChild) {
  RunnerProcess runner({faulty_runner}, {});
  for (const int signal : {SIGSEGV, SIGABRT, SIGKILL}) {
    const RunnerOutcome outcome = run(runner, "crash", {{"signal", signal}});
    ASSERT_TRUE(std::holds_alternative<RunnerCrash>(outcome));
    const RunnerCrash& crash = std::get<RunnerCrash>(outcome);
    EXPECT_EQ(crash.signal, signal);
    EXPECT_THAT(crash.log, ElementsAre("the last words"));
    EXPECT_THAT(crash.error().message.en, HasSubstr("the last words"));
    EXPECT_GT(crash.memory_mb, 0);
    EXPECT_EQ(runner.pid(), 0);
    EXPECT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "echo")));
  }
}

TEST_F(RunnerProcessTest, AnExitIsACrashToo) {
  RunnerProcess runner({faulty_runner}, {});
  const RunnerOutcome outcome = run(runner, "crash", {{"exit", 3}});
  EXPECT_EQ(std::get<RunnerCrash>(outcome).exit_code, 3);
  EXPECT_EQ(std::get<RunnerCrash>(outcome).signal, 0);
}

TEST_F(RunnerProcessTest, AChildKilledBetweenTwoJobsIsReplaced) {
  RunnerProcess runner({faulty_runner}, {});
  (void)run(runner, "echo");
  const pid_t first = runner.pid();
  ::kill(first, SIGKILL);
  siginfo_t info{};
  ::waitid(P_PID, static_cast<id_t>(first), &info, WEXITED | WNOWAIT);
  EXPECT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "echo")));
  EXPECT_NE(runner.pid(), first);
}

TEST_F(RunnerProcessTest, StopsPolitelyAndKeepsTheChild) {
  RunnerProcess runner({faulty_runner}, {});
  Cancellation cancellation;
  std::thread stopper([&] {
    ::usleep(200'000);
    cancellation.request();
  });
  const Clock::time_point start = Clock::now();
  const RunnerOutcome outcome = runner.run(task("slow"), cancellation, {});
  stopper.join();
  EXPECT_EQ(std::get<Error>(outcome).kind, ErrorKind::cancelled);
  EXPECT_LT(seconds_since(start), 2);
  EXPECT_TRUE(is_alive(runner.pid()));
  EXPECT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "echo")));
}

TEST_F(RunnerProcessTest, StopsHardWhatHearsNothing) {
  RunnerProcess runner({faulty_runner}, {.cancel_seconds = 0.2});
  Cancellation cancellation;
  std::thread stopper([&] {
    ::usleep(200'000);
    cancellation.request();
  });
  const RunnerOutcome outcome = runner.run(task("hang"), cancellation, {});
  stopper.join();
  EXPECT_EQ(std::get<Error>(outcome).kind, ErrorKind::cancelled);
  EXPECT_EQ(runner.pid(), 0);
}

TEST_F(RunnerProcessTest, ALimitOfTimeEndsTheJob) {
  RunnerProcess runner({faulty_runner}, {.seconds_max = 0.2, .cancel_seconds = 0.1});
  for (const char* kind : {"slow", "hang"}) EXPECT_EQ(std::get<Error>(run(runner, kind)).kind, ErrorKind::timed_out);
}

TEST_F(RunnerProcessTest, ALimitOfMemoryEndsTheJob) {
  RunnerProcess runner({faulty_runner}, {.memory_mb_max = 200});
  const Clock::time_point start = Clock::now();
  const RunnerOutcome outcome = run(runner, "bloat", {{"mb", 300}, {"seconds", 20}});
  EXPECT_EQ(std::get<Error>(outcome).kind, ErrorKind::too_large);
  EXPECT_LT(seconds_since(start), 10);
  EXPECT_EQ(runner.pid(), 0);
}

TEST_F(RunnerProcessTest, AChildThatKeepsTooMuchIsReplaced) {
  RunnerProcess runner({faulty_runner}, {.memory_mb_to_keep = 200});
  ASSERT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "bloat", {{"mb", 10}})));
  EXPECT_NE(runner.pid(), 0);
  ASSERT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "bloat", {{"mb", 300}})));
  EXPECT_EQ(runner.pid(), 0);
}

TEST_F(RunnerProcessTest, AChildIsReplacedAfterSoManyJobs) {
  RunnerProcess runner({faulty_runner}, {.jobs_max = 2});
  (void)run(runner, "echo");
  EXPECT_NE(runner.pid(), 0);
  (void)run(runner, "echo");
  EXPECT_EQ(runner.pid(), 0);
}

TEST_F(RunnerProcessTest, ALongLogDoesNotStopTheJob) {
  RunnerProcess runner({faulty_runner}, {});
  EXPECT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "chatter")));
}

TEST_F(RunnerProcessTest, AMissingExecutableIsNotInstalled) {
  RunnerProcess runner({"/no/such/runner"}, {});
  const RunnerOutcome outcome = run(runner, "echo");
  EXPECT_EQ(std::get<Error>(outcome).kind, ErrorKind::not_installed);
  EXPECT_THAT(std::get<Error>(outcome).message.en, HasSubstr("/no/such/runner"));
}

TEST_F(RunnerProcessTest, ParamsOverTheLimitOfAMessageAreRefusedAndTheChildLives) {
  RunnerProcess runner({faulty_runner}, {});
  const RunnerOutcome outcome = run(runner, "echo", {{"text", std::string(frame_json_bytes_max, 'x')}});
  EXPECT_EQ(std::get<Error>(outcome).kind, ErrorKind::too_large);
  EXPECT_TRUE(std::holds_alternative<RunnerDone>(run(runner, "echo")));
}

TEST_F(RunnerProcessTest, TheChildEndsWithItsSupervisor) {
  pid_t pid = 0;
  {
    RunnerProcess runner({faulty_runner}, {});
    (void)run(runner, "echo");
    pid = runner.pid();
    ASSERT_TRUE(is_alive(pid));
  }
  EXPECT_FALSE(is_alive(pid));
}

TEST_F(RunnerProcessTest, TheProgramItselfIsARunner) {
  RunnerProcess runner({ATELIER_BINARY_DIR "/atelier", "runner"}, {});
  const Json params = {{"product", "shirt"}, {"material", "poplin"}, {"color", "sky blue"}, {"size", 64}};
  const RunnerOutcome outcome = run(runner, "texture", params);
  ASSERT_TRUE(std::holds_alternative<RunnerDone>(outcome));
  EXPECT_THAT(std::get<RunnerDone>(outcome).result.files, ::testing::Contains("manifest.json"));
}

TEST_F(RunnerProcessTest, ABusyChildEndsWhenItsSupervisorIsKilled) {
  int pids[2];
  ASSERT_EQ(::pipe(pids), 0);
  const pid_t supervisor = ::fork();
  if (supervisor == 0) {
    RunnerProcess runner({faulty_runner}, {});
    (void)run(runner, "echo");
    const pid_t pid = runner.pid();
    if (::write(pids[1], &pid, sizeof pid) != sizeof pid) ::_exit(1);
    (void)run(runner, "hang");
    ::_exit(0);
  }
  pid_t pid = 0;
  ASSERT_EQ(::read(pids[0], &pid, sizeof pid), sizeof pid);
  EXPECT_TRUE(is_running(pid));
  ::kill(supervisor, SIGKILL);
  ::waitpid(supervisor, nullptr, 0);
  for (int i = 0; i < 200 && is_running(pid); ++i) ::usleep(10'000);
  EXPECT_FALSE(is_running(pid));
}

}  // namespace
}  // namespace atelier
