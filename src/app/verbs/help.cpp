#include "app/help.h"

#include "app/command_line.h"

namespace atelier {

namespace {

struct HelpFlags {
  std::string command;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("command", &HelpFlags::command,
          Phrase{"the command to explain", "команда, о которой рассказать", "설명할 명령"});
  }
};

constexpr VerbExample examples[] = {
    {"atelier help", {"every command", "все команды", "모든 명령"}},
    {"atelier help texture", {"one command and its flags", "одна команда и её флаги", "명령 하나와 그 옵션"}},
};

Result<void> run_help(const Invocation& invocation, Console& console) {
  TRY(const HelpFlags flags, request_from_json<HelpFlags>(invocation.params));
  if (flags.command.empty()) {
    if (console.json())
      console.print_json(overview_help_json(console.lang()));
    else
      console.print(overview_help(console));
    return ok();
  }
  TRY(const Verb* verb, known_verb(flags.command));
  if (console.json())
    console.print_json(verb_help_json(*verb, console.lang()));
  else
    console.print(verb_help(*verb, console));
  return ok();
}

}  // namespace

Verb help_verb() {
  return {.name = "help",
          .group = VerbGroup::studio,
          .what = {"explain the commands", "рассказать о командах", "명령 설명"},
          .fields = fields_of<HelpFlags>,
          .operand = "command",
          .examples = examples,
          .run = run_help,
          .forgiving = true};
}

}  // namespace atelier
