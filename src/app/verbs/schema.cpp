#include "app/verb.h"

namespace atelier {

namespace {

struct SchemaFlags {
  std::string kind;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("kind", &SchemaFlags::kind,
          Phrase{"the task; all of them when left out", "задача; если не указана — все", "작업 종류; 생략하면 전부"},
          Choices{kinds});
  }
  static std::vector<std::string_view> kinds() {
    std::vector<std::string_view> names;
    for (const JobKind& kind : job_kinds()) names.emplace_back(kind.name);
    return names;
  }
};

constexpr VerbExample examples[] = {
    {"atelier schema texture", {"the fields of one task", "поля одной задачи", "한 작업의 필드"}},
    {"atelier schema --json", {"every task on one line", "все задачи одной строкой", "모든 작업을 한 줄로"}},
};

Json schema_of(const JobKind& kind, Lang lang) {
  Json schema = json_schema(kind.fields(), kind.name, lang);
  schema["description"] = std::string(kind.what.in(lang));
  return schema;
}

Result<void> run_schema(const Invocation& invocation, Console& console) {
  TRY(const SchemaFlags flags, request_from_json<SchemaFlags>(invocation.params));
  Json result = Json::object();
  if (!flags.kind.empty()) {
    result = schema_of(*find_job_kind(flags.kind), console.lang());
  } else {
    for (const JobKind& kind : job_kinds()) result[kind.name] = schema_of(kind, console.lang());
  }
  if (console.json())
    console.print_json(result);
  else
    console.print(json_text(result, 2));
  return ok();
}

}  // namespace

Verb schema_verb() {
  return {
      .name = "schema",
      .group = VerbGroup::look,
      .what = {"the fields of a task as JSON Schema", "поля задачи в виде JSON Schema", "작업의 필드를 JSON Schema로"},
      .details = {"Draft 2020-12; the texts in it are in your language.",
                  "Версия 2020-12; тексты внутри — на вашем языке.",
                  "2020-12 판이며 안의 설명은 사용자 언어로 나옵니다."},
      .fields = fields_of<SchemaFlags>,
      .operand = "kind",
      .examples = examples,
      .run = run_schema};
}

}  // namespace atelier
