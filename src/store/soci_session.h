#pragma once

#include <memory>
#include <optional>
#include <string>

#include "store/dialect.h"
#include "store/sql.h"
#include "store/store_clock.h"

namespace atelier {

/// What became of the connection and the transaction when a statement failed.
enum class SqlFailure {
  none,
  lost,    ///< the connection is gone: open another one
  repeat,  ///< a deadlock or the like: the same transaction may succeed when run again
  other,
};

/// Where to connect to: a file, or libpq's parameters as one string.
struct SqlAddress {
  Dialect dialect = Dialect::sqlite;
  std::string target;  ///< path of the file, or "host='…' dbname='…' …"
  std::string shown;   ///< for people, without secrets
};

/// A session of SOCI, with its prepared statements, and what its transaction will add and announce.
class SociSession : public SqlSession {
 public:
  /// `clock` answers now_ms() of SQLite, and must outlive the session.
  static Result<std::unique_ptr<SociSession>> open(const SqlAddress& address, StoreClock& clock);

  using SqlSession::run;
  Result<std::vector<SqlRow>> run(const SqlStatement& statement, const SqlRow& values) override;
  void append(const SqlInsert& insert, SqlRow row) override;
  Announcement& announcement() override { return announcement_; }

  Result<void> begin();
  /// Writes what was appended, and commits; on PostgreSQL tells the listeners of other processes.
  Result<void> commit();
  /// Also after a failure, of which it makes nothing worse.
  void roll_back();

  /// Of the last run, begin or commit.
  SqlFailure failure() const { return failure_; }
  /// Rows changed by statements since begin.
  std::int64_t changes() const { return changes_; }
  /// Several statements in one, without parameters and answers.
  Result<void> script(const std::string& text);
  /// Number of the server's process; 0 for SQLite.
  int server_process() const;

  ~SociSession() override;

 private:
  struct Prepared;
  struct Soci;
  explicit SociSession(std::unique_ptr<Soci> soci, SqlAddress address);
  Result<void> guarded(const std::function<void()>& work);
  Result<void> set_up(StoreClock& clock);
  Prepared& prepared(const SqlStatement& statement, const SqlRow& values);
  Result<void> flush();
  std::string appended_text() const;

  std::unique_ptr<Soci> soci_;
  SqlAddress address_;
  SqlFailure failure_ = SqlFailure::none;
  std::int64_t changes_ = 0;
  std::vector<std::pair<const SqlInsert*, std::vector<SqlRow>>> appended_;
  Announcement announcement_;
};

}  // namespace atelier
