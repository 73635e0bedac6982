#include "app/verb.h"

namespace atelier {

namespace {

struct CompletionFlags {
  std::string shell;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("shell", &CompletionFlags::shell, Phrase{"bash, zsh or fish", "bash, zsh или fish", "bash, zsh 또는 fish"},
          Required{}, Choices{shells});
  }
  static std::vector<std::string_view> shells() { return {"bash", "zsh", "fish"}; }
};

// Each script asks the program itself, so that it never grows stale: `atelier __complete WORDS… LAST` prints
// "word<tab>explanation" lines and fails where a file belongs.
constexpr std::string_view bash_script = R"SH(# atelier for bash
_atelier() {
  local i word line words=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]//[\"\'\\]/}
    [[ $word == = && i -lt COMP_CWORD ]] || words+=("${word#=}")
  done
  COMPREPLY=()
  while IFS=$'\t' read -r line _; do
    [[ $line == *' '* ]] && compopt -o filenames
    COMPREPLY+=("$line")
  done < <(atelier __complete "${words[@]}" 2>/dev/null)
  ((${#COMPREPLY[@]})) || compopt -o default
}
complete -F _atelier atelier)SH";

constexpr std::string_view zsh_script = R"SH(#compdef atelier
# atelier for zsh
_atelier() {
  local -a lines entries
  local line
  lines=("${(@f)$(atelier __complete "${(@Q)words[2,CURRENT-1]}" "${(Q)words[CURRENT]}" 2>/dev/null)}")
  for line in $lines; do
    [[ -n $line ]] && entries+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  if ((${#entries})); then
    _describe atelier entries
  else
    _files
  fi
}
compdef _atelier atelier)SH";

constexpr std::string_view fish_script = R"SH(# atelier for fish
function __atelier_complete
    set -l words (commandline -opc)
    atelier __complete $words[2..-1] (commandline -ct) 2>/dev/null
    or __fish_complete_path (commandline -ct)
end
complete -c atelier -f -a '(__atelier_complete)')SH";

constexpr VerbExample examples[] = {
    {"source <(atelier completion bash)", {"in this bash, now", "в этом bash, сразу", "지금 이 bash에서"}},
    {"atelier completion bash > atelier.bash",
     {"as a file for your bash start-up", "файлом для автозапуска bash", "bash 시작 파일로 저장"}},
    {"atelier completion fish > atelier.fish",
     {"as a file for ~/.config/fish/completions", "файлом для ~/.config/fish/completions",
      "~/.config/fish/completions 에 둘 파일로"}},
};

Result<void> run_completion(const Invocation& invocation, Console& console) {
  TRY(const CompletionFlags flags, request_from_json<CompletionFlags>(invocation.params));
  const std::string_view script = flags.shell == "bash" ? bash_script : flags.shell == "zsh" ? zsh_script : fish_script;
  if (console.json())
    console.print_json({{"shell", flags.shell}, {"script", script}});
  else
    console.print(script);
  return ok();
}

}  // namespace

Verb completion_verb() {
  return {.name = "completion",
          .group = VerbGroup::studio,
          .what = {"a script that lets your shell complete commands, flags and words",
                   "скрипт, с которым оболочка дополняет команды, флаги и слова",
                   "셸에서 명령, 옵션, 단어를 자동 완성하는 스크립트"},
          .fields = fields_of<CompletionFlags>,
          .operand = "shell",
          .examples = examples,
          .run = run_completion,
          .forgiving = true};
}

}  // namespace atelier
