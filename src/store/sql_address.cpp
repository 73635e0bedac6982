#include "store/sql_address.h"

#include <libpq-fe.h>

#include <filesystem>
#include <map>
#include <memory>

#include "base/files.h"

namespace atelier {
namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";

Error no_address(const Phrase& why, std::string_view detail) {
  return fail(ErrorKind::invalid_argument, why, detail)
      .with_hint({"It looks like sqlite:PATH or postgresql://user@host/name.",
                  "Вид адреса: sqlite:ПУТЬ или postgresql://user@host/name.",
                  "sqlite:경로 또는 postgresql://user@host/name 형식입니다."})
      .with_field("store");
}

std::string libpq_quoted(std::string_view value) {
  std::string text = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

Result<SqlAddress> sqlite_address(std::string_view path) {
  if (path.starts_with("//")) path.remove_prefix(2);
  if (path.empty() || path.find('"') != std::string_view::npos) {
    return no_address({"store: \"{}\" is no path for a file", "store: «{}» — не путь к файлу",
                       "store: \"{}\"는 파일 경로가 아닙니다"},
                      path);
  }
  const std::filesystem::path file = std::filesystem::absolute(std::filesystem::path(path));
  return SqlAddress{Dialect::sqlite, file.string(), "sqlite:" + shown_path(file)};
}

Result<SqlAddress> postgresql_address(const std::string& address) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(address.c_str(), &message),
                                                                             PQconninfoFree);
  if (!options) {
    const std::string why = message ? message : "";
    PQfreemem(message);
    return no_address({"store: {}", "store: {}", "store: {}"}, why.substr(0, why.find('\n')));
  }
  std::map<std::string, std::string> values = {
      {"connect_timeout", "5"}, {"tcp_user_timeout", "15000"}, {"application_name", "atelier"}};
  for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
    if (option->val) values[option->keyword] = option->val;
  }
  SqlAddress read{Dialect::postgresql, {}, {}};
  for (const auto& [name, value] : values) read.target += name + "=" + libpq_quoted(value) + " ";
  read.shown = "postgresql://" + values["host"] + (values.contains("port") ? ":" + values["port"] : "") + "/" +
               (values.contains("dbname") ? values["dbname"] : values["user"]);
  return read;
}

}  // namespace

Result<SqlAddress> read_sql_address(std::string_view address) {
  if (address.starts_with(sqlite_prefix)) return sqlite_address(address.substr(sqlite_prefix.size()));
  if (address.starts_with("postgresql://") || address.starts_with("postgres://"))
    return postgresql_address(std::string(address));
  return no_address({"store: \"{}\" is no address of a database", "store: «{}» — не адрес базы данных",
                     "store: \"{}\"는 데이터베이스 주소가 아닙니다"},
                    address.substr(0, address.find('@')));
}

}  // namespace atelier
