#include "jobs/runner.h"

#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <new>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/record.h"
#include "base/version.h"
#include "jobs/result_record.h"
#include "jobs/run_cached.h"

namespace atelier {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds progress_interval{100};

/// A job that was asked for, and the wish to stop it.
struct Task {
  std::string id;
  Json run;
  Cancellation cancellation;
};

/// Takes frames in a thread of its own, so that a job can be stopped while it runs.
class Inbox {
 public:
  explicit Inbox(FrameSocket& socket) : socket_(socket) {}

  /// The next job; waits for it.
  std::shared_ptr<Task> next() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return task_ != nullptr; });
    current_ = std::move(task_);
    return current_;
  }

  /// Never returns.
  void read_frames() {
    while (true) {
      const Result<std::optional<Frame>> frame = socket_.receive(-1);
      // The supervisor is gone or talks nonsense. Nothing is flushed or freed: other threads may be in the midst of
      // their work.
      if (!frame.ok()) ::_exit(0);
      if (*frame) take((*frame)->json);
    }
  }

 private:
  void take(const Json& message) {
    const std::scoped_lock lock(mutex_);
    if (const auto run = message.find("run"); run != message.end()) {
      task_ = std::make_shared<Task>();
      task_->id = run->at("id").get<std::string>();
      task_->run = *run;
      arrived_.notify_one();
    } else if (const auto cancel = message.find("cancel"); cancel != message.end()) {
      for (const std::shared_ptr<Task>& task : {task_, current_}) {
        if (task && task->id == *cancel) task->cancellation.request();
      }
    }
  }

  FrameSocket& socket_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::shared_ptr<Task> task_;     // asked for, not begun
  std::shared_ptr<Task> current_;  // begun
};

/// Sends the progress of one job. Called by one thread at a time.
class ProgressMail {
 public:
  ProgressMail(FrameSocket& socket, std::string id) : socket_(socket), id_(std::move(id)) {}

  void operator()(const ProgressEvent& event) {
    const Clock::time_point now = Clock::now();
    const bool is_edge = event.done <= 0 || event.done >= event.total;
    if (!is_edge && now - sent_ < progress_interval) return;
    sent_ = now;
    const Text stage{std::string(event.stage.en), std::string(event.stage.ru), std::string(event.stage.ko)};
    const Json progress = {{"id", id_}, {"stage", text_record(stage)}, {"done", event.done}, {"total", event.total}};
    (void)socket_.send({{{"progress", progress}}});  // a supervisor that is gone ends this process anyway
  }

 private:
  FrameSocket& socket_;
  std::string id_;
  Clock::time_point sent_{};
};

const JobKind* find_kind(std::span<const JobKind> kinds, std::string_view name) {
  for (const JobKind& kind : kinds) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

Result<CachedRun> run_task(const Task& task, std::span<const JobKind> kinds, const ResultCache& cache,
                           RunContext& run) {
  const auto name = task.run.at("kind").get<std::string>();
  const JobKind* kind = find_kind(kinds, name);
  if (!kind) {
    return fail(ErrorKind::not_installed,
                {"this runner has no {}", "этот исполнитель не умеет {}", "이 실행기는 {} 작업을 모릅니다"}, name);
  }
  return run_cached(*kind, task.run.at("params"), task.run.at("folder").get<std::string>(), cache, run);
}

/// The last catch of a job: whatever a library throws becomes its error.
Result<CachedRun> run_guarded(const Task& task, std::span<const JobKind> kinds, const ResultCache& cache,
                              RunContext& run) {
  try {
    return run_task(task, kinds, cache, run);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted, {"there is not enough memory", "не хватает памяти", "메모리가 모자랍니다"})
        .with_hint({"Ask for a smaller size.", "Задайте меньший размер.", "더 작은 크기로 요청하세요."});
  } catch (const std::exception& exception) {
    return fail(ErrorKind::internal, {"{}", "{}", "{}"}, exception.what());
  }
}

Json answer(const Task& task, const Result<CachedRun>& outcome) {
  if (!outcome.ok()) return {{"failed", {{"id", task.id}, {"error", error_record(outcome.error())}}}};
  return {{"done", {{"id", task.id}, {"result", result_record(outcome->result)}, {"cached", outcome->from_cache}}}};
}

Json kind_names(std::span<const JobKind> kinds) {
  Json names = Json::array();
  for (const JobKind& kind : kinds) names.push_back(kind.name);
  return names;
}

/// Where memory runs out, the kernel should take a runner and not the server.
void offer_to_the_kernel() {
  std::ofstream("/proc/self/oom_score_adj") << "500";
}

}  // namespace

void serve_jobs(FrameSocket socket, std::span<const JobKind> kinds, const ResultCache& cache) {
  offer_to_the_kernel();
  const Json ready = {{"pid", ::getpid()}, {"kinds", kind_names(kinds)}, {"version", version()}};
  if (!socket.send({{{"ready", ready}}}).ok()) return;
  Inbox inbox(socket);
  std::thread reader([&] { inbox.read_frames(); });
  while (true) {
    const std::shared_ptr<Task> task = inbox.next();
    RunContext run(task->run.value("threads", 0), &task->cancellation, ProgressMail(socket, task->id));
    const Result<CachedRun> outcome = run_guarded(*task, kinds, cache, run);
    if (const Result<void> sent = socket.send({answer(*task, outcome)}); !sent.ok()) {
      if (sent.error().kind != ErrorKind::too_large) ::_exit(0);
      (void)socket.send({answer(*task, sent.error())});
    }
  }
}

Json describe_runner(std::span<const JobKind> kinds) {
  return {{"version", version()}, {"kinds", kind_names(kinds)}};
}

}  // namespace atelier
