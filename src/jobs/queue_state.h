#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "jobs/job_id.h"
#include "jobs/queue.h"
#include "store/sql.h"

namespace atelier {

/// What a Queue keeps in memory: only who waits for what. Everything else is in the database.
struct Queue::State {
  State(Database& where, QueueOptions how);

  Database& database;
  const QueueOptions options;

  std::mutex ids_mutex;
  std::optional<JobIds> ids;
  Result<std::vector<std::string>> new_ids(std::size_t count);

  // When claim() has to look at once for jobs that have come due and leases that have ended (steady time in ms), as far
  // as this process knows, and when it last asked the database for that.
  std::atomic<std::int64_t> next_upkeep_ms{0}, asked_due_ms{0};
  void upkeep_within(std::int64_t ms);
  void learn_due();
  void learn_due_again();

  // When the last progress event of a running job was written.
  std::mutex progress_mutex;
  std::unordered_map<std::string, std::int64_t> progress_ms;
  bool is_progress_due(const std::string& job);
  void forget_progress(const std::string& job);

  // Watching.
  struct Watch {
    std::condition_variable turn;
    bool look = false;
  };
  void hear(const Announcement& news);
  std::mutex waits_mutex;
  std::condition_variable changed, has_work;
  std::uint64_t changes = 0, work = 0;
  bool stopped = false;
  std::unordered_multimap<std::string, Watch*> watches;

  std::unique_ptr<Subscription> subscription;  // last: ends first
};

/// Time that only goes forward, for waiting.
std::int64_t steady_ms();

}  // namespace atelier
