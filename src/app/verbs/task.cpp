#include <deque>

#include "app/presets.h"
#include "app/verb.h"
#include "app/verbs/run_batch.h"
#include "app/verbs/run_kind.h"

namespace atelier {

namespace {

/// Takes the fields of MakeFlags out of `params`.
Result<MakeFlags> take_make_flags(Json& params) {
  Json own = Json::object();
  for (const FieldInfo& field : fields_of<MakeFlags>()) {
    const auto found = params.find(field.name);
    if (found == params.end()) continue;
    own[std::string(field.name)] = *found;
    params.erase(found);
  }
  return request_from_json<MakeFlags>(std::move(own));
}

Result<void> run_task(const Invocation& invocation, Console& console) {
  const JobKind& kind = *invocation.verb.kind;
  Json params = invocation.params;
  TRY(const MakeFlags flags, take_make_flags(params));
  const ResultCache cache = result_cache(invocation.config, flags.no_cache);
  TaskRun run(console);
  if (flags.batch) return run_batch(kind, params, flags, cache, run, console);
  TRY(const KindRun done, run_kind(kind, params, flags, cache, run.context()));
  if (flags.save_preset) TRY_VOID(Presets(invocation.config, kind.name).save(*flags.save_preset, params));
  if (console.json()) {
    console.print_json(result_json(kind, done));
    return ok();
  }
  console.print(done.folder.string());
  console.note(summary_line(done, console.lang()));
  if (!flags.out) {
    TRY(const std::string name, kind.folder_name(params));
    if (const std::string beside = beside_line(done.folder, name, console.lang()); !beside.empty())
      console.note(beside);
  }
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
