#pragma once

#include "jobs/kind.h"

namespace atelier {

/// Words → spec → structure → maps and photo → files (JobKind::run).
Result<JobResult> run_texture(const Json& params, const std::filesystem::path& folder, RunContext& run);

}  // namespace atelier
