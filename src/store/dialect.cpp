#include "store/dialect.h"

#include <fmt/format.h>

namespace atelier {
namespace {

struct Word {
  std::string_view name, sqlite, postgresql;
};

constexpr Word words[] = {
    {"{skip_locked}", "", "FOR UPDATE SKIP LOCKED"},
    {"{for_update}", "", "FOR UPDATE"},
    {"{in_order}", "1", "pg_advisory_xact_lock(6148914691236517205)"},
    {"{key}", "text", "text COLLATE \"C\""},
    {"{serial}", "integer PRIMARY KEY AUTOINCREMENT", "bigserial PRIMARY KEY"},
};

}  // namespace

std::string in_dialect(Dialect dialect, std::string_view text) {
  std::string out;
  bool quoted = false;
  int parameters = 0;
  while (!text.empty()) {
    std::size_t used = 1;
    std::string_view piece = text.substr(0, 1);
    std::string parameter;
    if (text[0] == '\'') quoted = !quoted;
    if (!quoted && text[0] == '?') piece = parameter = fmt::format(":p{}", ++parameters);
    for (const Word& word : words) {
      if (!text.starts_with(word.name)) continue;
      used = word.name.size();
      piece = dialect == Dialect::sqlite ? word.sqlite : word.postgresql;
    }
    out += piece;
    text.remove_prefix(used);
  }
  return out;
}

}  // namespace atelier
