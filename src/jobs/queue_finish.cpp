#include <algorithm>
#include <chrono>
#include <thread>

#include "base/log.h"
#include "jobs/queue_ends.h"
#include "jobs/queue_rows.h"
#include "jobs/queue_state.h"

namespace atelier {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t pause_max_ms = 300'000;
constexpr milliseconds patience_step_min{100}, patience_step_max{2000};
constexpr const char* under_lease = "attempt = ? AND state = 'running' AND hold = ''";

/// Tries again while the database is gone.
Result<void> patiently(const QueueOptions& options, const std::function<Result<void>()>& work) {
  const auto until = std::chrono::steady_clock::now() + milliseconds(options.patience_ms);
  for (milliseconds pause = patience_step_min;; pause = std::min(pause * 2, patience_step_max)) {
    Result<void> done = work();
    const bool passes =
        !done.ok() && (done.error().kind == ErrorKind::unavailable || done.error().kind == ErrorKind::out_of_disk);
    if (!passes || std::chrono::steady_clock::now() + pause > until) return done;
    std::this_thread::sleep_for(pause);
  }
}

/// What the job has behind it.
struct History {
  std::int64_t tries = 0, crashes = 0;
  bool cancel_requested = false;
};

Result<std::optional<History>> history(SqlSession& session, const Lease& lease) {
  static const SqlStatement select{
      "SELECT tries, crashes, cancel_requested FROM jobs WHERE id = ? AND attempt = ? AND state = 'running' AND hold = "
      "'' {for_update}",
      "iii"};
  TRY(const auto rows, session.run(select, {lease.job, lease.attempt}));
  if (rows.empty()) return std::optional<History>();
  return std::optional<History>({rows[0][0].integer(), rows[0][1].integer(), rows[0][2].integer() != 0});
}

// The answer to the same words may have been lost: then they have been taken already.
Result<JobState> said_again(SqlSession& session, const Lease& lease, std::string_view outcome) {
  static const SqlStatement select{
      "SELECT attempts.outcome, jobs.state FROM attempts JOIN jobs ON jobs.id = attempts.job WHERE attempts.job = ? "
      "AND "
      "attempts.number = ?",
      "tt"};
  TRY(const auto rows, session.run(select, {lease.job, lease.attempt}));
  if (rows.empty() || rows[0][0].text() != outcome) return fenced(lease);
  return job_state_from_name(rows[0][1].text()).value_or(JobState::failed);
}

Result<JobState> end_attempt(SqlSession& session, const Lease& lease, const JobEnd& end) {
  TRY(const bool ended, end_job(session, lease.job, end, under_lease, {lease.attempt}));
  if (!ended) return said_again(session, lease, end.outcome);
  return end.state;
}

Result<JobState> apply(SqlSession& session, const QueueOptions&, const Lease& lease, const JobDone& done) {
  return end_attempt(session, lease,
                     {JobState::done, {}, done.artifacts, done.facts, done.engine, done.from_cache, done.cost, "done"});
}

Result<JobState> apply(SqlSession& session, const QueueOptions&, const Lease& lease, const JobCancelled&) {
  JobEnd end{JobState::cancelled};
  end.outcome = "cancelled";
  return end_attempt(session, lease, end);
}

bool is_worth_a_try(const JobFailed& failed) {
  if (failed.retry == Retry::never) return false;
  if (failed.retry == Retry::always) return true;
  return failed.error.kind == ErrorKind::unavailable || failed.error.kind == ErrorKind::exhausted;
}

Result<JobState> apply(SqlSession& session, const QueueOptions& options, const Lease& lease, const JobFailed& failed) {
  const char* outcome = failed.crashed ? "crashed" : "failed";
  TRY(const std::optional<History> before, history(session, lease));
  if (!before) return said_again(session, lease, outcome);
  const bool again = failed.crashed ? before->crashes + 1 < options.crashes_max
                                    : is_worth_a_try(failed) && before->tries + 1 < options.tries_max;
  if (again && !before->cancel_requested) {
    const std::int64_t growing =
        std::min(pause_max_ms, options.pause_ms << std::min<std::int64_t>(before->tries + before->crashes, 16));
    PutBack why{outcome, failed.error, failed.facts, failed.engine, failed.cost};
    why.pause_ms = failed.retry_after_ms > 0 ? failed.retry_after_ms : growing;
    (failed.crashed ? why.crashes : why.tries) = 1;
    TRY_VOID(put_back(session, lease, why));
    return JobState::queued;
  }
  JobEnd end{before->cancel_requested ? JobState::cancelled : JobState::failed,
             failed.error,
             {},
             failed.facts,
             failed.engine,
             false,
             failed.cost,
             outcome};
  if (failed.crashed) end.error->kind = ErrorKind::internal;
  if (before->cancel_requested) end.error.reset();
  return end_attempt(session, lease, end);
}

Result<JobState> apply(SqlSession& session, const QueueOptions& options, const Lease& lease,
                       const JobOutcome& outcome) {
  return std::visit([&](const auto& how) { return apply(session, options, lease, how); }, outcome);
}

bool is_logical(const Error& error) {
  return error.kind == ErrorKind::conflict;
}

}  // namespace

std::vector<Result<JobState>> Queue::finish(std::span<const std::pair<Lease, JobOutcome>> ended) {
  std::vector<Result<JobState>> answers;
  const Result<void> written = patiently(state_->options, [&] {
    return write(state_->database, [&](SqlSession& session) -> Result<void> {
      answers.clear();
      for (const auto& [lease, outcome] : ended) {
        Result<JobState> answer = apply(session, state_->options, lease, outcome);
        if (!answer.ok() && !is_logical(answer.error())) return answer.error();
        answers.push_back(std::move(answer));
      }
      return ok();
    });
  });
  bool is_put_back = false;
  for (const Result<JobState>& answer : answers) is_put_back |= answer.ok() && *answer == JobState::queued;
  if (is_put_back) state_->learn_due();
  for (const auto& [lease, outcome] : ended) state_->forget_progress(lease.job);
  if (!written.ok()) answers.assign(ended.size(), written.error());
  return answers;
}

Result<JobState> Queue::finish(const Lease& lease, const JobOutcome& outcome) {
  const std::pair<Lease, JobOutcome> one(lease, outcome);
  return finish(std::span(&one, 1)).front();
}

Result<void> Queue::give_back(const Lease& lease) {
  Result<void> done = patiently(state_->options, [&] {
    return write(state_->database, [&](SqlSession& session) -> Result<void> {
      TRY(const std::optional<History> before, history(session, lease));
      if (before && before->cancel_requested) {
        TRY_VOID(apply(session, state_->options, lease, JobCancelled{}));
        return ok();
      }
      TRY(const bool is_back, put_back(session, lease, {"given_back"}));
      if (is_back) return ok();
      const Result<JobState> before_that = said_again(session, lease, "given_back");
      return before_that.ok() ? ok() : Result<void>(before_that.error());
    });
  });
  state_->forget_progress(lease.job);
  return done;
}

Result<std::vector<Standing>> Queue::heartbeat(std::span<const Heartbeat> beats) {
  static const SqlStatement beat_statement{
      "UPDATE jobs SET lease_until_ms = lease_now() + ?, progress = CASE WHEN ? = '' THEN progress ELSE ? END WHERE id "
      "= "
      "? AND attempt = ? AND state = 'running' AND hold = '' RETURNING cancel_requested, owner",
      "it"};
  std::vector<bool> tells(beats.size());
  for (std::size_t i = 0; i < beats.size(); ++i)
    tells[i] = !beats[i].progress.is_null() && state_->is_progress_due(beats[i].lease.job);
  std::vector<Standing> standings;
  TRY_VOID(write(state_->database, [&](SqlSession& session) -> Result<void> {
    standings.clear();
    for (std::size_t i = 0; i < beats.size(); ++i) {
      const Heartbeat& beat = beats[i];
      const std::string progress = text_of(beat.progress);
      TRY(const auto rows,
          session.run(beat_statement, {beat.lease_ms, progress, progress, beat.lease.job, beat.lease.attempt}));
      if (rows.empty()) {
        standings.push_back(Standing::fenced);
        continue;
      }
      standings.push_back(rows[0][0].integer() != 0 ? Standing::cancel : Standing::go_on);
      if (tells[i]) add_event(session, beat.lease.job, rows[0][1].text(), "progress", beat.progress);
    }
    return ok();
  }));
  for (std::size_t i = 0; i < beats.size(); ++i) {
    if (standings[i] == Standing::fenced) state_->forget_progress(beats[i].lease.job);
  }
  return standings;
}

Result<Standing> Queue::heartbeat(const Heartbeat& beat) {
  TRY(const std::vector<Standing> standings, heartbeat(std::span(&beat, 1)));
  return standings.front();
}

Result<void> Queue::note_attempt(const Lease& lease, std::string_view engine, std::string_view remote_id) {
  static const SqlStatement note{
      "UPDATE jobs SET engine = ?, remote_id = ? WHERE id = ? AND attempt = ? AND state = 'running' AND hold = ''"
      " RETURNING id",
      "t"};
  return write(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(note, {engine, remote_id, lease.job, lease.attempt}));
    return rows.empty() ? Result<void>(fenced(lease)) : ok();
  });
}

}  // namespace atelier
