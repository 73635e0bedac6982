#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "store/connector.h"

namespace atelier {

/// Hears what other processes commit, on a thread and a connection of its own. PostgreSQL: LISTEN. SQLite: looks once a
/// second whether another connection has changed the file.
class Listener {
 public:
  /// `told` is called from the thread. `is_ours` says whether a server process is that of our own writer.
  Listener(const SqlAddress& address, std::function<void(const Announcement&)> told, std::function<bool(int)> is_ours);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

 private:
  void listen();
  void look();
  bool wait(std::chrono::milliseconds time);
  bool hear(void* connection);

  const SqlAddress address_;
  const std::function<void(const Announcement&)> told_;
  const std::function<bool(int)> is_ours_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  int wake_ = -1;  // becomes readable when it is time to end
  std::thread thread_;
};

}  // namespace atelier
