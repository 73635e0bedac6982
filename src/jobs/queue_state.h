#pragma once

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

  // Upkeep inside claim().
  std::atomic<std::int64_t> last_upkeep_ms{0};

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

}  // namespace atelier
