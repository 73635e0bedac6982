#include "app/console.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/lang.h"

namespace atelier {

namespace {

int wrap_columns() {
  constexpr int columns_min = 60, columns_max = 120, columns_of_a_file = 100;
  return isatty(STDOUT_FILENO) ? std::clamp(terminal_columns(STDOUT_FILENO), columns_min, columns_max)
                               : columns_of_a_file;
}

Lang chosen_lang(const std::string& flag) {
  return lang_from_name(flag).value_or(lang_from_environment([](const char* name) { return std::getenv(name); }));
}

/// Writes all of `text`; the errno that stopped it, 0 for success.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = write(file, text.data(), text.size());
    if (count < 0 && errno != EINTR) return errno;
    if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

}  // namespace

Console::Console(const GlobalFlags& flags)
    : lang_(chosen_lang(flags.lang)),
      json_(flags.json),
      quiet_(flags.quiet),
      threads_(flags.threads),
      color_out_(allows_color(STDOUT_FILENO)),
      color_err_(allows_color(STDERR_FILENO)),
      columns_(wrap_columns()) {}

void Console::apply(const Config& config) {
  lang_ = config.lang();
  threads_ = static_cast<int>(config.integer("threads"));
}

void Console::print(std::string_view line) {
  pending_ += line;
  pending_ += '\n';
}

void Console::print_json(const Json& value) {
  print(value.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void Console::note(std::string_view line) {
  if (quiet_ || json_) return;
  write_all(STDERR_FILENO, std::string(line) + '\n');
}

void Console::report(const Error& error) {
  if (json_) {
    write_all(STDERR_FILENO, error_json(error, lang_).dump() + '\n');
    return;
  }
  const std::string text = error_text(error, lang_);
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string lines = fmt::format("{} {}\n", color_err_ ? "\033[31matelier:\033[0m" : "atelier:", text.substr(0, end));
  if (end < text.size())
    lines += fmt::format(fmt::runtime(color_err_ ? "  \033[2m{}\033[0m\n" : "  {}\n"), text.substr(end + 1));
  write_all(STDERR_FILENO, lines);
}

ProgressOptions Console::progress_options() const {
  ProgressOptions options;
  options.style = quiet_ ? ProgressStyle::none : progress_style(json_, STDERR_FILENO);
  options.lang = lang_;
  options.columns = terminal_columns(STDERR_FILENO);
  return options;
}

Result<void> Console::flush() {
  const int code = write_all(STDOUT_FILENO, pending_);
  pending_.clear();
  if (code == 0) return ok();
  if (code == EPIPE) {
    reader_gone_ = true;
    return ok();
  }
  if (code == ENOSPC) {
    return fail(ErrorKind::out_of_disk,
                {"standard output takes no more", "стандартный вывод больше ничего не принимает",
                 "표준 출력에 더 쓸 수 없습니다"});
  }
  return fail(ErrorKind::invalid_argument,
              {"standard output is closed or cannot be written: {}", "стандартный вывод закрыт или недоступен: {}",
               "표준 출력이 닫혀 있거나 쓸 수 없습니다: {}"},
              std::strerror(code));
}

}  // namespace atelier
