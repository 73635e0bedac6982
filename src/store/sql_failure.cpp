#include "store/sql_failure.h"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <string>

#include "base/utf8.h"

namespace atelier {
namespace {

constexpr int message_columns_max = 200;

std::string one_line(std::string_view message) {
  std::string text;
  for (const char c : message) text += c == '\n' || c == '\t' ? ' ' : c;
  while (text.ends_with(' ')) text.pop_back();
  return shorten(text, message_columns_max);
}

Error not_answering(std::string_view shown, std::string_view message) {
  return fail(ErrorKind::unavailable,
              {"the database {} does not answer: {}", "база данных {} не отвечает: {}",
               "데이터베이스 {}가 응답하지 않습니다: {}"},
              shown, one_line(message))
      .with_hint({"It is tried again by itself; start the database if it is down.",
                  "Попытки продолжаются; запустите базу данных, если она остановлена.",
                  "자동으로 다시 시도합니다. 데이터베이스가 꺼져 있으면 켜세요."});
}

Error is_full(std::string_view shown) {
  return fail(ErrorKind::out_of_disk,
              {"no room for the database {}", "нет места для базы данных {}", "데이터베이스 {}를 쓸 공간이 없습니다"},
              shown)
      .with_hint({"Make room; nothing that was accepted is lost.", "Освободите место: принятое не потеряно.",
                  "공간을 비우세요. 접수된 것은 잃지 않았습니다."});
}

Error is_damaged(std::string_view shown, std::string_view message) {
  return fail(ErrorKind::corrupt,
              {"the database {} is damaged: {}", "база данных {} повреждена: {}",
               "데이터베이스 {}가 손상되었습니다: {}"},
              shown, one_line(message))
      .with_hint({"Put a backup back with `atelier restore FILE`, or move the file away to begin anew.",
                  "Верните копию: `atelier restore FILE`, или уберите файл, чтобы начать заново.",
                  "`atelier restore FILE`로 백업을 되돌리거나, 파일을 옮기고 새로 시작하세요."});
}

Error is_locked(std::string_view shown) {
  return fail(ErrorKind::unavailable,
              {"another program keeps the database {} locked", "другая программа держит базу данных {} занятой",
               "다른 프로그램이 데이터베이스 {}를 잠그고 있습니다"},
              shown)
      .with_hint(
          {"End that program, or wait for it.", "Завершите её или подождите.", "그 프로그램을 끝내거나 기다리세요."});
}

Error is_denied(std::string_view shown, std::string_view message) {
  return fail(ErrorKind::denied,
              {"no access to the database {}: {}", "нет доступа к базе данных {}: {}",
               "데이터베이스 {}에 접근할 수 없습니다: {}"},
              shown, one_line(message))
      .with_hint({"Check user, password and rights.", "Проверьте пользователя, пароль и права.",
                  "사용자, 비밀번호, 권한을 확인하세요."});
}

Error other(std::string_view shown, std::string_view message) {
  return fail(ErrorKind::internal, {"database {}: {}", "база данных {}: {}", "데이터베이스 {}: {}"}, shown,
              one_line(message));
}

}  // namespace

SqlProblem sqlite_problem(int code, std::string_view message, std::string_view shown) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {SqlFailure::other, is_full(shown)};
    case SQLITE_IOERR:
      return {SqlFailure::other, not_answering(shown, message)};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {SqlFailure::other, is_damaged(shown, message)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {SqlFailure::other, is_locked(shown)};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
      return {SqlFailure::other, is_denied(shown, message)};
    default:
      return {SqlFailure::other, other(shown, message)};
  }
}

SqlProblem postgresql_problem(std::string_view sql_state, std::string_view message, std::string_view shown) {
  const std::string_view group = sql_state.substr(0, 2);
  if (sql_state == "40001" || sql_state == "40P01" || sql_state == "55P03")
    return {SqlFailure::repeat, not_answering(shown, message)};
  // 25P02 and 26000 come when a pooler or a restart has put another server process behind the connection.
  if (sql_state.empty() || group == "08" || group == "57" || sql_state == "53300" || sql_state == "26000")
    return {SqlFailure::lost, not_answering(shown, message)};
  if (sql_state == "53100") return {SqlFailure::other, is_full(shown)};
  if (group == "XX") return {SqlFailure::other, is_damaged(shown, message)};
  if (group == "28" || sql_state == "42501" || sql_state == "25006")
    return {SqlFailure::other, is_denied(shown, message)};
  return {SqlFailure::other, other(shown, message)};
}

SqlProblem sql_problem(const std::exception& exception, std::string_view shown) {
  if (const auto* lite = dynamic_cast<const soci::sqlite3_soci_error*>(&exception))
    return sqlite_problem(lite->result(), lite->what(), shown);
  if (const auto* postgresql = dynamic_cast<const soci::postgresql_soci_error*>(&exception)) {
    const std::string state = postgresql->sqlstate();
    return postgresql_problem(state == "     " || state[0] == '\0' ? std::string_view() : state, postgresql->what(),
                              shown);
  }
  return {SqlFailure::other, other(shown, exception.what())};
}

}  // namespace atelier
