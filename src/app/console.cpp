#include "app/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace atelier {

namespace {

bool may_color(int file) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return isatty(file) && !(no_color && *no_color) && !(term && std::strcmp(term, "dumb") == 0);
}

int terminal_columns() {
  winsize size{};
  if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 100;
  return std::clamp<int>(size.ws_col, 60, 120);
}

Lang lang_of(std::string_view name) {
  if (name.starts_with("ru")) return Lang::ru;
  if (name.starts_with("ko")) return Lang::ko;
  return Lang::en;
}

Lang chosen_lang(const std::string& flag) {
  if (!flag.empty()) return lang_of(flag);
  for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const char* value = std::getenv(variable); value && *value) return lang_of(value);
  }
  return Lang::en;
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
      color_out_(may_color(STDOUT_FILENO)),
      color_err_(may_color(STDERR_FILENO)),
      columns_(terminal_columns()) {}

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
  const ErrorRow& row = error_row(error.kind);
  if (json_) {
    const Json object = {{"error",
                          {{"kind", row.name},
                           {"exit_code", row.exit_code},
                           {"message", sentence(error, lang_)},
                           {"hint", error.hint.in(lang_)}}}};
    write_all(STDERR_FILENO, object.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
    return;
  }
  const char* red = color_err_ ? "\033[31m" : "";
  const char* dim = color_err_ ? "\033[2m" : "";
  const char* end = color_err_ ? "\033[0m" : "";
  std::string text = fmt::format("{}atelier:{} {}\n", red, end, sentence(error, lang_));
  if (!error.hint.empty()) text += fmt::format("  {}{}{}\n", dim, error.hint.in(lang_), end);
  write_all(STDERR_FILENO, text);
}

RunContext Console::run_context() {
  return RunContext(threads_);
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
