#include "base/run_context.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace atelier {

RunContext::RunContext(int threads, const Cancellation* cancellation, ProgressSink progress)
    : threads_(threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()))),
      cancellation_(cancellation),
      progress_(std::move(progress)) {}

Result<void> RunContext::check() const {
  if (cancellation_ && cancellation_->requested()) {
    return fail(ErrorKind::cancelled,
                {"stopped before it was finished", "остановлено до завершения", "끝나기 전에 중지됨"});
  }
  return ok();
}

void RunContext::begin(const Phrase& stage, double total) {
  now_ = {stage, 0, total};
  if (progress_) progress_(now_);
}

Result<void> RunContext::step(double count) {
  now_.done += count;
  if (progress_) progress_(now_);
  return check();
}

Result<void> parallel_for(const RunContext& run, int count, const std::function<void(int)>& work) {
  std::atomic<int> next{0};
  const auto drain = [&] {
    for (int i; run.check().ok() && (i = next.fetch_add(1)) < count;) work(i);
  };
  std::vector<std::jthread> helpers;
  for (int t = 1; t < std::min(run.threads(), count); ++t) helpers.emplace_back(drain);
  drain();
  helpers.clear();
  return run.check();
}

}  // namespace atelier
