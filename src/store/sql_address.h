#pragma once

#include <string_view>

#include "store/soci_session.h"

namespace atelier {

/// Reads "sqlite:PATH" and "postgresql://…". invalid_argument (field "store") for anything else. Where a PostgreSQL
/// address says nothing of it, a server that does not answer is given up after 5 s, and a dead connection after 15 s.
Result<SqlAddress> read_sql_address(std::string_view address);

}  // namespace atelier
