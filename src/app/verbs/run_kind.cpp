#include "app/verbs/run_kind.h"

#include <chrono>

#include "base/files.h"
#include "base/staged_folder.h"

namespace atelier {

namespace {

/// A folder of its own for a result nobody named: NAME, or else NAME-2, NAME-3 …; with --overwrite always NAME.
Result<StagedFolder> stage_name(const std::string& name, bool overwrite) {
  if (overwrite) return StagedFolder::create(name, IfThere::replace);
  constexpr int tries_max = 1000;
  for (int i = 1;; ++i) {
    Result<StagedFolder> staged = StagedFolder::create(i == 1 ? name : fmt::format("{}-{}", name, i));
    if (staged.ok() || staged.error().kind != ErrorKind::conflict || i == tries_max) return staged;
  }
}

Result<StagedFolder> stage(const JobKind& kind, const Json& params, const TaskFlags& flags) {
  if (flags.out) return StagedFolder::create(*flags.out, flags.overwrite ? IfThere::replace : IfThere::refuse);
  TRY(const std::string name, kind.folder_name(params));
  return stage_name(name, flags.overwrite);
}

}  // namespace

ResultCache result_cache(const Config& config, bool off) {
  constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
  const auto mebibytes = static_cast<std::uint64_t>(config.integer("cache_mb"));
  return {config.paths().cache / "results", off ? 0 : mebibytes * mebibyte};
}

Result<KindRun> run_kind(const JobKind& kind, const Json& params, const TaskFlags& flags, const ResultCache& cache,
                         RunContext& run) {
  const auto start = std::chrono::steady_clock::now();
  TRY(StagedFolder staged, stage(kind, params, flags));
  TRY(CachedRun made, run_cached(kind, params, staged.folder(), cache, run));
  TRY_VOID(staged.publish());
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return KindRun{staged.target(), std::move(made.result), seconds, made.from_cache};
}

std::string beside_line(const std::filesystem::path& folder, std::string_view usual_name, Lang lang) {
  if (folder == usual_name) return "";
  constexpr Phrase beside{"{0} holds the same request already; this one is in {1} (--overwrite replaces the old one).",
                          "Тот же запрос уже лежит в {0}; новый записан в {1} (--overwrite заменит прежний).",
                          "같은 요청의 결과가 이미 {0} 에 있어 {1} 에 썼습니다 (--overwrite 를 붙이면 바꿉니다)."};
  return format_text(beside, usual_name, shown_path(folder)).in(lang);
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
          {"seconds", done.seconds},
          {"cached", done.from_cache}};
}

std::string summary_line(const KindRun& done, Lang lang) {
  constexpr Phrase in_seconds{"{}; {}, {:.1f} s", "{}; {}, {:.1f} с", "{}; {}, {:.1f}초"};
  constexpr Phrase kept{"{}; {}, made before (--no-cache makes it anew), {:.1f} s",
                        "{}; {}, сделано раньше (--no-cache сделает заново), {:.1f} с",
                        "{}; {}, 전에 만든 것 (--no-cache 를 붙이면 새로 만듦), {:.1f}초"};
  return format_text(done.from_cache ? kept : in_seconds, done.result.summary.in(lang), done.result.engine.in(lang),
                     done.seconds)
      .in(lang);
}

}  // namespace atelier
