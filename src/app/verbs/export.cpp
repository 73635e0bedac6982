#include "app/task_run.h"
#include "app/verb.h"
#include "base/files.h"
#include "fabric/set/exports/export_set.h"

namespace atelier {

namespace {

struct ExportFlags {
  std::string set;
  std::vector<std::string> programs;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("set", &ExportFlags::set, Phrase{"folder of a finished set", "папка готового набора", "완성된 세트의 폴더"},
          Required{}, MaxBytes{4096}, Example{"my-fabric"});
    visit("for", &ExportFlags::programs,
          Phrase{"the programs, comma-separated", "программы через запятую", "프로그램들(쉼표로 구분)"},
          Choices{export_names}, Required{});
  }
};

constexpr VerbExample examples[] = {
    {"atelier export my-fabric --for blender,unreal",
     {"into my-fabric/blender and my-fabric/unreal", "в my-fabric/blender и my-fabric/unreal",
      "my-fabric/blender 와 my-fabric/unreal 에"}},
};

Result<void> run_export(const Invocation& invocation, Console& console) {
  TRY(const ExportFlags flags, request_from_json<ExportFlags>(invocation.params));
  const std::filesystem::path folder = flags.set;
  Result<std::string> text = read_file(folder / "manifest.json", json_bytes_max);
  if (!text.ok()) return std::move(text).error().with_field("set");
  TRY(const Json manifest, parse_json(*text, shown_path(folder / "manifest.json")));
  TaskRun run(console);
  Json made = Json::array();
  for (const std::string& program : flags.programs) {
    TRY(const std::vector<std::filesystem::path> files, export_set(folder, manifest, program, run.context()));
    for (const std::filesystem::path& file : files) made.push_back((folder / file).generic_string());
    if (!console.json()) console.print((folder / program).string());
  }
  if (console.json()) console.print_json({{"folder", folder.generic_string()}, {"files", made}});
  return ok();
}

}  // namespace

Verb export_verb() {
  return {.name = "export",
          .group = VerbGroup::make,
          .what = {"write a finished set as another program wants it", "записать готовый набор для другой программы",
                   "완성된 세트를 다른 프로그램에 맞게 쓰기"},
          .fields = fields_of<ExportFlags>,
          .operand = "set",
          .examples = examples,
          .run = run_export};
}

}  // namespace atelier
