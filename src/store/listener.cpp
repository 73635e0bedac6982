#include "store/listener.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sqlite3.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "base/log.h"

namespace atelier {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds look_interval{1000}, pause_min{250}, pause_max{5000};

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

bool begin_listening(PGconn* connection) {
  if (PQstatus(connection) != CONNECTION_OK) return false;
  PGresult* answer = PQexec(connection, "LISTEN atelier_work; LISTEN atelier_changed");
  const bool listens = PQresultStatus(answer) == PGRES_COMMAND_OK;
  PQclear(answer);
  return listens;
}

// Another connection's commit changes it.
std::int64_t data_version(sqlite3* file) {
  std::int64_t version = -1;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(file, "PRAGMA data_version", -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    version = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return version;
}

}  // namespace

Listener::Listener(const SqlAddress& address, std::function<void(const Announcement&)> told,
                   std::function<bool(int)> is_ours)
    : address_(address), told_(std::move(told)), is_ours_(std::move(is_ours)), wake_(::eventfd(0, EFD_CLOEXEC)) {
  thread_ = std::thread([this] { address_.dialect == Dialect::postgresql ? listen() : look(); });
}

Listener::~Listener() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  const std::uint64_t one = 1;
  if (::write(wake_, &one, sizeof one) != sizeof one) log_debug("listener: no wake-up");
  thread_.join();
  ::close(wake_);
}

bool Listener::wait(milliseconds time) {
  std::unique_lock lock(mutex_);
  return !stop_.wait_for(lock, time, [&] { return stopping_; });
}

// False when the connection is gone, or it is time to end.
bool Listener::hear(void* opaque) {
  auto* connection = static_cast<PGconn*>(opaque);
  pollfd waits[] = {{PQsocket(connection), POLLIN, 0}, {wake_, POLLIN, 0}};
  if (::poll(waits, 2, -1) < 0) return errno == EINTR;
  if (waits[1].revents != 0 || PQconsumeInput(connection) == 0) return false;
  Announcement news;
  news.elsewhere = true;
  while (PGnotify* notify = PQnotifies(connection)) {
    if (!is_ours_(notify->be_pid)) {
      news.changed = true;
      news.work = news.work || std::string_view(notify->relname) == "atelier_work";
    }
    PQfreemem(notify);
  }
  if (news.changed) told_(news);
  return true;
}

void Listener::listen() {
  milliseconds pause = pause_min;
  do {
    const Connection connection(PQconnectdb(address_.target.c_str()), PQfinish);
    if (begin_listening(connection.get())) {
      pause = pause_min;
      Announcement missed;
      missed.work = missed.changed = missed.elsewhere = true;
      told_(missed);
      while (hear(connection.get())) continue;
      log_debug("listener: the connection to {} has ended", address_.shown);
    } else {
      pause = std::min(pause * 2, pause_max);
    }
  } while (wait(pause));
}

void Listener::look() {
  sqlite3* opened = nullptr;
  sqlite3_open_v2(address_.target.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> file(opened, sqlite3_close);
  std::int64_t seen = data_version(file.get());
  while (wait(look_interval)) {
    const std::int64_t version = data_version(file.get());
    if (version == seen) continue;
    seen = version;
    Announcement news;
    news.work = news.changed = news.elsewhere = true;
    told_(news);
  }
}

}  // namespace atelier
