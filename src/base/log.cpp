#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>
#include <unistd.h>

#include <array>
#include <limits>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "base/redact.h"
#include "base/utf8.h"

namespace atelier {

namespace {

constexpr std::array<std::string_view, 6> level_names = {"trace", "debug", "info", "warning", "error", "off"};
constexpr std::array levels = {spdlog::level::trace, spdlog::level::debug, spdlog::level::info,
                               spdlog::level::warn,  spdlog::level::err,   spdlog::level::off};

void write_to_stderr(std::string_view line) {
  while (!line.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
    if (written <= 0) return;
    line.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Hands formatted lines to a function.
class LineSink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  explicit LineSink(std::function<void(std::string_view)> write) : write_(std::move(write)) {}

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    spdlog::memory_buf_t line;
    formatter_->format(message, line);
    write_({line.data(), line.size()});
  }
  void flush_() override {}

 private:
  std::function<void(std::string_view)> write_;
};

struct Log {
  std::unique_ptr<spdlog::logger> logger;
  bool json;
};

std::shared_ptr<const Log> make_log(LogOptions options) {
  auto sink = std::make_shared<LineSink>(options.write ? std::move(options.write) : write_to_stderr);
  const char* pattern = options.json ? "%v" : "%H:%M:%S.%e %l: %v";
  sink->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc, "\n"));
  auto logger = std::make_unique<spdlog::logger>("atelier", std::move(sink));
  logger->set_level(levels[static_cast<std::size_t>(options.level)]);
  return std::make_shared<const Log>(Log{std::move(logger), options.json});
}

std::mutex log_mutex;
std::shared_ptr<const Log> configured;

std::shared_ptr<const Log> current_log() {
  const std::lock_guard lock(log_mutex);
  if (!configured) configured = make_log({});
  return configured;
}

std::string utc_now() {
  std::array<char, 32> text{};
  timespec now{};
  std::timespec_get(&now, TIME_UTC);
  tm parts{};
  ::gmtime_r(&now.tv_sec, &parts);
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  return fmt::format("{}.{:03}Z", std::string_view(text.data(), length), now.tv_nsec / 1'000'000);
}

}  // namespace

std::string_view log_level_name(LogLevel level) {
  return level_names[static_cast<std::size_t>(level)];
}

std::optional<LogLevel> log_level_from_name(std::string_view name) {
  for (std::size_t i = 0; i < level_names.size(); ++i) {
    if (level_names[i] == name) return static_cast<LogLevel>(i);
  }
  return std::nullopt;
}

void configure_log(LogOptions options) {
  std::shared_ptr<const Log> log = make_log(std::move(options));
  const std::lock_guard lock(log_mutex);
  configured = std::move(log);
}

bool logs(LogLevel level) {
  return level != LogLevel::off && current_log()->logger->should_log(levels[static_cast<std::size_t>(level)]);
}

void write_log(LogLevel level, std::string_view message) {
  if (!logs(level)) return;
  const std::shared_ptr<const Log> log = current_log();
  std::string line = shorten(redact(message), std::numeric_limits<int>::max());
  if (log->json) line = json_text({{"time", utc_now()}, {"level", log_level_name(level)}, {"message", line}});
  log->logger->log(levels[static_cast<std::size_t>(level)], std::string_view(line));
}

}  // namespace atelier
