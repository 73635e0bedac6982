#include "base/machine.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>

#include "base/files.h"

namespace atelier {

namespace {

namespace fs = std::filesystem;

/// The rest of the line that begins with `key`, without blanks, separators and quotes around it.
std::string entry_of(std::string_view text, std::string_view key) {
  constexpr std::string_view around = " \t:=\"";
  std::size_t at = 0;
  while (at < text.size() && !text.substr(at).starts_with(key)) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) return "";
    at = end + 1;
  }
  if (at >= text.size()) return "";
  std::string_view value = text.substr(at + key.size());
  value = value.substr(0, value.find('\n'));
  value.remove_prefix(std::min(value.find_first_not_of(around), value.size()));
  return std::string(value.substr(0, value.find_last_not_of(around) + 1));
}

std::string system_text(const char* path) {
  constexpr std::size_t bytes_max = std::size_t{4} << 20;
  Result<std::string> text = read_file(path, bytes_max);
  return text.ok() ? std::move(text).value() : "";
}

std::uint64_t kibibytes(std::string_view value) {
  std::uint64_t count = 0;
  std::from_chars(value.data(), value.data() + value.size(), count);
  return count * 1024;
}

fs::path nearest_existing(fs::path path) {
  std::error_code ignored;
  path = fs::absolute(path, ignored);
  while (!fs::exists(path, ignored) && path.has_parent_path() && path != path.parent_path()) path = path.parent_path();
  return path;
}

}  // namespace

Machine this_machine() {
  const std::string memory = system_text("/proc/meminfo");
  return {entry_of(system_text("/etc/os-release"), "PRETTY_NAME"), entry_of(system_text("/proc/cpuinfo"), "model name"),
          kibibytes(entry_of(memory, "MemTotal")), kibibytes(entry_of(memory, "MemAvailable"))};
}

std::optional<std::uint64_t> free_disk_bytes(const fs::path& path) {
  struct statvfs facts {};
  if (::statvfs(nearest_existing(path).c_str(), &facts) != 0) return std::nullopt;
  return std::uint64_t{facts.f_bavail} * facts.f_frsize;
}

Result<void> check_writable(const fs::path& folder) {
  const fs::path existing = nearest_existing(folder);
  std::error_code ignored;
  if (!fs::is_directory(existing, ignored)) return file_error(ENOTDIR, folder);
  return ::access(existing.c_str(), W_OK | X_OK) == 0 ? ok() : Result<void>(file_error(errno, folder));
}

std::optional<fs::path> find_program(std::string_view name, std::string_view search_path) {
  while (!search_path.empty()) {
    const std::size_t end = std::min(search_path.find(':'), search_path.size());
    const fs::path program = fs::path(search_path.substr(0, end)) / name;
    search_path.remove_prefix(std::min(end + 1, search_path.size()));
    std::error_code ignored;
    if (program.is_absolute() && fs::is_regular_file(program, ignored) && ::access(program.c_str(), X_OK) == 0)
      return program;
  }
  return std::nullopt;
}

}  // namespace atelier
