#pragma once

#include <string>
#include <string_view>

namespace atelier {

enum class Dialect { sqlite, postgresql };

/// The text of a statement for one database: each `?` outside quotes becomes :p1, :p2, …, and
///   {skip_locked}  FOR UPDATE SKIP LOCKED           (nothing in SQLite: it has one writer)
///   {for_update}   FOR UPDATE                       (nothing)
///   {in_order}     a lock until the commit, so that what is numbered after it becomes visible in the order of numbers
///   {key}          text that sorts by its bytes
///   {serial}       a primary key that counts up
std::string in_dialect(Dialect dialect, std::string_view text);

}  // namespace atelier
