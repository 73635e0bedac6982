#pragma once

#include <string>
#include <string_view>

#include "base/config.h"
#include "base/fields.h"
#include "base/progress.h"

namespace atelier {

/// The flags that every verb takes.
struct GlobalFlags {
  bool json = false;
  bool quiet = false;
  int threads = 0;
  std::string lang;
  bool help = false;

  template <class Visit>
  static void fields(Visit&& visit) {
    using G = GlobalFlags;
    visit("json", &G::json,
          Phrase{"results as JSON on standard output; progress and errors as JSON lines on standard error",
                 "результаты в JSON на стандартный вывод; ход работы и ошибки — строками JSON в поток ошибок",
                 "결과를 표준 출력에 JSON으로, 진행 상황과 오류를 표준 오류에 JSON 줄로"});
    visit("quiet", &G::quiet,
          Phrase{"no progress and no summary", "без хода работы и итогов", "진행 상황과 요약을 표시하지 않음"},
          Alias{"q"});
    visit("threads", &G::threads,
          Phrase{"processor threads; 0: one for each core", "потоки процессора; 0: по одному на ядро",
                 "프로세서 스레드 수; 0: 코어마다 하나"},
          Range{0, 1024});
    visit("lang", &G::lang,
          Phrase{"language of messages; otherwise that of the system", "язык сообщений; иначе язык системы",
                 "메시지 언어; 지정하지 않으면 시스템 언어"},
          Choices{languages});
    visit("help", &G::help, Phrase{"this help", "эта справка", "이 도움말"}, Alias{"h"});
  }
  static std::vector<std::string_view> languages() { return {"en", "ru", "ko"}; }
};

/// What the program says: results on standard output and nothing else there; errors, summaries and progress on
/// standard error. Colour only on terminals and never with NO_COLOR.
class Console {
 public:
  explicit Console(const GlobalFlags& flags);
  /// Takes language and threads from the settings, in which the flags are the strongest.
  void apply(const Config& config);

  Lang lang() const { return lang_; }
  bool json() const { return json_; }
  /// Standard output is a terminal and may be coloured.
  bool colored_output() const { return color_out_; }
  /// Columns to wrap text at, 60..120.
  int columns() const { return columns_; }

  /// A line of the result; a newline is added.
  void print(std::string_view line);
  /// The result as JSON, one value on one line.
  void print_json(const Json& value);
  /// A line for people beside the result; not with --quiet or --json.
  void note(std::string_view line);
  /// The one sentence of a failure and its hint; with --json an object.
  void report(const Error& error);

  int threads() const { return threads_; }
  /// How the progress of a task is shown: a bar, lines, JSON lines, or not at all with --quiet.
  ProgressOptions progress_options() const;

  /// Writes what was printed. out_of_disk or unavailable where standard output does not take it; a reader that went
  /// away is no error but ends in `reader_gone()`.
  Result<void> flush();
  bool reader_gone() const { return reader_gone_; }

 private:
  Lang lang_;
  bool json_, quiet_;
  int threads_;
  bool color_out_, color_err_;
  int columns_;
  bool reader_gone_ = false;
  std::string pending_;
};

}  // namespace atelier
