#include "jobs/run_cached.h"

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "base/record.h"
#include "base/sha256.h"
#include "base/version.h"

namespace atelier {
namespace {

Json note_of(const JobResult& result) {
  Json files = Json::array();
  for (const std::filesystem::path& file : result.files) files.push_back(file.generic_string());
  return {{"files", std::move(files)},
          {"primary", result.primary.generic_string()},
          {"facts", result.facts},
          {"engine", text_record(result.engine)},
          {"summary", text_record(result.summary)}};
}

// Another build may draw otherwise.
std::string cache_key(const JobKind& kind, std::string_view request) {
  return sha256_hex(fmt::format("{} {} {} {}", kind.name, version(), build_id(), request));
}

JobResult result_of(const Json& note) {
  JobResult result;
  for (const Json& file : note.at("files")) result.files.emplace_back(file.get<std::string>());
  result.primary = note.at("primary").get<std::string>();
  result.facts = note.at("facts");
  result.engine = text_of_record(note.at("engine"));
  result.summary = text_of_record(note.at("summary"));
  return result;
}

}  // namespace

Result<CachedRun> run_cached(const JobKind& kind, const Json& params, const std::filesystem::path& folder,
                             const ResultCache& cache, RunContext& run) {
  TRY(const std::string request, kind.request_key(params));
  const std::string key = cache_key(kind, request);
  TRY(const std::optional<Json> note, cache.fetch(key, folder));
  if (note) {
    JobResult kept = result_of(*note);
    TRY_VOID(kind.adopt(params, folder, kept));
    return CachedRun{std::move(kept), true};
  }
  TRY(JobResult made, kind.run(params, folder, run));
  if (const Result<void> kept = cache.keep(key, folder, note_of(made)); !kept.ok())
    log_warning("{}", kept.error().message.en);
  return CachedRun{std::move(made), false};
}

}  // namespace atelier
