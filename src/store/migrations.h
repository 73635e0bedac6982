#pragma once

#include <span>
#include <string_view>

#include "store/soci_session.h"

namespace atelier {

/// A step of the schema, from version - 1 to version. Forward only; never changed once it was released. In the words of
/// dialect.h.
struct Migration {
  int version;
  std::string_view script;        ///< statements for both databases
  std::string_view postgresql{};  ///< what PostgreSQL needs besides
};

/// In order, from version 1 (migrations_table.cpp).
std::span<const Migration> migrations();

/// The version that this program makes.
int newest_schema();

/// Brings the database to newest_schema(), each step in a transaction of its own; many processes may do so at once.
/// unsupported when it is newer already; invalid_argument for the tables of another program.
Result<void> migrate(SociSession& session, const SqlAddress& address);

}  // namespace atelier
