#include <cstdlib>
#include <cstring>
#include <map>

#include "app/task_flags.h"
#include "app/task_run.h"
#include "app/verb.h"
#include "app/verbs/run_kind.h"
#include "base/files.h"
#include "base/sha256.h"
#include "imaging/codec.h"

namespace atelier {

namespace {

struct ReplayFlags : TaskFlags {
  std::string file;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("file", &ReplayFlags::file,
          Phrase{"a picture made by atelier, or its manifest.json",
                 "картинка, сделанная в atelier, или её manifest.json", "atelier가 만든 그림 또는 그 manifest.json"},
          Required{}, MaxBytes{4096}, Example{"my-fabric/manifest.json"});
    TaskFlags::fields(visit);
  }
};

constexpr VerbExample examples[] = {
    {"atelier replay my-fabric/manifest.json --out again",
     {"the whole set again, in another folder", "весь набор ещё раз, в другой папке", "세트 전체를 다른 폴더에 다시"}},
    {"atelier replay my-fabric/*_diff_*.png",
     {"from the recipe inside a single map", "по рецепту внутри одной карты", "맵 한 장 속의 레시피로"}},
};

namespace fs = std::filesystem;

/// A file of ours: what it says of its making, and what to compare the new one with.
struct Source {
  Json recipe;
  std::string kind;
  Bytes picture;                                 ///< empty for a manifest
  std::map<std::string, std::string> samples{};  ///< of a manifest: sample_hash of the files beside it, by name
};

constexpr Phrase only_full{
    "Only pictures made by atelier (with --recipe full) and their manifest.json can be made again.",
    "Повторить можно только картинки atelier (с --recipe full) и их manifest.json.",
    "atelier가 (--recipe full 로) 만든 그림과 그 manifest.json만 다시 만들 수 있습니다."};

Error not_ours(const std::string& name) {
  return fail(ErrorKind::invalid_argument,
              {"file: {} carries no recipe of atelier", "file: в {} нет рецепта atelier",
               "file: {} 에 atelier의 레시피가 없습니다"},
              name)
      .with_hint(only_full);
}

/// A picture that does not say enough to be made again; its manifest may.
Error no_request(const fs::path& path) {
  const fs::path manifest = path.parent_path() / "manifest.json";
  std::error_code ignored;
  const bool beside = fs::is_regular_file(manifest, ignored);
  Error error = fail(ErrorKind::invalid_argument,
                     {"file: {} holds no request: it was written with --recipe minimal or none",
                      "file: в {} нет запроса: файл записан с --recipe minimal или none",
                      "file: {} 에 요청이 없습니다: --recipe minimal 또는 none 으로 쓴 파일입니다"},
                     shown_path(path));
  if (!beside) return std::move(error).with_hint(only_full);
  return std::move(error).with_hint(
      {"Its manifest says more: atelier replay {}", "Больше знает её манифест: atelier replay {}",
       "옆의 manifest.json으로 다시 만들 수 있습니다: atelier replay {}"},
      shown_path(manifest));
}

/// The text member `name` of the entry that `facts` has for a map or picture; empty where there is none.
std::string entry_text(const Json& facts, const char* group, const std::string& map, const char* name) {
  const Json::json_pointer where = Json::json_pointer() / group / map / name;
  return facts.contains(where) && facts[where].is_string() ? facts[where].get<std::string>() : std::string();
}

/// Size and samples of a picture file in one word: what is written beside the samples does not count.
Result<std::string> sample_hash(const fs::path& file, const RunContext& run) {
  TRY(const Image image, load_image(file, run));
  const std::string_view samples(reinterpret_cast<const char*>(image.data()), image.bytes());
  return fmt::format("{}x{}x{}:{}", image.width(), image.height(), image.row_bytes(), sha256_hex(samples));
}

/// Calls visit(group, map) for everything that a manifest lists.
template <class Visit>
void each_entry(const Json& manifest, Visit&& visit) {
  for (const char* group : {"maps", "pictures"}) {
    const auto entries = manifest.find(group);
    if (entries == manifest.end() || !entries->is_object()) continue;
    for (const auto& [map, entry] : entries->items()) visit(group, map);
  }
}

/// The hashes of the pictures that lie beside a manifest; one that cannot be read has none that could be equal.
std::map<std::string, std::string> samples_beside(const fs::path& path, const Json& manifest, const RunContext& run) {
  std::map<std::string, std::string> hashes;
  each_entry(manifest, [&](const char* group, const std::string& map) {
    const std::string name = entry_text(manifest, group, map, "file");
    const fs::path file = path.parent_path() / fs::path(name).filename();
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored)) return;
    const Result<std::string> hash = sample_hash(file, run);
    hashes[std::string(group) + "/" + map] = hash.ok() ? *hash : "damaged";
  });
  return hashes;
}

Result<Source> read_source(const std::string& path, const RunContext& run) {
  const std::string name = shown_path(path);
  TRY(Bytes file, read_image_file(path));
  if (begins_with(file, "{")) {
    TRY(Json manifest, parse_json(as_text(file), name));
    if (!manifest.contains("canonical")) return not_ours(name);
    std::map<std::string, std::string> samples = samples_beside(path, manifest, run);
    return Source{std::move(manifest), "texture", {}, std::move(samples)};
  }
  TRY(std::optional<Json> recipe, read_recipe(file, name));
  if (!recipe || !recipe->is_object()) {
    const Result<ImageInfo> info = inspect_image(file, name);
    if (!info.ok()) return info.error();
    return xmp_value(read_xmp(file), "DigitalSourceType") == algorithmic_media ? no_request(path) : not_ours(name);
  }
  if (!recipe->contains("params") && !recipe->contains("canonical")) return no_request(path);
  const Json kind = recipe->value("kind", Json());
  return Source{std::move(*recipe), kind.is_string() ? kind.get<std::string>() : "texture", std::move(file)};
}

/// Whether every file of the older manifest has come again: by its samples, or by its hash where only that is left.
bool same_set(const Source& source, const Json& now, const fs::path& folder, const RunContext& run) {
  int entries = 0;
  bool same = true;
  each_entry(source.recipe, [&](const char* group, const std::string& map) {
    ++entries;
    const auto before = source.samples.find(std::string(group) + "/" + map);
    if (before == source.samples.end()) {
      const std::string hash = entry_text(source.recipe, group, map, "sha256");
      same = same && !hash.empty() && hash == entry_text(now, group, map, "sha256");
    } else if (same) {
      const Result<std::string> hash = sample_hash(folder / entry_text(now, group, map, "file"), run);
      same = hash.ok() && *hash == before->second;
    }
  });
  return same && entries > 0;
}

Result<bool> same_samples(const Bytes& before, const std::filesystem::path& now, const RunContext& run) {
  TRY(const Bytes file, read_image_file(now));
  TRY(const Image a, decode_image(before, DecodeLimits{}, "before", run));
  TRY(const Image b, decode_image(file, DecodeLimits{}, "now", run));
  return a.width() == b.width() && a.height() == b.height() && a.row_bytes() == b.row_bytes() &&
         std::memcmp(a.data(), b.data(), a.bytes()) == 0;
}

/// Whether what was made now equals what the recipe was read from.
Result<bool> is_equal(const Source& source, const Json& facts, const std::filesystem::path& folder,
                      const RunContext& run) {
  if (source.picture.empty()) return same_set(source, facts, folder, run);
  const Json map = source.recipe.value("map", Json());
  for (const char* group : {"maps", "pictures"}) {
    const std::string file = map.is_string() ? entry_text(facts, group, map.get<std::string>(), "file") : "";
    if (!file.empty()) return same_samples(source.picture, folder / file, run);
  }
  return false;
}

/// The same error with the file named in front.
Error about_file(Error error, const std::string& name) {
  for (std::string* text : {&error.message.en, &error.message.ru, &error.message.ko}) text->insert(0, name + ": ");
  return std::move(error).with_field("file");
}

Result<void> run_replay(const Invocation& invocation, Console& console) {
  TRY(const ReplayFlags flags, request_from_json<ReplayFlags>(invocation.params));
  TaskRun run(console);
  TRY(const Source source, read_source(flags.file, run.context()));
  const JobKind* kind = find_job_kind(source.kind);
  if (!kind) return not_ours(shown_path(flags.file));
  const Result<Json> params = kind->replay(source.recipe);
  if (!params.ok()) return about_file(params.error(), shown_path(flags.file));
  TRY(const KindRun done, run_kind(*kind, *params, flags, result_cache(invocation.config, true), run.context()));
  TRY(const bool equal, is_equal(source, done.result.facts, done.folder, run.context()));
  if (console.json()) {
    Json result = result_json(*kind, done);
    result["equal"] = equal;
    console.print_json(result);
    return ok();
  }
  console.print(done.folder.string());
  const Text verdict = equal ? format_text({"every sample is equal", "все отсчёты равны", "모든 샘플이 같습니다"})
                             : format_text({"samples differ: it was made by another version or changed since",
                                            "отсчёты различаются: файл сделан другой версией или изменён",
                                            "샘플이 다릅니다: 다른 버전이 만들었거나 그 뒤 바뀌었습니다"});
  console.note(fmt::format("{}; {}", summary_line(done, console.lang()), verdict.in(console.lang())));
  return ok();
}

}  // namespace

Verb replay_verb() {
  return {.name = "replay",
          .group = VerbGroup::make,
          .what = {"make a picture of ours again, from the recipe inside it",
                   "сделать нашу картинку ещё раз по рецепту внутри неё", "그림 속 레시피로 같은 그림을 다시 만들기"},
          .fields = fields_of<ReplayFlags>,
          .operand = "file",
          .examples = examples,
          .run = run_replay};
}

}  // namespace atelier
