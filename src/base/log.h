#pragma once

#include <fmt/format.h>

#include <functional>
#include <optional>
#include <string_view>

namespace atelier {

enum class LogLevel { trace, debug, info, warning, error, off };

/// "trace", "debug", "info", "warning", "error", "off".
std::string_view log_level_name(LogLevel level);
std::optional<LogLevel> log_level_from_name(std::string_view name);

struct LogOptions {
  LogLevel level = LogLevel::warning;
  bool json = false;                            ///< {"time","level","message"} a line, time in UTC
  std::function<void(std::string_view)> write;  ///< takes whole lines, one call at a time; empty: standard error
};

/// Sets where the log goes from now on; before the first call: warnings and errors to standard error.
void configure_log(LogOptions options);

/// Whether messages of this level are written.
bool logs(LogLevel level);

/// Writes one line: secrets masked (redact.h), control characters replaced. Thread-safe.
void write_log(LogLevel level, std::string_view message);

template <class... Args>
void log_debug(fmt::format_string<Args...> format, Args&&... args) {
  if (logs(LogLevel::debug)) write_log(LogLevel::debug, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_info(fmt::format_string<Args...> format, Args&&... args) {
  if (logs(LogLevel::info)) write_log(LogLevel::info, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_warning(fmt::format_string<Args...> format, Args&&... args) {
  if (logs(LogLevel::warning)) write_log(LogLevel::warning, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void log_error(fmt::format_string<Args...> format, Args&&... args) {
  if (logs(LogLevel::error)) write_log(LogLevel::error, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace atelier
