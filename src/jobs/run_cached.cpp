#include "jobs/run_cached.h"

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "base/sha256.h"
#include "base/version.h"
#include "jobs/result_record.h"

namespace atelier {
namespace {

// Another build may draw otherwise.
std::string cache_key(const JobKind& kind, std::string_view request) {
  return sha256_hex(fmt::format("{} {} {} {}", kind.name, version(), build_id(), request));
}

}  // namespace

Result<CachedRun> run_cached(const JobKind& kind, const Json& params, const std::filesystem::path& folder,
                             const ResultCache& cache, RunContext& run) {
  TRY(const std::string request, kind.request_key(params));
  if (request.empty()) {
    TRY(JobResult made, kind.run(params, folder, run));
    return CachedRun{std::move(made), false};
  }
  const std::string key = cache_key(kind, request);
  TRY(const std::optional<Json> note, cache.fetch(key, folder));
  if (note) {
    JobResult kept = result_of_record(*note);
    TRY_VOID(kind.adopt(params, folder, kept));
    return CachedRun{std::move(kept), true};
  }
  TRY(JobResult made, kind.run(params, folder, run));
  if (const Result<void> kept = cache.keep(key, folder, result_record(made)); !kept.ok())
    log_warning("{}", kept.error().message.en);
  return CachedRun{std::move(made), false};
}

}  // namespace atelier
