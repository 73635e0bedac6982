#include "store/soci_session.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <bit>
#include <deque>
#include <stdexcept>
#include <unordered_map>

#include "base/log.h"
#include "store/sql_failure.h"

namespace atelier {
namespace {

using namespace sqlite_api;  // where SOCI puts what sqlite3.h declares

constexpr std::size_t rows_per_statement_max = 64;

/// What SOCI writes a parameter from, or a column into; its address stays.
struct Slot {
  long long integer = 0;
  double real = 0;
  std::string text;
  soci::indicator indicator = soci::i_ok;

  void set(const SqlValue& value) {
    if (value.type() == 'i') integer = value.integer();
    if (value.type() == 'r') real = value.real();
    if (value.type() == 't') text = value.text();
  }
  SqlValue get(char type) const {
    const bool is_null = indicator == soci::i_null;
    if (type == 'i') return is_null ? 0 : static_cast<std::int64_t>(integer);
    if (type == 'r') return is_null ? 0.0 : real;
    return is_null ? std::string() : text;
  }
};

void sqlite_now(sqlite3_context* context, int, sqlite3_value**) {
  sqlite3_result_int64(context, static_cast<StoreClock*>(sqlite3_user_data(context))->now_ms());
}

void sqlite_lease_now(sqlite3_context* context, int, sqlite3_value**) {
  sqlite3_result_int64(context, static_cast<StoreClock*>(sqlite3_user_data(context))->lease_now_ms());
}

constexpr const char* sqlite_settings =
    "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
    "PRAGMA journal_size_limit=67108864;";

// Every statement looks rows up by an index: a plan made while the tables were empty must not stay a scan.
constexpr const char* postgresql_settings =
    "SET client_min_messages=warning; SET plan_cache_mode=force_generic_plan; SET enable_seqscan=off; SET jit=off;"
    "SET lock_timeout='10s'; SET statement_timeout='60s'; SET idle_in_transaction_session_timeout='60s';";

std::string quoted_path(const std::string& path) {
  return "db=\"" + path + "\"";
}

}  // namespace

struct SociSession::Soci {
  soci::session session;
  std::unordered_map<std::string, std::unique_ptr<Prepared>> statements;

  sqlite3* sqlite() const {
    const auto* backend = static_cast<soci::sqlite3_session_backend*>(session_backend());
    return backend->conn_;
  }
  PGconn* postgresql() const { return static_cast<soci::postgresql_session_backend*>(session_backend())->conn_; }
  soci::details::session_backend* session_backend() const { return const_cast<soci::session&>(session).get_backend(); }
};

struct SociSession::Prepared {
  explicit Prepared(soci::session& session) : statement(session) {}
  std::deque<Slot> parameters, columns;
  std::string types;
  soci::statement statement;  // goes before what it is bound to
};

SociSession::SociSession(std::unique_ptr<Soci> soci, SqlAddress address)
    : soci_(std::move(soci)), address_(std::move(address)) {}

SociSession::~SociSession() {
  try {
    soci_.reset();
  } catch (const std::exception& problem) {
    log_debug("closing {}: {}", address_.shown, problem.what());
  }
}

Result<void> SociSession::guarded(const std::function<void()>& work) {
  failure_ = SqlFailure::none;
  try {
    work();
    return ok();
  } catch (const std::exception& exception) {
    SqlProblem problem = sql_problem(exception, address_.shown);
    failure_ = problem.failure;
    const bool gone = address_.dialect == Dialect::postgresql && PQstatus(soci_->postgresql()) != CONNECTION_OK;
    if (gone && failure_ != SqlFailure::lost) {
      problem = postgresql_problem("", exception.what(), address_.shown);
      failure_ = SqlFailure::lost;
    }
    return std::move(problem.error);
  }
}

Result<std::unique_ptr<SociSession>> SociSession::open(const SqlAddress& address, StoreClock& clock) {
  auto soci = std::make_unique<Soci>();
  try {
    if (address.dialect == Dialect::sqlite) {
      soci->session.open(soci::sqlite3, quoted_path(address.target));
    } else {
      soci->session.open(soci::postgresql, address.target);
    }
  } catch (const std::exception& exception) {
    SqlProblem problem = sql_problem(exception, address.shown);
    const bool denied = std::string_view(exception.what()).find("authentication") != std::string_view::npos;
    if (address.dialect == Dialect::postgresql)
      problem = postgresql_problem(denied ? "28000" : "", exception.what(), address.shown);
    return std::move(problem.error);
  }
  std::unique_ptr<SociSession> session(new SociSession(std::move(soci), address));
  TRY_VOID(session->set_up(clock));
  return session;
}

Result<void> SociSession::set_up(StoreClock& clock) {
  if (address_.dialect == Dialect::postgresql) {
    PQsetNoticeProcessor(
        soci_->postgresql(), [](void*, const char* message) { log_debug("postgresql: {}", message); }, nullptr);
    return script(postgresql_settings);
  }
  const auto define = [&](const char* name, auto* function) {
    sqlite3_create_function(soci_->sqlite(), name, 0, SQLITE_UTF8, &clock, function, nullptr, nullptr);
  };
  define("now_ms", sqlite_now);
  define("lease_now", sqlite_lease_now);
  return script(sqlite_settings);
}

Result<void> SociSession::script(const std::string& text) {
  if (address_.dialect == Dialect::postgresql) {
    failure_ = SqlFailure::none;
    PGresult* answer = PQexec(soci_->postgresql(), text.c_str());
    const ExecStatusType status = PQresultStatus(answer);
    const char* state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    SqlProblem problem;
    const bool failed = status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
    if (failed) problem = postgresql_problem(state ? state : "", PQerrorMessage(soci_->postgresql()), address_.shown);
    PQclear(answer);
    if (!failed) return ok();
    failure_ = problem.failure;
    return std::move(problem.error);
  }
  const int code = sqlite3_exec(soci_->sqlite(), text.c_str(), nullptr, nullptr, nullptr);
  failure_ = code == SQLITE_OK ? SqlFailure::none : SqlFailure::other;
  if (code == SQLITE_OK) return ok();
  return sqlite_problem(code, sqlite3_errmsg(soci_->sqlite()), address_.shown).error;
}

SociSession::Prepared& SociSession::prepared(const SqlStatement& statement, const SqlRow& values) {
  std::unique_ptr<Prepared>& found = soci_->statements[statement.text];
  if (found) return *found;
  auto made = std::make_unique<Prepared>(soci_->session);
  for (const SqlValue& value : values) {
    Slot& slot = made->parameters.emplace_back();
    made->types += value.type();
    if (value.type() == 'i') made->statement.exchange(soci::use(slot.integer));
    if (value.type() == 'r') made->statement.exchange(soci::use(slot.real));
    if (value.type() == 't') made->statement.exchange(soci::use(slot.text));
  }
  for (const char type : statement.columns) {
    Slot& slot = made->columns.emplace_back();
    if (type == 'i') made->statement.exchange(soci::into(slot.integer, slot.indicator));
    if (type == 'r') made->statement.exchange(soci::into(slot.real, slot.indicator));
    if (type == 't') made->statement.exchange(soci::into(slot.text, slot.indicator));
  }
  made->statement.alloc();
  made->statement.prepare(in_dialect(address_.dialect, statement.text));
  made->statement.define_and_bind();
  found = std::move(made);
  return *found;
}

Result<std::vector<SqlRow>> SociSession::run(const SqlStatement& statement, const SqlRow& values) {
  std::vector<SqlRow> rows;
  TRY_VOID(guarded([&] {
    Prepared& ready = prepared(statement, values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i >= ready.types.size() || ready.types[i] != values[i].type())
        throw std::logic_error("parameter " + std::to_string(i + 1) + " of: " + statement.text);
      ready.parameters[i].set(values[i]);
    }
    bool got = ready.statement.execute(true);
    while (got && !ready.columns.empty()) {
      SqlRow& row = rows.emplace_back();
      row.reserve(ready.columns.size());
      for (std::size_t i = 0; i < ready.columns.size(); ++i) row.push_back(ready.columns[i].get(statement.columns[i]));
      got = ready.statement.fetch();
    }
    if (!statement.text.starts_with("SELECT"))
      changes_ += ready.columns.empty() ? ready.statement.get_affected_rows() : static_cast<std::int64_t>(rows.size());
  }));
  return rows;
}

void SociSession::append(const SqlInsert& insert, SqlRow row) {
  ++changes_;
  for (auto& [known, rows] : appended_) {
    if (known == &insert) return rows.push_back(std::move(row));
  }
  appended_.emplace_back(&insert, std::vector<SqlRow>{std::move(row)});
}

// Powers of two at a time, so that few statements are prepared.
Result<void> SociSession::flush() {
  for (const auto& [insert, rows] : appended_) {
    for (std::size_t done = 0; done < rows.size();) {
      const std::size_t count = std::bit_floor(std::min(rows.size() - done, rows_per_statement_max));
      SqlStatement statement{insert->before};
      SqlRow values;
      for (std::size_t i = 0; i < count; ++i) {
        statement.text += (i == 0 ? "" : ", ") + insert->row;
        values.insert(values.end(), rows[done + i].begin(), rows[done + i].end());
      }
      statement.text += insert->after;
      TRY_VOID(run(statement, values));
      done += count;
    }
  }
  return ok();
}

// The same as one text, for PostgreSQL: it goes to the server together with the COMMIT.
std::string SociSession::appended_text() const {
  const auto literal = [&](const SqlValue& value) -> std::string {
    if (value.type() == 'i') return fmt::format("{}", value.integer());
    if (value.type() == 'r') return fmt::format("CAST({} AS double precision)", value.real());
    const std::string& text = value.text();
    const std::unique_ptr<char, decltype(&PQfreemem)> quoted(
        PQescapeLiteral(soci_->postgresql(), text.data(), text.size()), PQfreemem);
    if (!quoted) throw std::runtime_error("text that PostgreSQL cannot hold");
    return quoted.get();
  };
  std::string all;
  for (const auto& [insert, rows] : appended_) {
    all += in_dialect(address_.dialect, insert->before);
    for (const SqlRow& row : rows) {
      if (&row != &rows.front()) all += ", ";
      std::size_t next = 0;
      for (const char c : insert->row) c == '?' ? all += literal(row.at(next++)) : all += c;
    }
    all += insert->after + "; ";
  }
  return all;
}

Result<void> SociSession::begin() {
  static const SqlStatement begin_writing{"BEGIN IMMEDIATE"}, begin_plain{"BEGIN"};
  appended_.clear();
  announcement_ = {};
  changes_ = 0;
  // SOCI's own transaction is deferred: on SQLite reading and then writing would fail at once when another writes.
  const Result<std::vector<SqlRow>> begun = run(address_.dialect == Dialect::sqlite ? begin_writing : begin_plain);
  changes_ = 0;
  return begun.ok() ? ok() : Result<void>(begun.error());
}

Result<void> SociSession::commit() {
  static const SqlStatement commit_plain{"COMMIT"};
  if (address_.dialect == Dialect::postgresql) {
    // The COMMIT of a failed transaction rolls it back, and calls that a success.
    if (PQtransactionStatus(soci_->postgresql()) != PQTRANS_INTRANS) {
      failure_ = PQstatus(soci_->postgresql()) == CONNECTION_OK ? SqlFailure::other : SqlFailure::lost;
      return postgresql_problem("", "a statement of the transaction has failed", address_.shown).error;
    }
    std::string text;
    TRY_VOID(guarded([&] { text = appended_text(); }));
    if (announcement_.work) text += "NOTIFY atelier_work; ";
    if (announcement_.changed) text += "NOTIFY atelier_changed; ";
    return script(text + "COMMIT");
  }
  TRY_VOID(flush());
  const Result<std::vector<SqlRow>> committed = run(commit_plain);
  return committed.ok() ? ok() : Result<void>(committed.error());
}

void SociSession::roll_back() {
  const SqlFailure failure = failure_;
  if (failure != SqlFailure::lost && !script("ROLLBACK").ok()) log_debug("nothing to roll back");
  appended_.clear();
  announcement_ = {};
  failure_ = failure == SqlFailure::none ? failure_ : failure;
}

int SociSession::server_process() const {
  return address_.dialect == Dialect::postgresql ? PQbackendPID(soci_->postgresql()) : 0;
}

}  // namespace atelier
