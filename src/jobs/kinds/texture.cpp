#include "jobs/kinds/texture.h"

#include "base/files.h"
#include "base/utf8.h"
#include "fabric/set/exports/export_set.h"
#include "fabric/set/fabric_engine.h"
#include "fabric/set/fabric_manifest.h"
#include "fabric/set/fabric_recipe.h"
#include "fabric/set/fabric_set.h"
#include "fabric/set/recolor_set.h"
#include "fabric/words/canonical.h"

namespace atelier {

namespace {

/// The language in which a request was written, as its letters tell.
Lang language_of(const TextureRequest& request) {
  const std::string words = request.product + request.material + request.color + request.finish;
  for (std::size_t at = 0; at < words.size();) {
    const char32_t letter = next_code_point(words, at);
    if (letter >= 0x400 && letter < 0x530) return Lang::ru;
    if ((letter >= 0xAC00 && letter <= 0xD7A3) || (letter >= 0x1100 && letter < 0x1200)) return Lang::ko;
  }
  return Lang::en;
}

/// The words of the taxonomy for an ID; the ID itself for what has no row ("#1e2a47").
Text name_of(FabricListing::Kind kind, const std::string& id) {
  for (FabricListing& listing : list_fabrics()) {
    if (listing.kind == kind && listing.id == id) return std::move(listing.name);
  }
  return {id, id, id};
}

/// "black+ivory" is two colours.
Text color_name(const std::string& ids) {
  const std::size_t plus = ids.find('+');
  Text first = name_of(FabricListing::Kind::color, ids.substr(0, plus));
  if (plus == std::string::npos) return first;
  const Text rest = color_name(ids.substr(plus + 1));
  return {first.en + " + " + rest.en, first.in(Lang::ru) + " + " + rest.in(Lang::ru),
          first.in(Lang::ko) + " + " + rest.in(Lang::ko)};
}

/// "28.0 × 17.0 threads per cm, " of woven cloth, wales × courses of knits; nothing of what has no count.
Text counts_of(const Json& facts) {
  const bool knit = facts.contains("wales_per_cm");
  if (!knit && !facts.contains("ends_per_cm")) return {};
  const double across = facts.at(knit ? "wales_per_cm" : "ends_per_cm");
  const double along = facts.at(knit ? "courses_per_cm" : "picks_per_cm");
  constexpr Phrase threads{"{:.1f} × {:.1f} threads per cm, ", "{:.1f} × {:.1f} нитей на см, ",
                           "1 cm당 {:.1f} × {:.1f}올, "};
  constexpr Phrase stitches{"{:.1f} wales × {:.1f} courses per cm, ",
                            "{:.1f} петельных столбиков × {:.1f} рядов на см, ", "1 cm당 {:.1f}웨일 × {:.1f}코스, "};
  return format_text(knit ? stitches : threads, across, along);
}

Text summary_of(const FabricSpec& spec, const FabricSetFiles& set) {
  const Text material = name_of(FabricListing::Kind::material, canonical_request(spec).material);
  const Text color = color_name(spec.color);
  const double width_mm = set.facts.at("size_mm").at(0), height_mm = set.facts.at("size_mm").at(1);
  const Text counts = counts_of(set.facts);
  const auto in = [&](Lang lang, std::string_view format) {
    return fmt::format(fmt::runtime(format), material.in(lang), color.in(lang), width_mm, height_mm, counts.in(lang),
                       spec.mass_gsm, set.files.size());
  };
  return {in(Lang::en, "{}, {}: a tile of {:.1f} × {:.1f} mm, {}{:.0f} g/m², {} files"),
          in(Lang::ru, "{}, {}: образец {:.1f} × {:.1f} мм, {}{:.0f} г/м², файлов: {}"),
          in(Lang::ko, "{}, {}: 타일 {:.1f} × {:.1f} mm, {}{:.0f} g/m², 파일 {}개")};
}

Result<FabricSetFiles> write_or_recolor(const TextureJob& job, const FabricSpec& spec, RecipeLevel level,
                                        const std::filesystem::path& folder, RunContext& run,
                                        const FabricSetOptions& options) {
  if (job.recolor.empty()) return write_fabric_set(spec, job, language_of(job), level, folder, run, options);
  TRY(const FinishedSet set, open_set(job.recolor));
  return recolor_fabric_set(set, spec, job, language_of(job), level, folder, run, options);
}

}  // namespace

std::vector<std::string_view> TextureJob::programs() {
  return export_names();
}

Result<JobResult> run_texture(const Json& params, const std::filesystem::path& folder, RunContext& run) {
  TRY(const TextureJob job, request_from_json<TextureJob>(params));
  TRY(const RecipeLevel level, parse_recipe_level(job.recipe));
  TRY(const FabricSpec spec, resolve_fabric(job));
  FabricSetOptions options;
  options.archive = job.archive == "u3ma";
  options.photo = !job.no_photo;
  options.floats = job.format == "exr";
  options.names = file_names_of(job.names);
  TRY(FabricSetFiles set, write_or_recolor(job, spec, level, folder, run, options));
  for (const std::string& program : job.exports) {
    TRY(std::vector<std::filesystem::path> files, export_set(folder, set.facts, program, run));
    std::move(files.begin(), files.end(), std::back_inserter(set.files));
  }
  const Text summary = summary_of(spec, set);
  const Text engine = format_text(engine_of(spec.structure).name);
  return JobResult{std::move(set.files), std::move(set.primary), std::move(set.facts), engine, summary};
}

Result<std::string> texture_folder_name(const Json& params) {
  TRY(const TextureJob job, request_from_json<TextureJob>(params));
  TRY(const FabricSpec spec, resolve_fabric(job));
  return fabric_slug(spec);
}

Result<std::string> texture_request_key(const Json& params) {
  TRY(const TextureJob job, request_from_json<TextureJob>(params));
  if (!job.recolor.empty()) return std::string();  // what the folder holds may be of another build
  TRY(const FabricSpec spec, resolve_fabric(job));
  Json all = request_to_json(job);
  const Json canonical = request_to_json(canonical_request(spec));
  for (const auto& [name, value] : canonical.items()) all[name] = value;
  return canonical_json(all);
}

bool answers_texture(const Json& manifest, const Json& params) {
  if (!manifest.is_object() || !manifest.contains("canonical")) return false;
  const Result<TextureJob> job = request_from_json<TextureJob>(params);
  if (!job.ok()) return false;
  const Result<FabricSpec> spec = resolve_fabric(*job);
  return spec.ok() &&
         canonical_json(manifest["canonical"]) == canonical_json(request_to_json(canonical_request(*spec)));
}

Result<void> adopt_texture(const Json& params, const std::filesystem::path& folder, JobResult& result) {
  TRY(const TextureJob job, request_from_json<TextureJob>(params));
  const std::filesystem::path file = folder / "manifest.json";
  TRY(const std::string text, read_file(file, json_bytes_max));
  TRY(Json manifest, parse_json(text, "manifest.json"));
  manifest["request"] = manifest_request(job, language_of(job));
  TRY_VOID(write_file(file, json_text(manifest, 2) + "\n"));
  result.facts = std::move(manifest);
  return ok();
}

Result<Json> replay_texture(const Json& recipe) {
  if (recipe.is_object() && recipe.contains("canonical")) {
    TRY(const TextureRequest request, request_from_json<TextureRequest>(recipe["canonical"]));
    Json params = request_to_json(request);
    if (recipe.contains(Json::json_pointer("/maps/disp_exr"))) params["format"] = "exr";
    if (recipe.value("names", Json()) == "ambientcg") params["names"] = "ambientcg";
    return params;
  }
  TRY(const TextureRequest request, request_of_recipe(recipe));
  Json params = request_to_json(request);
  const Json map = recipe.value("map", Json());
  if (map.is_string() && map.get_ref<const std::string&>().ends_with("_exr")) params["format"] = "exr";
  return params;
}

}  // namespace atelier
