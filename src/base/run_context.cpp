#include "base/run_context.h"

#include <sched.h>

#include <algorithm>
#include <new>
#include <optional>

#include "base/worker_pool.h"

namespace atelier {

int available_threads() {
  cpu_set_t cores;
  const int count = sched_getaffinity(0, sizeof(cores), &cores) == 0 ? CPU_COUNT(&cores) : 1;
  return std::clamp(count, 1, threads_max);
}

RunContext::RunContext(int threads, const Cancellation* cancellation, ProgressSink progress)
    : threads_(threads > 0 ? std::min(threads, threads_max) : available_threads()),
      cancellation_(cancellation),
      progress_(std::move(progress)) {}

Result<void> RunContext::check() const {
  if (!stopped()) return ok();
  return fail(ErrorKind::cancelled, {"the work was not finished", "работа не завершена", "작업이 끝나지 않았습니다"});
}

void RunContext::begin(const Phrase& stage, double total) {
  if (!progress_) return;
  const std::lock_guard lock(mutex_);
  now_ = {stage, 0, total};
  progress_(now_);
}

Result<void> RunContext::step(double count) {
  if (progress_) {
    const std::lock_guard lock(mutex_);
    now_.done += count;
    progress_(now_);
  }
  return check();
}

namespace {

Error error_of_exception() {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted, {"not enough memory", "не хватило памяти", "메모리가 부족합니다"})
        .with_hint({"Try a smaller size.", "Попробуйте меньший размер.", "더 작은 크기로 시도하세요."});
  } catch (const std::exception& exception) {
    const std::string what = exception.what();
    return fail(ErrorKind::internal, {"{}", "{}", "{}"}, what);
  } catch (...) {
    return fail(ErrorKind::internal, {"unknown exception", "неизвестное исключение", "알 수 없는 예외"});
  }
}

}  // namespace

Result<void> parallel_for(const RunContext& run, int count, const std::function<void(int)>& work) {
  std::atomic<int> next{0};
  std::atomic<bool> broken{false};
  std::mutex mutex;
  std::optional<Error> error;
  const std::function<void()> drain = [&] {
    try {
      for (int i; !run.stopped() && !broken && (i = next.fetch_add(1)) < count;) work(i);
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!error) error = error_of_exception();
      broken = true;
    }
  };
  WorkerPool::instance().run(std::min(run.threads(), count) - 1, drain);
  if (error) return *std::move(error);
  return run.check();
}

}  // namespace atelier
