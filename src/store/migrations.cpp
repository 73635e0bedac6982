#include "store/migrations.h"

#include "base/log.h"
#include "store/dialect.h"

namespace atelier {
namespace {

// Of SQLite files ("atel"), so that `file` and we know them.
constexpr int application_id = 0x6174656c;

Result<std::int64_t> number(SociSession& session, const char* text) {
  TRY(const auto rows, session.run({text, "i"}));
  return rows.empty() ? 0 : rows[0][0].integer();
}

Result<void> check_owner(SociSession& session, const SqlAddress& address) {
  if (address.dialect == Dialect::postgresql) return ok();
  TRY(const std::int64_t id, number(session, "SELECT application_id FROM pragma_application_id"));
  TRY(const std::int64_t tables, number(session, "SELECT count(*) FROM sqlite_master"));
  if (id == application_id || (id == 0 && tables == 0)) return ok();
  return fail(ErrorKind::invalid_argument,
              {"store: {} is a database of another program", "store: {} — база данных другой программы",
               "store: {}는 다른 프로그램의 데이터베이스입니다"},
              address.shown)
      .with_hint({"Name another file.", "Назовите другой файл.", "다른 파일을 지정하세요."})
      .with_field("store");
}

Result<std::int64_t> schema_version(SociSession& session, Dialect dialect) {
  const char* there = dialect == Dialect::sqlite
                          ? "SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'"
                          : "SELECT count(*) FROM pg_class WHERE oid = to_regclass('schema_version')";
  TRY(const std::int64_t found, number(session, there));
  if (found == 0) return std::int64_t{0};
  return number(session, "SELECT max(version) FROM schema_version");
}

Error newer(const SqlAddress& address, std::int64_t version) {
  return fail(ErrorKind::unsupported,
              {"the database {} was made by a newer atelier: its schema is {}, this one knows {}",
               "база данных {} создана более новой версией atelier: её схема {}, эта знает {}",
               "데이터베이스 {}는 더 새로운 atelier가 만들었습니다. 스키마는 {}이고 이 버전은 {}까지 압니다"},
              address.shown, version, newest_schema())
      .with_hint({"Update atelier, or name another store.", "Обновите atelier или назовите другое хранилище.",
                  "atelier를 업데이트하거나 다른 저장소를 지정하세요."})
      .with_field("store");
}

Result<void> take_step(SociSession& session, const SqlAddress& address, const Migration& step) {
  std::string script;
  if (step.version == 1) {
    script = "CREATE TABLE schema_version (version bigint NOT NULL);";
    if (address.dialect == Dialect::sqlite) script += fmt::format("PRAGMA application_id = {};", application_id);
  }
  script += in_dialect(address.dialect, step.script);
  if (address.dialect == Dialect::postgresql) script += step.postgresql;
  script += fmt::format("INSERT INTO schema_version VALUES ({});", step.version);
  log_debug("schema {} of {}", step.version, address.shown);
  return session.script(script);
}

// True when there was none to take.
Result<bool> take_next_step(SociSession& session, const SqlAddress& address) {
  TRY_VOID(session.begin());
  if (address.dialect == Dialect::postgresql) {
    TRY_VOID(session.script("SELECT pg_advisory_xact_lock(6148914691236517206)"));
  }
  TRY_VOID(check_owner(session, address));
  TRY(const std::int64_t version, schema_version(session, address.dialect));
  if (version > newest_schema()) return newer(address, version);
  for (const Migration& step : migrations()) {
    if (step.version <= version) continue;
    TRY_VOID(take_step(session, address, step));
    return false;
  }
  return true;
}

}  // namespace

Result<void> migrate(SociSession& session, const SqlAddress& address) {
  for (;;) {
    const Result<bool> finished = take_next_step(session, address);
    if (!finished.ok()) {
      session.roll_back();
      return finished.error();
    }
    TRY_VOID(session.commit());
    if (*finished) return ok();
  }
}

}  // namespace atelier
