#pragma once

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace atelier {

class Database;

/// A value of a parameter or a column. There are no NULLs: the schema has none, and those of an expression read as 0 or
/// "".
class SqlValue {
 public:
  SqlValue(std::integral auto value) : value_(static_cast<std::int64_t>(value)) {}
  SqlValue(double value) : value_(value) {}
  SqlValue(std::string value) : value_(std::move(value)) {}
  SqlValue(std::string_view value) : value_(std::string(value)) {}
  SqlValue(const char* value) : value_(std::string(value)) {}

  std::int64_t integer() const { return std::get<std::int64_t>(value_); }
  double real() const { return std::get<double>(value_); }
  const std::string& text() const { return std::get<std::string>(value_); }
  /// 'i', 'r' or 't'.
  char type() const { return "irt"[value_.index()]; }

 private:
  std::variant<std::int64_t, double, std::string> value_;
};

using SqlRow = std::vector<SqlValue>;

/// One statement for both databases. In its text `?` is a parameter; {skip_locked} and the other words of dialect.h
/// are replaced; now_ms() and lease_now() are the database's clock.
struct SqlStatement {
  std::string text;
  std::string columns{};  ///< of the answer, a letter each: i integer of 64 bits, r real, t text
};

/// Rows that are added at the end of the transaction, many with one statement: `before` VALUES (row), (row) `after`.
struct SqlInsert {
  std::string before, row, after;
};

/// What a transaction has changed, for those who wait. Told after the commit.
struct Announcement {
  bool work = false;               ///< something may have become claimable
  bool changed = false;            ///< any event
  bool elsewhere = false;          ///< another process did it
  std::vector<std::string> ended;  ///< jobs; empty if it was elsewhere
};

/// One connection to the database, used by one thread at a time.
class SqlSession {
 public:
  virtual ~SqlSession() = default;

  /// Runs a statement (prepared at its first use) and gives its rows.
  virtual Result<std::vector<SqlRow>> run(const SqlStatement& statement, const SqlRow& values) = 0;
  Result<std::vector<SqlRow>> run(const SqlStatement& statement, std::initializer_list<SqlValue> values = {}) {
    return run(statement, SqlRow(values));
  }

  /// Adds a row before the commit; inside write() only. `insert` must live until then.
  virtual void append(const SqlInsert& insert, SqlRow row) = 0;
  /// What to tell after the commit; inside write() only.
  virtual Announcement& announcement() = 0;
};

using SqlWork = std::function<Result<void>(SqlSession&)>;

/// Runs `work` in a transaction of its own or together with that of other threads (one commit for all); on disk when it
/// returns ok. What `work` does is undone when it returns an error. It may be run more than once (a deadlock, a lost
/// connection, another's error): it must set what it hands out anew each time, and must bear that its first run was
/// committed although the connection broke before the answer.
Result<void> write(Database& database, const SqlWork& work);

/// Runs `work` on a connection that only reads, beside the writer.
Result<void> read(Database& database, const SqlWork& work);

/// Calls `observer` after each commit of this process, and for what is heard from others, until the Subscription ends.
/// It is called from any thread, and must be quick.
class Subscription {
 public:
  virtual ~Subscription() = default;
};
std::unique_ptr<Subscription> subscribe(Database& database, std::function<void(const Announcement&)> observer);

/// Begins to listen for other processes' commits, if that has not begun.
void listen(Database& database);

/// Unix time in ms that never goes back while the process lives (the clock of SQLite's now_ms()).
std::int64_t now_ms(Database& database);

}  // namespace atelier
