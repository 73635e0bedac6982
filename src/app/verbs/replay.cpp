#include <cstdlib>
#include <cstring>

#include "app/task_flags.h"
#include "app/task_run.h"
#include "app/verb.h"
#include "app/verbs/run_kind.h"
#include "base/files.h"
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

/// A file of ours: what it says of its making, and what to compare the new one with.
struct Source {
  Json recipe;
  std::string kind;
  Bytes picture;  ///< empty for a manifest
};

Error not_ours(const std::string& name) {
  return fail(ErrorKind::invalid_argument,
              {"file: {} carries no recipe of atelier", "file: в {} нет рецепта atelier",
               "file: {} 에 atelier의 레시피가 없습니다"},
              name)
      .with_hint({"Only pictures made by atelier (with --recipe full) and their manifest.json can be made again.",
                  "Повторить можно только картинки atelier (с --recipe full) и их manifest.json.",
                  "atelier가 (--recipe full 로) 만든 그림과 그 manifest.json만 다시 만들 수 있습니다."});
}

Result<Source> read_source(const std::string& path) {
  const std::string name = shown_path(path);
  TRY(Bytes file, read_image_file(path));
  if (begins_with(file, "{")) {
    TRY(Json manifest, parse_json(as_text(file), name));
    if (!manifest.contains("canonical")) return not_ours(name);
    return Source{std::move(manifest), "texture", {}};
  }
  TRY(std::optional<Json> recipe, read_recipe(file, name));
  if (!recipe || !recipe->is_object()) {
    const Result<ImageInfo> info = inspect_image(file, name);
    return info.ok() ? not_ours(name) : info.error();
  }
  const Json kind = recipe->value("kind", Json());
  return Source{std::move(*recipe), kind.is_string() ? kind.get<std::string>() : "texture", std::move(file)};
}

/// The text member `name` of the entry that `facts` has for a map or picture; empty where there is none.
std::string entry_text(const Json& facts, const char* group, const std::string& map, const char* name) {
  const Json::json_pointer where = Json::json_pointer() / group / map / name;
  return facts.contains(where) && facts[where].is_string() ? facts[where].get<std::string>() : std::string();
}

/// Whether the files have the hashes that the older manifest gives them.
bool same_hashes(const Json& before, const Json& now) {
  for (const char* group : {"maps", "pictures"}) {
    const auto entries = before.find(group);
    if (entries == before.end() || !entries->is_object()) return false;
    for (const auto& [map, entry] : entries->items()) {
      const std::string hash = entry_text(before, group, map, "sha256");
      if (hash.empty() || hash != entry_text(now, group, map, "sha256")) return false;
    }
  }
  return true;
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
  if (source.picture.empty()) return same_hashes(source.recipe, facts);
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
  TRY(const Source source, read_source(flags.file));
  const JobKind* kind = find_job_kind(source.kind);
  if (!kind) return not_ours(shown_path(flags.file));
  const Result<Json> params = kind->replay(source.recipe);
  if (!params.ok()) return about_file(params.error(), shown_path(flags.file));
  TaskRun run(console);
  TRY(const KindRun done, run_kind(*kind, *params, flags, run));
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
