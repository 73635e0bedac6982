#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/artifact_store.h"

namespace atelier {

class Database;
class Queue;

/// How long results stay.
struct Retention {
  std::int64_t age_ms = 0;     ///< ended jobs older than this go; 0: no limit
  std::int64_t bytes_max = 0;  ///< the oldest ended jobs go while the results of all are more than this; 0: no limit
  std::int64_t grace_ms = 3'600'000;              ///< Collecting::grace_ms
  std::int64_t progress_age_ms = 24 * 3'600'000;  ///< progress events of ended jobs that are older go
};

struct Upkept {
  std::int64_t jobs = 0, uploads = 0, events = 0;  ///< removed
  Collected artifacts;
};

/// Removes what has had its time: ended jobs by age and bytes, expired uploads, old progress, then the artifacts that
/// nothing refers to any more. Safe while jobs run. It may take minutes, and holds up nobody for more than some ms.
Result<Upkept> collect_garbage(Queue& queue, Database& database, ArtifactStore& artifacts, const Retention& retention);

}  // namespace atelier
