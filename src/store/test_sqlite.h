#pragma once

#include <sqlite3.h>

#include <string>

namespace atelier {

/// Runs SQL on a file as any other program would; what went wrong, or "".
inline std::string run_sqlite(const std::string& file, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open(file.c_str(), &database);
  const bool done = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  std::string problem = done ? "" : sqlite3_errmsg(database);
  sqlite3_close(database);
  return problem;
}

}  // namespace atelier
