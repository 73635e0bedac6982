#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>

#include "store/connector.h"

namespace atelier {

/// The one writer of a process. Work of threads that come while a transaction runs waits, and then goes into the next
/// one together: one commit, one sync of the disk. The thread whose work is first in line carries out the whole group.
class GroupCommit {
 public:
  /// `told` hears of each commit that announced something. `connector` must outlive this.
  GroupCommit(Connector& connector, std::function<void(const Announcement&)> told);

  Result<void> write(const SqlWork& work);
  /// Runs something outside any transaction on the writer's connection, alone.
  Result<void> alone(const std::function<Result<void>(SociSession&)>& work);
  /// Process number of the server behind the connection, by which our own notifications are known; 0: none.
  int server_process() const { return server_process_.load(); }

 private:
  struct Waiting;
  void run_group(std::span<Waiting* const> group);
  SqlFailure try_group(std::span<Waiting* const> group);
  Result<void> ready();

  Connector& connector_;
  std::function<void(const Announcement&)> told_;
  std::mutex mutex_;  // guards line_
  std::deque<Waiting*> line_;
  std::unique_ptr<SociSession> session_;  // of the first in line
  std::atomic<int> server_process_{0};
};

}  // namespace atelier
