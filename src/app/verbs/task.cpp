#include <chrono>
#include <deque>

#include "app/task_flags.h"
#include "app/verb.h"

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

Result<void> run_task(const Invocation& invocation, Console& console) {
  const auto start = std::chrono::steady_clock::now();
  const JobKind& kind = *invocation.verb.kind;
  Json params = invocation.params;
  TRY(const TaskFlags flags, take_task_flags(params));
  TRY_VOID(check_fields(kind.fields(), params));
  std::string name = flags.out;
  if (name.empty()) {
    TRY(name, kind.folder_name(params));
  }
  const fs::path folder = name;
  std::error_code code;
  fs::create_directories(folder, code);
  RunContext run = console.run_context();
  TRY(const JobResult result, kind.run(params, folder, run));
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (console.json())
    console.print_json(result_json(kind, folder, result, seconds));
  else
    console.print(folder.string());
  console.note(result.summary.in(console.lang()));
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
