#include "store/database.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <thread>
#include <vector>

#include "base/log.h"
#include "store/group_commit.h"
#include "store/listener.h"
#include "store/migrations.h"
#include "store/sql.h"
#include "store/sql_address.h"
#include "store/sql_failure.h"
#include "store/sqlite_file.h"

namespace atelier {
namespace {

constexpr std::size_t readers_max = 4;

using Observer = std::function<void(const Announcement&)>;

}  // namespace

struct Database::State {
  State(SqlAddress where, DatabaseOptions options)
      : address(std::move(where)),
        clock(std::move(options.clock)),
        connector(address, clock),
        writer(connector, [this](const Announcement& news) { tell(news); }) {}
  ~State() {
    stopping = true;
    listener.reset();
    if (check.joinable()) check.join();
  }

  void tell(const Announcement& news);
  Result<void> read(const SqlWork& work);
  Result<std::unique_ptr<SociSession>> take_reader();
  void check_in_background();

  const SqlAddress address;
  StoreClock clock;
  Connector connector;
  GroupCommit writer;

  std::mutex readers_mutex;
  std::condition_variable reader_free;
  std::vector<std::unique_ptr<SociSession>> readers;
  std::size_t readers_out = 0;

  std::mutex observers_mutex;
  std::list<Observer> observers;

  std::mutex listener_mutex;
  std::unique_ptr<Listener> listener;

  std::atomic<bool> stopping{false};
  std::mutex damage_mutex;
  std::optional<Error> damage;
  std::thread check;
};

void Database::State::tell(const Announcement& news) {
  const std::lock_guard lock(observers_mutex);
  for (const Observer& observer : observers) observer(news);
}

Result<std::unique_ptr<SociSession>> Database::State::take_reader() {
  {
    std::unique_lock lock(readers_mutex);
    reader_free.wait(lock, [&] { return !readers.empty() || readers_out < readers_max; });
    ++readers_out;
    if (!readers.empty()) {
      std::unique_ptr<SociSession> taken = std::move(readers.back());
      readers.pop_back();
      return taken;
    }
  }
  return connector.connect();
}

Result<void> Database::State::read(const SqlWork& work) {
  for (bool repeated = false;; repeated = true) {
    Result<std::unique_ptr<SociSession>> taken = take_reader();
    Result<void> result = taken.ok() ? work(**taken) : Result<void>(taken.error());
    const bool is_lost = taken.ok() && !result.ok() && (*taken)->failure() == SqlFailure::lost;
    if (is_lost) connector.broke(result.error());
    {
      const std::lock_guard lock(readers_mutex);
      --readers_out;
      if (is_lost) readers.clear();  // the others are as old
      if (taken.ok() && !is_lost) readers.push_back(std::move(*taken));
    }
    reader_free.notify_one();
    if (!is_lost || repeated) return result;
  }
}

void Database::State::check_in_background() {
  check = std::thread([this] {
    const std::optional<std::string> found = find_damage(address.target, stopping);
    if (!found) return;
    Error error = sqlite_problem(11, *found, address.shown).error;
    log_error("{}", sentence(error, Lang::en));
    const std::lock_guard lock(damage_mutex);
    damage = std::move(error);
  });
}

std::string database_address(std::string_view store, const std::filesystem::path& data) {
  return store.empty() ? "sqlite:" + (data / "atelier.db").string() : std::string(store);
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(DatabaseOptions options) {
  TRY(const SqlAddress address, read_sql_address(options.address));
  const bool is_file = address.dialect == Dialect::sqlite;
  if (is_file) {
    TRY_VOID(make_sqlite_file(address.target));
  }
  const bool look = is_file && options.check_in_background && was_left_open(address.target);
  std::unique_ptr<Database> database(new Database(std::make_unique<State>(address, std::move(options))));
  State& state = *database->state_;
  TRY_VOID(state.writer.alone([&](SociSession& session) { return migrate(session, state.address); }));
  if (look) state.check_in_background();
  return database;
}

Result<void> Database::health() const {
  {
    const std::lock_guard lock(state_->damage_mutex);
    if (state_->damage) return *state_->damage;
  }
  return state_->connector.health();
}

bool Database::is_postgresql() const {
  return state_->address.dialect == Dialect::postgresql;
}

std::string Database::shown_address() const {
  return state_->address.shown;
}

Result<void> Database::copy_to(const std::filesystem::path& file) {
  if (!is_postgresql()) return copy_sqlite_file(state_->address.target, file);
  return fail(ErrorKind::unsupported,
              {"a PostgreSQL database is not copied by atelier", "atelier не копирует базы PostgreSQL",
               "PostgreSQL 데이터베이스는 atelier가 복사하지 않습니다"})
      .with_hint({"Use: pg_dump --format=custom --file=FILE \"$ATELIER_STORE\"",
                  "Используйте: pg_dump --format=custom --file=FILE \"$ATELIER_STORE\"",
                  "다음을 쓰세요: pg_dump --format=custom --file=FILE \"$ATELIER_STORE\""});
}

Result<void> write(Database& database, const SqlWork& work) {
  return database.state().writer.write(work);
}

Result<void> read(Database& database, const SqlWork& work) {
  return database.state().read(work);
}

namespace {

class Observing : public Subscription {
 public:
  Observing(std::mutex& mutex, std::list<Observer>& observers, Observer observer)
      : mutex_(mutex), observers_(observers) {
    const std::lock_guard lock(mutex_);
    place_ = observers_.insert(observers_.end(), std::move(observer));
  }
  ~Observing() override {
    const std::lock_guard lock(mutex_);
    observers_.erase(place_);
  }

 private:
  std::mutex& mutex_;
  std::list<Observer>& observers_;
  std::list<Observer>::iterator place_;
};

}  // namespace

std::unique_ptr<Subscription> subscribe(Database& database, Observer observer) {
  Database::State& state = database.state();
  return std::make_unique<Observing>(state.observers_mutex, state.observers, std::move(observer));
}

void listen(Database& database) {
  Database::State& state = database.state();
  const std::lock_guard lock(state.listener_mutex);
  if (state.listener) return;
  state.listener = std::make_unique<Listener>(
      state.address, [&state](const Announcement& news) { state.tell(news); },
      [&state](int process) { return process == state.writer.server_process(); });
}

std::int64_t now_ms(Database& database) {
  return database.state().clock.now_ms();
}

}  // namespace atelier
