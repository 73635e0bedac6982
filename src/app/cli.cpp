#include "app/cli.h"

#include <csignal>
#include <exception>
#include <new>
#include <string_view>
#include <vector>

#include "app/command_line.h"
#include "app/help.h"

namespace atelier {

namespace {

/// What a shell reports for a program whose reader went away.
constexpr int exit_reader_gone = 141;

Result<void> run_words(const std::vector<std::string_view>& words, Console& console) {
  TRY(const CommandLine line, parse_command_line(words));
  TRY(const GlobalFlags globals, request_from_json<GlobalFlags>(line.globals));
  console = Console(globals);
  if (line.verb.empty()) {
    if (console.json())
      console.print_json(overview_help_json(console.lang()));
    else
      console.print(globals.help ? overview_help(console) : welcome(console));
    return ok();
  }
  const Verb& verb = *find_verb(line.verb);
  if (globals.help) {
    if (console.json())
      console.print_json(verb_help_json(verb, console.lang()));
    else
      console.print(verb_help(verb, console));
    return ok();
  }
  Json params = line.params;
  TRY_VOID(check_fields(verb_fields(verb), params));
  return verb.run({verb, std::move(params)}, console);
}

/// The last catch: whatever a library throws becomes an error with a sentence.
Result<void> run_guarded(const std::vector<std::string_view>& words, Console& console) {
  try {
    return run_words(words, console);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted, {"there is not enough memory", "не хватает памяти", "메모리가 모자랍니다"})
        .with_hint({"ask for a smaller --size", "задайте --size меньше", "더 작은 --size 를 쓰세요"});
  } catch (const std::exception& exception) {
    return fail(ErrorKind::internal, {"{}", "{}", "{}"}, exception.what());
  }
}

}  // namespace

int run_cli(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string_view> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  Console console(guess_globals(words));
  Result<void> done = run_guarded(words, console);
  const Result<void> written = console.flush();
  if (done.ok() && !written.ok()) done = written;
  if (!done.ok()) {
    console.report(done.error());
    return error_row(done.error().kind).exit_code;
  }
  return console.reader_gone() ? exit_reader_gone : 0;
}

}  // namespace atelier
