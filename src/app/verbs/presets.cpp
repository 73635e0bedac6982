#include "app/presets.h"
#include "app/verb.h"

namespace atelier {

namespace {

struct PresetsFlags {
  std::vector<std::string> words;
  std::string kind = "texture";

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("words", &PresetsFlags::words,
          Phrase{"list; show NAME; remove NAME", "list; show ИМЯ; remove ИМЯ", "list; show 이름; remove 이름"});
    visit("kind", &PresetsFlags::kind, Phrase{"of which task", "какой задачи", "어느 작업의"}, Choices{kinds});
  }
  static std::vector<std::string_view> kinds() {
    std::vector<std::string_view> names;
    for (const JobKind& kind : job_kinds()) names.push_back(kind.name);
    return names;
  }
};

constexpr VerbExample examples[] = {
    {"atelier presets", {"all that were saved", "все сохранённые", "저장된 것 모두"}},
};

Result<void> list(const Presets& presets, Console& console) {
  const std::vector<std::string> names = presets.names();
  if (console.json()) {
    Json all = Json::object();
    for (const std::string& name : names) {
      TRY(all[name], presets.load(name));
    }
    console.print_json(all);
    return ok();
  }
  for (const std::string& name : names) console.print(name);
  if (names.empty()) {
    console.note(format_text({"None yet: --save-preset NAME on a command that makes something keeps its flags.",
                              "Пока нет: --save-preset ИМЯ у команды, которая что-то делает, сохранит её флаги.",
                              "아직 없습니다: 무언가를 만드는 명령에 --save-preset 이름 을 붙이면 옵션이 저장됩니다."})
                     .in(console.lang()));
  }
  return ok();
}

Result<void> run_presets(const Invocation& invocation, Console& console) {
  TRY(const PresetsFlags flags, request_from_json<PresetsFlags>(invocation.params));
  const Presets presets(invocation.config, flags.kind);
  const std::string action = flags.words.empty() ? "list" : flags.words.front();
  if (action == "list" && flags.words.size() <= 1) return list(presets, console);
  if (flags.words.size() == 2 && action == "remove") return presets.remove(flags.words[1]);
  if (flags.words.size() == 2 && action == "show") {
    TRY(const Json params, presets.load(flags.words[1]));
    if (console.json())
      console.print_json(params);
    else
      console.print(json_text(params, 2));
    return ok();
  }
  return fail(ErrorKind::invalid_argument,
              {"words: \"{}\" is not list, show NAME or remove NAME", "words: «{}» — не list, show ИМЯ и не remove ИМЯ",
               "words: \"{}\" 은(는) list, show 이름, remove 이름이 아닙니다"},
              fmt::format("{}", fmt::join(flags.words, " ")));
}

}  // namespace

Verb presets_verb() {
  return {.name = "presets",
          .group = VerbGroup::look,
          .what = {"flags that were saved under a name", "флаги, сохранённые под именем", "이름으로 저장된 옵션"},
          .fields = fields_of<PresetsFlags>,
          .operand = "words",
          .examples = examples,
          .run = run_presets};
}

}  // namespace atelier
