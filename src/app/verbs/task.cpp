#include <chrono>
#include <deque>

#include "app/task_flags.h"
#include "app/task_run.h"
#include "app/verb.h"
#include "base/staged_folder.h"

namespace atelier {

namespace {

namespace fs = std::filesystem;

/// Takes the fields of TaskFlags out of `params`.
Result<TaskFlags> take_task_flags(Json& params) {
  Json own = Json::object();
  for (const FieldInfo& field : fields_of<TaskFlags>()) {
    const auto found = params.find(field.name);
    if (found == params.end()) continue;
    own[std::string(field.name)] = *found;
    params.erase(found);
  }
  return request_from_json<TaskFlags>(std::move(own));
}

Json result_json(const JobKind& kind, const fs::path& folder, const JobResult& result, double seconds) {
  Json files = Json::array();
  for (const fs::path& file : result.files) files.push_back(file.generic_string());
  return {{"kind", kind.name},
          {"folder", folder.generic_string()},
          {"primary", result.primary.generic_string()},
          {"files", std::move(files)},
          {"facts", result.facts},
          {"seconds", seconds}};
}

/// A folder of its own for a result nobody named: NAME, or else NAME-2, NAME-3 …
Result<StagedFolder> stage_free_name(const std::string& name) {
  constexpr int tries_max = 1000;
  for (int i = 1;; ++i) {
    Result<StagedFolder> staged = StagedFolder::create(i == 1 ? name : fmt::format("{}-{}", name, i));
    if (staged.ok() || staged.error().kind != ErrorKind::conflict || i == tries_max) return staged;
  }
}

Result<StagedFolder> stage(const JobKind& kind, const Json& params, const TaskFlags& flags) {
  if (flags.out) return StagedFolder::create(*flags.out, flags.overwrite ? IfThere::replace : IfThere::refuse);
  TRY(const std::string name, kind.folder_name(params));
  return stage_free_name(name);
}

Result<void> run_task(const Invocation& invocation, Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const JobKind& kind = *invocation.verb.kind;
  Json params = invocation.params;
  TRY(const TaskFlags flags, take_task_flags(params));
  TaskRun run(console);
  TRY(StagedFolder staged, stage(kind, params, flags));
  TRY(const JobResult result, kind.run(params, staged.folder(), run.context()));
  TRY_VOID(staged.publish());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (console.json())
    console.print_json(result_json(kind, staged.target(), result, seconds));
  else
    console.print(staged.target().string());
  console.note(fmt::format(
      fmt::runtime(Phrase{"{} In {:.1f} s.", "{} За {:.1f} с.", "{} {:.1f}초 걸렸습니다."}.in(console.lang())),
      result.summary.in(console.lang()), seconds));
  return ok();
}

/// The examples of a kind as whole command lines; they live as long as the program.
std::span<const VerbExample> command_examples(const JobKind& kind) {
  static std::deque<std::string> commands;
  static std::deque<std::vector<VerbExample>> lists;
  std::vector<VerbExample>& list = lists.emplace_back();
  for (const JobExample& example : kind.examples) {
    list.push_back({commands.emplace_back(fmt::format("atelier {} {}", kind.name, example.flags)), example.what});
  }
  return list;
}

}  // namespace

Verb task_verb(const JobKind& kind) {
  return {.name = kind.name,
          .group = VerbGroup::make,
          .what = kind.what,
          .details = kind.details,
          .examples = command_examples(kind),
          .run = run_task,
          .kind = &kind};
}

}  // namespace atelier
