#pragma once

#include "app/task_flags.h"
#include "app/task_run.h"
#include "jobs/kind.h"
#include "store/result_cache.h"

namespace atelier {

/// Carries out a list of requests, each into a folder of its own below --out (the list's name where that is not given).
/// `defaults` holds the fields given as flags. What is there already is left; what fails is reported with its line and
/// the others are made. The error is of the kind of the first failure.
Result<void> run_batch(const JobKind& kind, const Json& defaults, const MakeFlags& flags, const ResultCache& cache,
                       TaskRun& run, Console& console);

}  // namespace atelier
