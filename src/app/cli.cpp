#include "app/cli.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <new>
#include <span>
#include <string_view>
#include <vector>

#include "app/command_line.h"
#include "app/complete.h"
#include "app/help.h"
#include "app/presets.h"
#include "fabric/set/recolor_set.h"

namespace atelier {

namespace {

/// What a shell reports for a program whose reader went away.
constexpr int exit_reader_gone = 141;

/// All that is missing in one sentence, then every other check.
Result<void> check_params(const Verb& verb, Json& params) {
  std::vector<FieldInfo> fields = verb_fields(verb);
  if (params.contains("batch")) {
    // The list says what is asked for; every one of its requests is checked.
    for (FieldInfo& field : fields) field.required = false;
  }
  std::vector<std::string> missing;
  for (const FieldInfo& field : fields) {
    if (field.required && !params.contains(field.name)) missing.push_back(typed_name(verb, field.name));
  }
  if (!missing.empty()) {
    const std::string example(verb.examples.empty() ? "atelier help" : verb.examples.front().command);
    return fail(ErrorKind::invalid_argument, {"still needed: {}", "не хватает: {}", "더 필요한 것: {}"},
                fmt::format("{}", fmt::join(missing, ", ")))
        .with_hint({"For example: {}", "Например: {}", "예: {}"}, example);
  }
  Result<void> checked = check_fields(fields, params);
  return checked.ok() ? checked : as_typed(verb, std::move(checked).error());
}

/// The settings, with the global flags that were given on top; the log is set up as they say.
Result<Config> load_settings(const Json& globals) {
  ConfigInputs inputs{{}, system_variables(), "."};
  for (const char* name : {"threads", "lang"}) {
    if (const auto given = globals.find(name); given != globals.end()) inputs.flags.emplace(name, *given);
  }
  TRY(Config config, Config::load(inputs));
  configure_log({config.log_level(), globals.value("json", false), {}});
  for (const Text& note : config.notes()) log_warning("{}", note.in(config.lang()));
  return config;
}

/// A field of the verb that has the name of a setting takes it from there unless it was given.
void fill_from_settings(const Verb& verb, const Config& config, Json& params) {
  for (const FieldInfo& field : verb_fields(verb)) {
    for (const ConfigValue& value : config.values()) {
      if (value.key->name != field.name || value.source == ConfigSource::standard || params.contains(field.name))
        continue;
      params[std::string(field.name)] = value.value;
    }
  }
}

/// What was saved under the name of --preset holds where nothing else is said.
Result<void> fill_from_preset(const Verb& verb, const Config& config, Json& params) {
  if (!verb.kind || !params.contains("preset")) return ok();
  TRY(const Json saved, Presets(config, verb.kind->name).load(params["preset"].get<std::string>()));
  for (const auto& [name, value] : saved.items()) {
    if (!params.contains(name)) params[name] = value;
  }
  return ok();
}

/// The request of the set that --recolor names holds where nothing else is said.
Result<void> fill_from_set(const Verb& verb, Json& params) {
  if (!verb.kind || !params.contains("recolor")) return ok();
  TRY(const FinishedSet set, open_set(params["recolor"].get<std::string>()));
  TRY(const Json request, verb.kind->replay(set.manifest));
  for (const auto& [name, value] : request.items()) {
    if (name != "color" && !params.contains(name)) params[name] = value;
  }
  return ok();
}

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
  const Result<Config> settings = load_settings(line.globals);
  if (!settings.ok() && !verb.forgiving) return settings.error();
  const Config config = settings.ok() ? *settings : Config::standard();
  if (settings.ok()) console.apply(config);
  Json params = line.params;
  if (const Result<void> filled = fill_from_preset(verb, config, params); !filled.ok())
    return as_typed(verb, filled.error());
  if (const Result<void> filled = fill_from_set(verb, params); !filled.ok()) return as_typed(verb, filled.error());
  fill_from_settings(verb, config, params);
  TRY_VOID(check_params(verb, params));
  Invocation invocation{verb, std::move(params), config};
  if (!settings.ok()) invocation.settings_error = settings.error();
  Result<void> done = verb.run(invocation, console);
  return done.ok() ? done : as_typed(verb, std::move(done).error());
}

/// What the shells' completion scripts call: `atelier __complete WORDS… LAST`.
int complete_words(std::span<const std::string_view> words, Console& console) {
  const std::vector<Completion> found = completions(words, console.lang());
  for (const Completion& completion : found) {
    console.print(completion.what.empty() ? completion.word : completion.word + '\t' + completion.what);
  }
  return console.flush().ok() && !found.empty() ? 0 : 1;
}

/// The last catch: whatever a library throws becomes an error with a sentence.
Result<void> run_guarded(const std::vector<std::string_view>& words, Console& console) {
  try {
    return run_words(words, console);
  } catch (const std::bad_alloc&) {
    return fail(ErrorKind::exhausted, {"there is not enough memory", "не хватает памяти", "메모리가 모자랍니다"})
        .with_hint({"Ask for a smaller --size.", "Задайте --size меньше.", "더 작은 --size 를 쓰세요."});
  } catch (const std::exception& exception) {
    return fail(ErrorKind::internal, {"{}", "{}", "{}"}, exception.what());
  }
}

/// A stream that was closed from the start must not become the number of a file that is written later.
void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) != -1) continue;
    const int file = open("/dev/null", stream == STDERR_FILENO ? O_WRONLY : O_RDONLY);
    if (file != stream && file >= 0) {
      dup2(file, stream);
      close(file);
    }
  }
}

}  // namespace

int run_cli(int argc, char** argv) {
  occupy_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string_view> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  Console console(guess_globals(words));
  if (!words.empty() && words.front() == "__complete") return complete_words(std::span(words).subspan(1), console);
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
