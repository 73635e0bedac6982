#include <algorithm>

#include "jobs/queue_ends.h"
#include "jobs/queue_rows.h"
#include "jobs/queue_state.h"

namespace atelier {
namespace {

constexpr std::int64_t upkeep_interval_ms = 5000, lost_pause_max_ms = 300'000;
constexpr int expired_at_once = 100, losses_without_pause = 5;

// A job that has lost many workers may be what kills them: it waits longer each time, and never stops others.
std::int64_t pause_after_losses(std::int64_t losses) {
  if (losses < losses_without_pause) return 0;
  return std::min(lost_pause_max_ms, std::int64_t{1000} << std::min<std::int64_t>(losses - losses_without_pause, 10));
}

/// Puts back, or cancels where that was asked for, the running jobs of `rows` (id, attempt, losses, cancel_requested).
Result<int> lose(SqlSession& session, const std::vector<SqlRow>& rows) {
  static const Error gone =
      fail(ErrorKind::unavailable, {"the worker is gone", "исполнитель пропал", "작업자가 사라졌습니다"});
  int lost = 0;
  for (const SqlRow& row : rows) {
    const Lease lease{row[0].text(), static_cast<int>(row[1].integer())};
    if (row[3].integer() != 0) {
      JobEnd end{JobState::cancelled};
      end.outcome = "lost";
      TRY_VOID(end_job(session, lease.job, end, "attempt = ? AND state = 'running'", {lease.attempt}));
      continue;
    }
    PutBack why{"lost", gone};
    why.losses = 1;
    why.pause_ms = pause_after_losses(row[2].integer() + 1);
    TRY(const bool is_back, put_back(session, lease, why));
    lost += is_back ? 1 : 0;
  }
  return lost;
}

Result<int> expire(SqlSession& session) {
  static const SqlStatement expired{
      "SELECT id, attempt, losses, cancel_requested FROM jobs WHERE state = 'running' AND hold = '' AND lease_until_ms "
      "< "
      "lease_now() ORDER BY lease_until_ms LIMIT ? {skip_locked}",
      "tiii"};
  TRY(const auto rows, session.run(expired, {expired_at_once}));
  return lose(session, rows);
}

Result<int> release_due(SqlSession& session) {
  static const SqlStatement release{
      "UPDATE jobs SET hold = '' WHERE state = 'queued' AND hold = 'time' AND not_before_ms <= now_ms() RETURNING id",
      "t"};
  TRY(const auto rows, session.run(release));
  if (!rows.empty()) session.announcement().work = true;
  return static_cast<int>(rows.size());
}

const SqlStatement& claim_statement() {
  static const SqlStatement statement{
      "WITH due AS MATERIALIZED (SELECT id FROM jobs WHERE state = 'queued' AND hold = '' AND lane = ? AND (? = '' OR "
      "? "
      "LIKE '%,' || kind || ',%') ORDER BY priority DESC, id LIMIT ? {skip_locked}) UPDATE jobs SET state = 'running', "
      "attempt = attempt + 1, worker = ?, remote_id = '', engine = '', started_ms = now_ms(), lease_until_ms = "
      "lease_now() + ?, cancel_requested = 0 WHERE id IN (SELECT id FROM due) RETURNING " +
          std::string(job_columns),
      std::string(job_letters)};
  return statement;
}

Result<void> parents_run(SqlSession& session, std::vector<std::string> parents) {
  static const SqlStatement start{
      "UPDATE jobs SET state = 'running', started_ms = now_ms() WHERE id = ? AND state = 'queued' RETURNING owner",
      "t"};
  std::sort(parents.begin(), parents.end());
  parents.erase(std::unique(parents.begin(), parents.end()), parents.end());
  for (const std::string& parent : parents) {
    TRY(const auto rows, session.run(start, {parent}));
    if (!rows.empty()) add_event(session, parent, rows[0][0].text(), "running");
  }
  return ok();
}

/// What a claim has taken, until its transaction ends.
struct Taking {
  const ClaimRequest& request;
  std::string kinds;
  std::vector<int> room;
  std::vector<ClaimedJob> taken;

  explicit Taking(const ClaimRequest& what) : request(what) {
    for (const std::string& kind : request.kinds) kinds += (kinds.empty() ? "," : "") + kind + ",";
    for (const LaneRoom& lane : request.lanes) room.push_back(std::max(lane.count, 0));
  }
  Result<void> take(SqlSession& session);
};

Result<void> Taking::take(SqlSession& session) {
  std::vector<std::string> parents;
  for (std::size_t i = 0; i < room.size(); ++i) {
    if (room[i] == 0) continue;
    TRY(const auto rows, session.run(claim_statement(),
                                     {request.lanes[i].lane, kinds, kinds, room[i], request.worker, request.lease_ms}));
    room[i] -= static_cast<int>(rows.size());
    for (const SqlRow& row : rows) {
      Job job = read_job(row);
      add_event(session, job.id, job.owner, "running",
                {{"attempt", job.attempt}, {"worker", job.worker}, {"lane", job.lane}});
      if (!job.parent.empty()) parents.push_back(job.parent);
      taken.push_back({{job.id, job.attempt}, std::move(job)});
    }
  }
  return parents_run(session, std::move(parents));
}

}  // namespace

Result<std::vector<ClaimedJob>> Queue::claim(const ClaimRequest& request) {
  std::vector<ClaimedJob> claimed;
  const std::int64_t now = steady_ms(), due = state_->next_upkeep_ms;
  const bool is_upkeep_due = now >= due;
  if (is_upkeep_due) state_->next_upkeep_ms = now + upkeep_interval_ms;
  const Result<void> written = write(state_->database, [&](SqlSession& session) -> Result<void> {
    Taking taking(request);
    if (is_upkeep_due) {
      TRY_VOID(expire(session));
      TRY_VOID(release_due(session));
    }
    TRY_VOID(taking.take(session));
    claimed = std::move(taking.taken);
    return ok();
  });
  if (!written.ok()) {
    if (is_upkeep_due) state_->upkeep_within(0);
    return written.error();
  }
  if (is_upkeep_due) state_->learn_due();
  if (!claimed.empty()) state_->upkeep_within(request.lease_ms + 1);
  std::sort(claimed.begin(), claimed.end(), [](const ClaimedJob& a, const ClaimedJob& b) {
    return a.job.priority != b.job.priority ? a.job.priority > b.job.priority : a.job.id < b.job.id;
  });
  return claimed;
}

Result<int> Queue::expire_leases() {
  int lost = 0;
  TRY_VOID(write(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(lost, expire(session));
    TRY_VOID(release_due(session));
    return ok();
  }));
  return lost;
}

Result<int> Queue::take_back(std::string_view worker) {
  static const SqlStatement mine{
      "SELECT id, attempt, losses, cancel_requested FROM jobs WHERE state = 'running' AND hold = '' AND worker = ? "
      "ORDER BY id {for_update}",
      "tiii"};
  int lost = 0;
  TRY_VOID(write(state_->database, [&](SqlSession& session) -> Result<void> {
    TRY(const auto rows, session.run(mine, {worker}));
    TRY(lost, lose(session, rows));
    return ok();
  }));
  state_->learn_due();
  return lost;
}

}  // namespace atelier
