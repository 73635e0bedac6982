#pragma once

#include <span>

#include "jobs/frames.h"
#include "jobs/kind.h"
#include "store/result_cache.h"

namespace atelier {

/// The child's side of a runner: carries out one job after the other until the supervisor closes the socket, and ends
/// the process then, whatever it is doing: nobody waits for it any more. Frames (README of the protocol: docs/jobs.md):
///   to the runner    {"run":{"id","kind","params","folder","threads"}}   {"cancel":"id"}
///   from the runner  {"ready":{"pid","kinds","version"}}   {"progress":{"id","stage","done","total"}}
///                    {"done":{"id","result","cached"}}     {"failed":{"id","error"}}
/// At most ten progress frames a second; the first and last of a stage always.
void serve_jobs(FrameSocket socket, std::span<const JobKind> kinds, const ResultCache& cache);

/// What `atelier runner --describe` prints: {"executable","version","kinds":["texture"]}.
Json describe_runner(std::span<const JobKind> kinds);

}  // namespace atelier
