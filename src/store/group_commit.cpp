#include "store/group_commit.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <vector>

namespace atelier {
namespace {

constexpr std::size_t group_max = 256;
constexpr int repeats_max = 5;

}  // namespace

struct GroupCommit::Waiting {
  const SqlWork* work = nullptr;  // null: whatever is done alone
  Result<void> result = ok();
  bool ended = false;
  std::condition_variable turn;
};

GroupCommit::GroupCommit(Connector& connector, std::function<void(const Announcement&)> told)
    : connector_(connector), told_(std::move(told)) {}

Result<void> GroupCommit::ready() {
  if (session_) return ok();
  TRY(session_, connector_.connect());
  server_process_ = session_->server_process();
  return ok();
}

Result<void> GroupCommit::write(const SqlWork& work) {
  Waiting mine;
  mine.work = &work;
  std::unique_lock lock(mutex_);
  line_.push_back(&mine);
  mine.turn.wait(lock, [&] { return mine.ended || line_.front() == &mine; });
  if (mine.ended) return mine.result;

  std::vector<Waiting*> group;
  for (Waiting* waiting : line_) {
    if (!waiting->work || group.size() == group_max) break;
    group.push_back(waiting);
  }
  lock.unlock();
  run_group(group);
  lock.lock();
  for (Waiting* done : group) {
    line_.pop_front();
    done->ended = true;
    if (done != &mine) done->turn.notify_one();
  }
  if (!line_.empty()) line_.front()->turn.notify_one();
  return mine.result;
}

Result<void> GroupCommit::alone(const std::function<Result<void>(SociSession&)>& work) {
  Waiting mine;
  std::unique_lock lock(mutex_);
  line_.push_back(&mine);
  mine.turn.wait(lock, [&] { return line_.front() == &mine; });
  lock.unlock();
  Result<void> result = ready();
  if (result.ok()) result = work(*session_);
  lock.lock();
  line_.pop_front();
  if (!line_.empty()) line_.front()->turn.notify_one();
  return result;
}

void GroupCommit::run_group(std::span<Waiting* const> group) {
  bool reconnected = false;
  for (int repeats = 0;; ++repeats) {
    const bool was_open = session_ != nullptr;
    const SqlFailure failure = try_group(group);
    if (failure == SqlFailure::none) return;
    if (failure == SqlFailure::lost) {
      session_.reset();
      server_process_ = 0;
      // A connection that was open may only have been old; one that has just been made says that the database is gone.
      if (!was_open || reconnected) return;
      reconnected = true;
      continue;
    }
    if (failure == SqlFailure::repeat && repeats < repeats_max) continue;
    if (group.size() == 1) return;
    for (Waiting* const waiting : group) run_group({&waiting, 1});
    return;
  }
}

// Unless none is returned, nothing was committed (or, when the connection broke, nobody knows), and every result is an
// error where the group has one member or the connection is lost.
SqlFailure GroupCommit::try_group(std::span<Waiting* const> group) {
  const auto all_failed = [&](const Error& error, SqlFailure failure) {
    for (Waiting* waiting : group) waiting->result = error;
    if (session_ && failure != SqlFailure::lost) session_->roll_back();
    if (failure == SqlFailure::lost) connector_.broke(error);
    return failure;
  };
  if (const Result<void> opened = ready(); !opened.ok()) {
    for (Waiting* waiting : group) waiting->result = opened.error();
    return SqlFailure::none;
  }
  if (const Result<void> begun = session_->begin(); !begun.ok()) {
    all_failed(begun.error(), session_->failure());
    return session_->failure() == SqlFailure::other ? SqlFailure::none : session_->failure();
  }
  for (Waiting* waiting : group) {
    const std::int64_t changes_before = session_->changes();
    waiting->result = (*waiting->work)(*session_);
    if (waiting->result.ok()) continue;
    const SqlFailure failure = session_->failure();
    if (failure != SqlFailure::none) return all_failed(waiting->result.error(), failure);
    if (session_->changes() == changes_before) continue;
    if (group.size() > 1) return all_failed(waiting->result.error(), SqlFailure::other);
    session_->roll_back();
    return SqlFailure::none;
  }
  if (const Result<void> committed = session_->commit(); !committed.ok())
    return all_failed(committed.error(),
                      session_->failure() == SqlFailure::none ? SqlFailure::other : session_->failure());
  const Announcement& news = session_->announcement();
  if (news.work || news.changed) told_(news);
  return SqlFailure::none;
}

}  // namespace atelier
