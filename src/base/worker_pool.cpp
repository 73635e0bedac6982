#include "base/worker_pool.h"

#include <algorithm>
#include <system_error>

namespace atelier {

WorkerPool& WorkerPool::instance() {
  static WorkerPool pool;
  return pool;
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  offered_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::grow(int helpers) {
  while (static_cast<int>(threads_.size()) < helpers) {
    try {
      threads_.emplace_back([this] { help(); });
    } catch (const std::system_error&) {
      return;  // the system gives no more threads; the caller does the work with those that are there
    }
  }
}

void WorkerPool::run(int helpers, const std::function<void()>& drain) {
  if (helpers <= 0) return drain();
  Offer offer{&drain, helpers, 0};
  {
    const std::lock_guard lock(mutex_);
    grow(helpers);
    offers_.push_back(&offer);
  }
  if (helpers == 1) {
    offered_.notify_one();
  } else {
    offered_.notify_all();
  }
  drain();
  std::unique_lock lock(mutex_);
  const auto mine = std::find(offers_.begin(), offers_.end(), &offer);
  if (mine != offers_.end()) offers_.erase(mine);
  ended_.wait(lock, [&] { return offer.running == 0; });
}

void WorkerPool::help() {
  std::unique_lock lock(mutex_);
  while (true) {
    offered_.wait(lock, [&] { return stopping_ || !offers_.empty(); });
    if (stopping_) return;
    Offer& offer = *offers_.front();
    ++offer.running;
    if (--offer.wanted == 0) offers_.pop_front();
    lock.unlock();
    (*offer.drain)();
    lock.lock();
    if (--offer.running == 0) ended_.notify_all();
  }
}

}  // namespace atelier
