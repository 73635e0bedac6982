#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace atelier {

class SqlSession;

/// Where the state is kept, and how.
struct DatabaseOptions {
  /// "sqlite:PATH", or "postgresql://…" (also "postgres://…") as libpq takes it.
  std::string address;
  /// Unix time in ms; empty: the system's. SQLite only: PostgreSQL's leases go by its own clock.
  std::function<std::int64_t()> clock;
  /// After an unclean stop, SQLite files are checked in the background.
  bool check_in_background = true;
};

/// "sqlite:" and the file "atelier.db" in the data folder, unless `store` (the setting) names another place.
std::string database_address(std::string_view store, const std::filesystem::path& data);

/// The SQL database of jobs, events, references and keys. All members are safe from any thread.
class Database {
 public:
  /// Opens it, makes it where there is none (SQLite), and brings it to the newest schema. invalid_argument for an
  /// address that is none, or a file that is something else; unsupported when a newer atelier made it; unavailable when
  /// the server does not answer; denied, out_of_disk, corrupt.
  static Result<std::unique_ptr<Database>> open(DatabaseOptions options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// ok, or why it cannot be relied on: corrupt when the check after an unclean stop has found damage; unavailable
  /// while the server is gone.
  Result<void> health() const;
  bool is_postgresql() const;
  /// Without password: "sqlite:/…/atelier.db", "postgresql://host/name".
  std::string shown_address() const;

  /// A copy of the whole SQLite database into a new file, while others work. On PostgreSQL `unsupported`, with the
  /// command that does it.
  Result<void> copy_to(const std::filesystem::path& file);

  struct State;
  /// For those who speak SQL (sql.h).
  State& state() { return *state_; }

 private:
  explicit Database(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace atelier
