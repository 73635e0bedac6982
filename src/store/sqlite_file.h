#pragma once

#include <atomic>
#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"

namespace atelier {

/// Makes the file and its folder where they are not there, for this user only. file_error.
Result<void> make_sqlite_file(const std::filesystem::path& file);

/// Whether the last program that wrote this file was ended before it could close it (or is still at work).
bool was_left_open(const std::filesystem::path& file);

/// SQLite's quick_check: nothing, or what it found; ends early, with nothing, when `stop` becomes true.
std::optional<std::string> find_damage(const std::filesystem::path& file, const std::atomic<bool>& stop);

/// A copy of the database as it is now, whole, under a new name; appears when it is on disk. conflict when `to` is
/// there.
Result<void> copy_sqlite_file(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace atelier
