#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace atelier {

/// What this machine has. 0 or "" where the system does not say.
struct Machine {
  std::string system;                   ///< "Debian GNU/Linux 12 (bookworm)"
  std::string processor;                ///< its name
  std::uint64_t memory_bytes = 0;       ///< in all
  std::uint64_t memory_free_bytes = 0;  ///< that a new task may take
};

Machine this_machine();

/// What an ordinary user may still write to the disk of `path`, or of the nearest folder above it that exists.
std::optional<std::uint64_t> free_disk_bytes(const std::filesystem::path& path);

/// Whether files can be made in the folder, or the folder itself where it does not exist yet; makes nothing.
Result<void> check_writable(const std::filesystem::path& folder);

/// The program of that name on the search path (PATH's value); nothing when there is none.
std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view search_path);

}  // namespace atelier
