#pragma once

#include <filesystem>
#include <string>

#include "app/task_flags.h"
#include "app/task_run.h"
#include "jobs/run_cached.h"

namespace atelier {

/// A task that was carried out: its files lie in `folder`.
struct KindRun {
  std::filesystem::path folder;
  JobResult result;
  double seconds = 0;
  bool from_cache = false;
};

/// The cache of finished results as the settings say; with `off` one that keeps and finds nothing.
ResultCache result_cache(const Config& config, bool off);

/// Runs a kind into the folder of the flags, or into one named after the request; it appears whole or not at all.
Result<KindRun> run_kind(const JobKind& kind, const Json& params, const TaskFlags& flags, const ResultCache& cache,
                         RunContext& run);

/// For a result whose folder nobody named: that `usual_name` was taken by an older one of the same request. Empty where
/// it was free.
std::string beside_line(const std::filesystem::path& folder, std::string_view usual_name, Lang lang);

/// {kind, engine, folder, primary, files, facts, seconds, cached}.
Json result_json(const JobKind& kind, const KindRun& done);

/// What was made, by which engine, in what time.
std::string summary_line(const KindRun& done, Lang lang);

}  // namespace atelier
