#include "jobs/runner_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/descriptor.h"
#include "base/log.h"
#include "base/record.h"
#include "jobs/frames.h"
#include "jobs/result_record.h"

namespace atelier {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int tick_ms = 50;
constexpr std::size_t log_lines_max = 20;
constexpr std::size_t log_line_bytes_max = 1000;
constexpr std::size_t kibibytes_of_mb = 1024;

std::chrono::duration<double> seconds(double count) {
  return std::chrono::duration<double>(count);
}

Error cancelled() {
  return fail(ErrorKind::cancelled, {"stopped", "остановлено", "중단되었습니다"});
}

std::int64_t resident_mb(pid_t pid) {
  std::ifstream file(fmt::format("/proc/{}/statm", pid));
  std::int64_t whole_pages = 0, resident_pages = 0;
  file >> whole_pages >> resident_pages;
  return resident_pages * ::sysconf(_SC_PAGESIZE) >> 20;
}

/// Attributes of posix_spawn, freed at the end of the scope.
struct SpawnPlan {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;

  SpawnPlan(int input, int output) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    // A group of its own: Ctrl-C at the terminal is the supervisor's to answer, and the runner's own children end with
    // it.
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

}  // namespace

Error RunnerCrash::error() const {
  constexpr Phrase by_signal{"the runner was ended by {} while it held {} MiB{}",
                             "исполнитель завершён сигналом {}, занимая {} МиБ{}",
                             "실행기가 {} 신호로 끝났습니다(메모리 {}MiB){}"};
  constexpr Phrase by_itself{"the runner exited with {} while it held {} MiB{}",
                             "исполнитель завершился с кодом {}, занимая {} МиБ{}",
                             "실행기가 코드 {}(으)로 끝났습니다(메모리 {}MiB){}"};
  const std::string last = log.empty() ? "" : fmt::format(": {}", log.back());
  if (signal == 0) return fail(ErrorKind::internal, by_itself, exit_code, memory_mb, last);
  const char* name = ::sigabbrev_np(signal);
  return fail(ErrorKind::internal, by_signal, name ? fmt::format("SIG{}", name) : fmt::format("{}", signal), memory_mb,
              last);
}

/// The process, its socket and its log.
struct RunnerProcess::Child {
  pid_t pid = 0;
  FrameSocket socket;
  Descriptor log;
  std::string log_rest;
  std::deque<std::string> log_lines;
  int jobs = 0;

  Child(pid_t pid_of_child, FrameSocket&& own_socket, Descriptor&& own_log)
      : pid(pid_of_child), socket(std::move(own_socket)), log(std::move(own_log)) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid > 0) reap(SIGKILL);
  }

  /// Takes what the process wrote; never waits.
  void read_log() {
    std::array<char, 4096> bytes{};
    while (true) {
      const ssize_t read = ::read(log.get(), bytes.data(), bytes.size());
      if (read <= 0) return;
      log_rest.append(bytes.data(), static_cast<std::size_t>(read));
      for (std::size_t end = log_rest.find('\n'); end != std::string::npos; end = log_rest.find('\n')) {
        keep_line(log_rest.substr(0, std::min(end, log_line_bytes_max)));
        log_rest.erase(0, end + 1);
      }
      if (log_rest.size() > log_line_bytes_max) log_rest.resize(log_line_bytes_max);
    }
  }

  void keep_line(std::string line) {
    log_info("runner {}: {}", pid, line);
    log_lines.push_back(std::move(line));
    if (log_lines.size() > log_lines_max) log_lines.pop_front();
  }

  /// Ends the process (with a signal, or 0 where it ended by itself) and says how it ended.
  RunnerCrash reap(int signal) {
    if (signal != 0) ::kill(-pid, signal);
    int status = 0;
    rusage used{};
    while (::wait4(pid, &status, 0, &used) < 0 && errno == EINTR) {
    }
    ::kill(-pid, SIGKILL);  // what it started itself
    pid = 0;
    read_log();
    RunnerCrash crash;
    if (WIFSIGNALED(status)) crash.signal = WTERMSIG(status);
    if (WIFEXITED(status)) crash.exit_code = WEXITSTATUS(status);
    crash.memory_mb = used.ru_maxrss / static_cast<std::int64_t>(kibibytes_of_mb);
    crash.log.assign(log_lines.begin(), log_lines.end());
    if (!log_rest.empty()) crash.log.push_back(log_rest);
    return crash;
  }

  bool has_ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
  }

  /// The next frame, or nothing after a tick. The log is read meanwhile.
  Result<std::optional<Frame>> next_frame() {
    std::array<pollfd, 2> waited{pollfd{socket.descriptor(), POLLIN, 0}, pollfd{log.get(), POLLIN, 0}};
    ::poll(waited.data(), waited.size(), tick_ms);
    read_log();
    return socket.receive(0);
  }
};

RunnerProcess::RunnerProcess(std::vector<std::string> command, RunnerLimits limits)
    : command_(std::move(command)), limits_(limits) {}
RunnerProcess::RunnerProcess(RunnerProcess&&) noexcept = default;
RunnerProcess::~RunnerProcess() = default;

pid_t RunnerProcess::pid() const {
  return child_ ? child_->pid : 0;
}

Result<void> RunnerProcess::ensure_child() {
  if (child_) return ok();
  TRY(auto ends, FrameSocket::pair());
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
    return fail(ErrorKind::exhausted,
                {"no pipe could be opened: {}", "не удалось открыть канал: {}", "파이프를 열 수 없습니다: {}"},
                std::strerror(errno));
  Descriptor log_end(pipe[0]);
  const Descriptor child_log(pipe[1]);
  const SpawnPlan plan(ends.second.descriptor(), child_log.get());
  std::vector<char*> words;
  for (std::string& word : command_) words.push_back(word.data());
  words.push_back(nullptr);
  pid_t pid = 0;
  if (const int failed = ::posix_spawn(&pid, words[0], &plan.actions, &plan.attributes, words.data(), environ);
      failed != 0) {
    return fail(ErrorKind::not_installed,
                {"{} cannot be started: {}", "не удаётся запустить {}: {}", "{} 프로그램을 시작할 수 없습니다: {}"},
                command_[0], std::strerror(failed));
  }
  child_ = std::make_unique<Child>(pid, std::move(ends.first), std::move(log_end));
  return ok();
}

/// One job of a child, from its request to its end.
class RunnerProcess::Watch {
 public:
  Watch(Child& child, const RunnerLimits& limits, const RunnerTask& task, const ProgressSink& progress)
      : child_(child), limits_(limits), task_(task), progress_(progress) {}

  RunnerOutcome outcome(const Cancellation& cancellation) {
    const Json run = {{"id", task_.id},
                      {"kind", task_.kind},
                      {"params", task_.params},
                      {"folder", task_.folder.string()},
                      {"threads", task_.threads}};
    const Result<void> sent = child_.socket.send({{{"run", run}}});
    if (!sent.ok() && sent.error().kind == ErrorKind::too_large) return sent.error();
    while (true) {
      const Result<std::optional<Frame>> frame = child_.next_frame();
      if (!frame.ok()) return ended();
      if (*frame) {
        if (std::optional<RunnerOutcome> answer = take((*frame)->json)) return *std::move(answer);
        continue;
      }
      check_limits(cancellation);
      if (kill_) {
        child_.reap(SIGKILL);
        return *stop_;
      }
    }
  }

 private:
  /// The process closed its socket: it crashed, unless it was told to stop.
  RunnerOutcome ended() {
    for (int i = 0; i < 10 && !child_.has_ended(); ++i) ::usleep(tick_ms * 1000);
    RunnerCrash crash = child_.reap(child_.has_ended() ? 0 : SIGKILL);
    if (stop_) return *stop_;
    return crash;
  }

  std::optional<RunnerOutcome> take(const Json& message) {
    if (const auto progress = message.find("progress"); progress != message.end()) {
      if (progress->at("id") == task_.id) show(*progress);
    } else if (const auto done = message.find("done"); done != message.end()) {
      if (done->at("id") == task_.id)
        return RunnerDone{result_of_record(done->at("result")), done->at("cached").get<bool>()};
    } else if (const auto failed = message.find("failed"); failed != message.end() && failed->at("id") == task_.id) {
      Error error = error_of_record(failed->at("error"));
      return error.kind == ErrorKind::cancelled && stop_ ? *stop_ : std::move(error);
    }
    return std::nullopt;
  }

  void show(const Json& progress) {
    if (!progress_) return;
    const Text stage = text_of_record(progress.at("stage"));
    progress_({{stage.en, stage.ru, stage.ko}, progress.at("done").get<double>(), progress.at("total").get<double>()});
  }

  void check_limits(const Cancellation& cancellation) {
    const Clock::time_point now = Clock::now();
    if (!stop_ && cancellation.requested()) ask_to_stop(cancelled());
    if (!stop_ && now - began_ > seconds(limits_.seconds_max)) {
      ask_to_stop(fail(ErrorKind::timed_out, {"{} s", "{} с", "{}초"}, limits_.seconds_max)
                      .with_hint({"Ask for a smaller size.", "Задайте меньший размер.", "더 작은 크기로 요청하세요."}));
    }
    if (stop_ && now - asked_ > seconds(limits_.cancel_seconds)) kill_ = true;
    if (resident_mb(child_.pid) > limits_.memory_mb_max) {
      stop_ = fail(ErrorKind::too_large,
                   {"the job held more than {} MiB", "задание заняло больше {} МиБ",
                    "작업이 {}MiB보다 많은 메모리를 썼습니다"},
                   limits_.memory_mb_max)
                  .with_hint({"Ask for a smaller size.", "Задайте меньший размер.", "더 작은 크기로 요청하세요."});
      kill_ = true;
    }
  }

  void ask_to_stop(Error why) {
    stop_ = std::move(why);
    asked_ = Clock::now();
    (void)child_.socket.send({{{"cancel", task_.id}}});  // where it is gone, the next frame says so
  }

  Child& child_;
  const RunnerLimits& limits_;
  const RunnerTask& task_;
  const ProgressSink& progress_;
  Clock::time_point began_ = Clock::now();
  Clock::time_point asked_{};
  std::optional<Error> stop_;  // why it was told to stop
  bool kill_ = false;
};

RunnerOutcome RunnerProcess::run(const RunnerTask& task, const Cancellation& cancellation,
                                 const ProgressSink& progress) {
  if (cancellation.requested()) return cancelled();
  if (child_ && child_->has_ended()) child_.reset();
  if (const Result<void> started = ensure_child(); !started.ok()) return started.error();
  RunnerOutcome outcome = Watch(*child_, limits_, task, progress).outcome(cancellation);
  if (child_->pid == 0 || ++child_->jobs >= limits_.jobs_max || resident_mb(child_->pid) > limits_.memory_mb_to_keep)
    child_.reset();
  return outcome;
}

}  // namespace atelier
