#include "app/verbs/run_kind.h"

#include <chrono>

#include "base/staged_folder.h"

namespace atelier {

namespace {

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

}  // namespace

Result<KindRun> run_kind(const JobKind& kind, const Json& params, const TaskFlags& flags, TaskRun& run) {
  const auto start = std::chrono::steady_clock::now();
  TRY(StagedFolder staged, stage(kind, params, flags));
  TRY(JobResult result, kind.run(params, staged.folder(), run.context()));
  TRY_VOID(staged.publish());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return KindRun{staged.target(), std::move(result), seconds};
}

Json result_json(const JobKind& kind, const KindRun& done) {
  Json files = Json::array();
  for (const std::filesystem::path& file : done.result.files) files.push_back(file.generic_string());
  return {{"kind", kind.name},
          {"engine", done.result.engine.en},
          {"folder", done.folder.generic_string()},
          {"primary", done.result.primary.generic_string()},
          {"files", std::move(files)},
          {"facts", done.result.facts},
          {"seconds", done.seconds}};
}

std::string summary_line(const KindRun& done, Lang lang) {
  constexpr Phrase in_seconds{"{}; {}, {:.1f} s", "{}; {}, {:.1f} с", "{}; {}, {:.1f}초"};
  return format_text(in_seconds, done.result.summary.in(lang), done.result.engine.in(lang), done.seconds).in(lang);
}

}  // namespace atelier
