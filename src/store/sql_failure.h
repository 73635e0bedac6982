#pragma once

#include <exception>
#include <string_view>

#include "base/error.h"
#include "store/soci_session.h"

namespace atelier {

struct SqlProblem {
  SqlFailure failure = SqlFailure::other;
  Error error;
};

/// What an exception of SOCI means. `shown`: the database, for people.
SqlProblem sql_problem(const std::exception& exception, std::string_view shown);

/// The same for the SQLSTATE of an answer of PostgreSQL ("" where there was no answer) and its message.
SqlProblem postgresql_problem(std::string_view sql_state, std::string_view message, std::string_view shown);

/// The same for a code of SQLite.
SqlProblem sqlite_problem(int code, std::string_view message, std::string_view shown);

}  // namespace atelier
