#include "jobs/queue.h"

#include <algorithm>
#include <chrono>

#include "jobs/queue_rows.h"
#include "jobs/queue_state.h"

namespace atelier {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// What another process may have changed without our hearing of it is looked at again after this.
constexpr milliseconds look_again{5000};
constexpr std::int64_t ask_interval_ms = 1000;

// Ms until the next job comes due or a lease ends; nothing where none will.
Result<std::optional<std::int64_t>> next_due(SqlSession& session) {
  static const SqlStatement later{
      "SELECT not_before_ms - now_ms() FROM jobs WHERE state = 'queued' AND hold = 'time' ORDER BY not_before_ms LIMIT "
      "1",
      "i"};
  static const SqlStatement leased{
      "SELECT lease_until_ms - lease_now() FROM jobs WHERE state = 'running' AND hold = '' ORDER BY lease_until_ms "
      "LIMIT "
      "1",
      "i"};
  std::optional<std::int64_t> due;
  for (const SqlStatement* statement : {&later, &leased}) {
    TRY(const auto rows, session.run(*statement));
    if (!rows.empty()) due = std::min(due.value_or(INT64_MAX), std::max<std::int64_t>(rows[0][0].integer() + 1, 0));
  }
  return due;
}

}  // namespace

std::int64_t steady_ms() {
  return std::chrono::duration_cast<milliseconds>(Clock::now().time_since_epoch()).count();
}

Queue::State::State(Database& where, QueueOptions how)
    : database(where), options(how), subscription(subscribe(where, [this](const Announcement& news) { hear(news); })) {}

Queue::Queue(Database& database, QueueOptions options) : state_(std::make_unique<State>(database, options)) {}
Queue::~Queue() = default;

Result<std::vector<std::string>> Queue::State::new_ids(std::size_t count) {
  static const SqlStatement newest{"SELECT max(id) FROM jobs", "t"};
  const std::lock_guard lock(ids_mutex);
  if (!ids) {
    TRY_VOID(read(database, [&](SqlSession& session) -> Result<void> {
      TRY(const auto rows, session.run(newest));
      ids.emplace(rows.empty() ? std::string_view() : std::string_view(rows[0][0].text()));
      return ok();
    }));
  }
  const std::int64_t now = now_ms(database);
  std::vector<std::string> made(count);
  for (std::string& id : made) id = ids->next(now);
  return made;
}

void Queue::State::upkeep_within(std::int64_t ms) {
  const std::int64_t at = steady_ms() + ms;
  for (std::int64_t known = next_upkeep_ms; at < known && !next_upkeep_ms.compare_exchange_weak(known, at);) continue;
}

void Queue::State::learn_due_again() {
  const std::int64_t now = steady_ms();
  if (now - asked_due_ms.exchange(now) >= ask_interval_ms) learn_due();
}

// Without an answer it is asked again after a while; claim() tells the error.
void Queue::State::learn_due() {
  std::optional<std::int64_t> due;
  const Result<void> asked = read(database, [&](SqlSession& session) -> Result<void> {
    TRY(due, next_due(session));
    return ok();
  });
  if (asked.ok()) upkeep_within(due.value_or(look_again.count()));
}

bool Queue::State::is_progress_due(const std::string& job) {
  const std::int64_t now = steady_ms();
  const std::lock_guard lock(progress_mutex);
  const auto [found, is_first] = progress_ms.try_emplace(job, now);
  if (!is_first && now - found->second < options.progress_interval_ms) return false;
  found->second = now;
  return true;
}

void Queue::State::forget_progress(const std::string& job) {
  const std::lock_guard lock(progress_mutex);
  progress_ms.erase(job);
}

void Queue::State::hear(const Announcement& news) {
  if (news.elsewhere && news.work) upkeep_within(ask_interval_ms);
  const std::lock_guard lock(waits_mutex);
  if (news.changed) ++changes;
  if (news.work) ++work;
  if (news.changed) changed.notify_all();
  if (news.work) has_work.notify_all();
  const auto wake = [](Watch& watch) {
    watch.look = true;
    watch.turn.notify_one();
  };
  if (news.elsewhere) {
    for (const auto& [id, watch] : watches) wake(*watch);
  }
  if (watches.empty()) return;
  for (const std::string& id : news.ended) {
    const auto [first, last] = watches.equal_range(id);
    for (auto it = first; it != last; ++it) wake(*it->second);
  }
}

std::uint64_t Queue::changes() const {
  const std::lock_guard lock(state_->waits_mutex);
  return state_->changes;
}

std::uint64_t Queue::wait_for_change(std::uint64_t seen, std::int64_t timeout_ms) {
  listen(state_->database);
  std::unique_lock lock(state_->waits_mutex);
  state_->changed.wait_for(lock, milliseconds(timeout_ms), [&] { return state_->stopped || state_->changes > seen; });
  return state_->changes;
}

std::uint64_t Queue::work() const {
  const std::lock_guard lock(state_->waits_mutex);
  return state_->work;
}

std::uint64_t Queue::wait_for_work(std::uint64_t seen, std::int64_t timeout_ms) {
  listen(state_->database);
  const std::int64_t until = steady_ms() + timeout_ms;
  for (;;) {
    state_->learn_due_again();
    const std::int64_t due = state_->next_upkeep_ms, now = steady_ms();
    std::unique_lock lock(state_->waits_mutex);
    const auto pause = milliseconds(std::max<std::int64_t>(std::min(until, due) - now, 0));
    const bool is_over = state_->has_work.wait_for(lock, pause, [&] { return state_->stopped || state_->work > seen; });
    if (is_over) return state_->work;
    if (steady_ms() >= due) return ++state_->work;  // claim() looks what has come due
    if (steady_ms() >= until) return state_->work;
  }
}

Result<Job> Queue::wait_for_end(std::string_view id, std::int64_t timeout_ms) {
  listen(state_->database);
  const auto until = Clock::now() + milliseconds(timeout_ms);
  State::Watch watch;
  std::unique_lock lock(state_->waits_mutex);
  const auto place = state_->watches.emplace(std::string(id), &watch);
  Result<Job> job = Error{};
  for (;;) {
    watch.look = false;
    lock.unlock();
    job = get(id);
    lock.lock();
    if (!job.ok() || is_final(job->state) || state_->stopped || Clock::now() >= until) break;
    watch.turn.wait_until(lock, std::min(until, Clock::now() + look_again),
                          [&] { return watch.look || state_->stopped; });
  }
  state_->watches.erase(place);
  return job;
}

void Queue::stop_waiting() {
  const std::lock_guard lock(state_->waits_mutex);
  state_->stopped = true;
  state_->changed.notify_all();
  state_->has_work.notify_all();
  for (const auto& [id, watch] : state_->watches) watch->turn.notify_one();
}

}  // namespace atelier
