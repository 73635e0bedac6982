#include "app/task_flags.h"
#include "app/verb.h"

namespace atelier {

// Each in verbs/NAME.cpp.
Verb backup_verb();
Verb bench_verb();
Verb completion_verb();
Verb config_verb();
Verb doctor_verb();
Verb export_verb();
Verb fabrics_verb();
Verb gc_verb();
Verb help_verb();
Verb presets_verb();
Verb prompt_verb();
Verb replay_verb();
Verb restore_verb();
Verb runner_verb();
Verb schema_verb();
Verb show_verb();
Verb version_verb();

namespace {

/// In the order of help, within their groups.
constexpr Verb (*rows[])() = {
    replay_verb, export_verb,  prompt_verb,     presets_verb, fabrics_verb, show_verb,
    schema_verb, config_verb,  doctor_verb,     backup_verb,  restore_verb, gc_verb,
    bench_verb,  version_verb, completion_verb, help_verb,    runner_verb,
};

}  // namespace

const std::vector<Verb>& all_verbs() {
  static const std::vector<Verb> verbs = [] {
    std::vector<Verb> all;
    for (const JobKind& kind : job_kinds()) all.push_back(task_verb(kind));
    for (const auto row : rows) all.push_back(row());
    return all;
  }();
  return verbs;
}

const Verb* find_verb(std::string_view name) {
  for (const Verb& verb : all_verbs()) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

std::vector<FieldInfo> verb_fields(const Verb& verb) {
  if (!verb.kind) return verb.fields ? verb.fields() : std::vector<FieldInfo>();
  std::vector<FieldInfo> fields = verb.kind->fields();
  for (FieldInfo& field : fields_of<MakeFlags>()) fields.push_back(std::move(field));
  return fields;
}

}  // namespace atelier
