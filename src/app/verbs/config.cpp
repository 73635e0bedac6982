#include "base/config.h"

#include <algorithm>

#include "app/verb.h"
#include "base/files.h"
#include "base/utf8.h"

namespace atelier {

namespace {

struct ConfigFlags {
  std::string name;

  template <class Visit>
  static void fields(Visit&& visit) {
    visit("name", &ConfigFlags::name,
          Phrase{"one setting; all of them when left out", "одна настройка; если не указана — все",
                 "설정 하나; 생략하면 전부"},
          Choices{names});
  }
  static std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const ConfigKey& key : config_keys()) all.push_back(key.name);
    return all;
  }
};

constexpr VerbExample examples[] = {
    {"atelier config",
     {"every setting and where it came from", "все настройки и откуда они взяты", "모든 설정과 그 출처"}},
    {"ATELIER_THREADS=1 atelier config threads", {"one of them", "одна из них", "그중 하나"}},
};

Json value_json(const ConfigValue& value) {
  Json variables = Json::array();
  for (const std::string_view variable : value.key->variables) variables.push_back(std::string(variable));
  const bool is_set = value.source != ConfigSource::standard;
  const bool masks = value.key->secret;
  return {{"name", value.key->name},
          {"value", masks ? (is_set ? Json(value.shown()) : Json()) : value.value},
          {"source", config_source_name(value.source)},
          {"where", value.where},
          {"secret", masks},
          {"variables", std::move(variables)}};
}

Json whole_json(const Config& config, Lang lang) {
  Json values = Json::array(), notes = Json::array();
  for (const ConfigValue& value : config.values()) values.push_back(value_json(value));
  for (const Text& note : config.notes()) notes.push_back(note.in(lang));
  const Paths& paths = config.paths();
  std::error_code ignored;
  return {
      {"values", std::move(values)},
      {"file", config.file().string()},
      {"file_exists", std::filesystem::exists(config.file(), ignored)},
      {"folders", {{"data", paths.data.string()}, {"cache", paths.cache.string()}, {"state", paths.state.string()}}},
      {"notes", std::move(notes)}};
}

std::string origin(const ConfigValue& value, Lang lang) {
  constexpr Phrase standard{"default", "по умолчанию", "기본값"};
  return value.source == ConfigSource::standard ? std::string(standard.in(lang)) : shorten(value.where, 200);
}

void print_table(const Config& config, Console& console) {
  int name_columns = 0, value_columns = 0;
  for (const ConfigValue& value : config.values()) {
    name_columns = std::max(name_columns, display_width(value.key->name));
    value_columns = std::max(value_columns, std::min(40, display_width(shorten(value.shown(), 200))));
  }
  for (const ConfigValue& value : config.values()) {
    const std::string shown = value.shown().empty() ? "–" : shorten(value.shown(), 200);
    console.print(fmt::format("{}  {}  {}", pad_right(value.key->name, name_columns), pad_right(shown, value_columns),
                              origin(value, console.lang())));
  }
}

void print_places(const Config& config, Console& console) {
  constexpr Phrase file{"Settings file: {}{}", "Файл настроек: {}{}", "설정 파일: {}{}"};
  constexpr Phrase absent{" (not there)", " (его нет)", " (없음)"};
  constexpr Phrase folders{"Data: {}, cache: {}, state: {}", "Данные: {}, кэш: {}, состояние: {}",
                           "데이터: {}, 캐시: {}, 상태: {}"};
  const Lang lang = console.lang();
  std::error_code ignored;
  const bool there = std::filesystem::exists(config.file(), ignored);
  console.print("");
  console.print(format_text(file, shown_path(config.file()), there ? "" : absent.in(lang)).in(lang));
  const Paths& paths = config.paths();
  console.print(
      format_text(folders, shown_path(paths.data), shown_path(paths.cache), shown_path(paths.state)).in(lang));
}

Result<void> run_config(const Invocation& invocation, Console& console) {
  TRY(const ConfigFlags flags, request_from_json<ConfigFlags>(invocation.params));
  const Config& config = invocation.config;
  if (!flags.name.empty()) {
    if (console.json())
      console.print_json(value_json(config[flags.name]));
    else
      console.print(config[flags.name].shown());
    return ok();
  }
  if (console.json()) {
    console.print_json(whole_json(config, console.lang()));
    return ok();
  }
  print_table(config, console);
  print_places(config, console);
  return ok();
}

}  // namespace

Verb config_verb() {
  return {
      .name = "config",
      .group = VerbGroup::look,
      .what = {"every setting and where it came from", "все настройки и откуда они взяты", "모든 설정과 그 출처"},
      .details =
          {"Flags beat environment variables, those beat .env in the current folder, that beats config.toml, and that "
           "beats the defaults. Secrets are masked.",
           "Флаги важнее переменных окружения, те важнее файла .env в текущей папке, он важнее config.toml, а тот "
           "важнее значений по умолчанию. Секреты скрыты.",
           "옵션, 환경 변수, 현재 폴더의 .env, config.toml, 기본값 순으로 우선합니다. 비밀 값은 가려서 표시합니다."},
      .fields = fields_of<ConfigFlags>,
      .operand = "name",
      .examples = examples,
      .run = run_config};
}

}  // namespace atelier
