#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace atelier {

/// The Error of a system call on a path: ENOSPC and EDQUOT are out_of_disk, EACCES, EPERM and EROFS denied, ENOENT
/// not_found, EISDIR, ENOTDIR, ELOOP and ENAMETOOLONG invalid_argument, EEXIST and ENOTEMPTY conflict, EINTR cancelled,
/// the rest internal. The message names the path.
Error file_error(int error_number, const std::filesystem::path& path);

/// The path as shown to a person: one line, at most 120 columns, the end kept.
std::string shown_path(const std::filesystem::path& path);

/// The whole file (a pipe too). too_large over `bytes_max`; a folder is invalid_argument; else file_error.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

/// Writes a new or emptied file. What was written of it is removed when it fails. Not atomic: for files inside a
/// StagedFolder, which are published together.
Result<void> write_file(const std::filesystem::path& path, std::string_view bytes);

/// Writes under a temporary name in the same folder, syncs, and renames over `path`: whoever looks sees the old file or
/// the new one, whole.
Result<void> write_file_atomic(const std::filesystem::path& path, std::string_view bytes);

/// Refuses an output path before work begins: empty, control characters, not UTF-8, or a relative path that climbs
/// above the current folder. ErrorKind::invalid_argument for the field "out".
Result<void> check_out_path(const std::filesystem::path& path);

}  // namespace atelier
