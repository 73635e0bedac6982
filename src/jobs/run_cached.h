#pragma once

#include "jobs/kind.h"
#include "store/result_cache.h"

namespace atelier {

struct CachedRun {
  JobResult result;
  bool from_cache = false;
};

/// JobKind::run, or the copy of what an equal request gave before. What was made is kept; where that fails (a full
/// disk), the log says so and the result stands.
Result<CachedRun> run_cached(const JobKind& kind, const Json& params, const std::filesystem::path& folder,
                             const ResultCache& cache, RunContext& run);

}  // namespace atelier
