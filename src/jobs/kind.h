#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "base/fields.h"
#include "base/run_context.h"

namespace atelier {

/// What must be ready before a kind may run.
enum class Needs { nothing, packs, token };

/// What a finished task leaves: files already written under the folder it was given, and facts about them.
struct JobResult {
  std::vector<std::filesystem::path> files;  ///< relative to the folder
  std::filesystem::path primary;             ///< the one to look at first
  Json facts;                                ///< stable, machine-readable
  Text engine;                               ///< which engine made it: "woven (embedded)"
  Text summary;                              ///< what was made, for people: a line without a full stop
};

/// Params that make a good first try, as flags of the verb, and what they are for.
struct JobExample {
  std::string_view flags;
  Phrase what;
};

/// A task that people ask for by name: verb, endpoint, bot command and form (kinds_table.cpp).
struct JobKind {
  const char* name;
  Phrase what;
  Needs needs;
  std::vector<FieldInfo> (*fields)();
  /// Runs the task with checked params; writes its files below `folder`, which exists and is empty.
  Result<JobResult> (*run)(const Json& params, const std::filesystem::path& folder, RunContext& run);
  /// A name for the folder of the result, for people: lower case ASCII, digits and "_". Params are checked.
  Result<std::string> (*folder_name)(const Json& params);
  /// Params that make the same again, from the recipe in one of its files or from its manifest.json.
  Result<Json> (*replay)(const Json& recipe);
  /// One text for all requests that mean the same and give the same files, whatever their language, spelling or order
  /// of words. Params are checked. Empty: the result is not to be kept.
  Result<std::string> (*request_key)(const Json& params);
  /// Whether a result with this manifest.json is what these params ask for.
  bool (*answers)(const Json& manifest, const Json& params);
  /// Makes a result that was kept for an equal request the answer to this one: only what quotes the person's words
  /// changes. The files lie in `folder`.
  Result<void> (*adopt)(const Json& params, const std::filesystem::path& folder, JobResult& result);
  Phrase details{};  ///< a paragraph for help
  std::span<const JobExample> examples{};
};

std::span<const JobKind> job_kinds();
const JobKind* find_job_kind(std::string_view name);

}  // namespace atelier
