#include <hwy/targets.h>

#include <cstdlib>
#include <optional>
#include <vector>

#include "app/verb.h"
#include "base/files.h"
#include "base/machine.h"
#include "base/utf8.h"
#include "base/version.h"
#include "imaging/peak_bf16.h"

namespace atelier {

namespace {

/// ok: as it should be; missing: nothing that works today needs it; bad: something will fail.
enum class Health { ok, missing, bad };

struct Finding {
  std::string_view name;  ///< stable, for --json
  Phrase title;
  Health health;
  Text fact;
  Text remedy{};
};

/// A program that a later part of atelier calls.
struct Tool {
  std::string_view program;
  Phrase purpose;
  std::string_view package;  ///< of Debian
};

constexpr Tool tools[] = {
    {"espeak-ng", {"speech, a later part", "речь, появится позже", "음성, 추후 제공"}, "espeak-ng"},
    {"flite", {"English speech, a later part", "английская речь, появится позже", "영어 음성, 추후 제공"}, "flite"},
};

constexpr double gib = 1024.0 * 1024 * 1024;

Text same(const std::string& text) {
  return {text, text, text};
}

std::string gibibytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} GiB", static_cast<double>(bytes) / gib);
}

Finding processor(const Config& config) {
  const std::int64_t targets = hwy::SupportedTargets();
  const char* best = hwy::TargetName(targets & -targets);  // the lowest bit is the best one (hwy/detect_targets.h)
  const std::string name = this_machine().processor;
  const std::string kernels = fmt::format("{}{}", best, has_bf16_dot() ? ", bf16" : "");
  const std::int64_t wished = config.integer("threads");
  const RunContext run(static_cast<int>(wished));
  return {"processor",
          {"processor", "процессор", "프로세서"},
          Health::ok,
          format_text({"{}; vector instructions {}; {} threads", "{}; векторные инструкции {}; потоков: {}",
                       "{}; 벡터 명령어 {}; 스레드 {}개"},
                      name.empty() ? std::string(architecture()) : name, kernels, run.threads())};
}

Finding memory() {
  constexpr std::uint64_t needed_bytes = std::uint64_t{600} << 20;  // a set of 2048 pixels
  const Machine machine = this_machine();
  Finding finding{"memory",
                  {"memory", "память", "메모리"},
                  Health::ok,
                  format_text({"{} free of {}", "свободно {} из {}", "{} 사용 가능 (전체 {})"},
                              gibibytes(machine.memory_free_bytes), gibibytes(machine.memory_bytes))};
  if (machine.memory_bytes == 0 || machine.memory_free_bytes >= needed_bytes) return finding;
  finding.health = Health::bad;
  finding.remedy = format_text({"Close other programs, or keep to --size 1024.",
                                "Закройте другие программы или не берите --size больше 1024.",
                                "다른 프로그램을 닫거나 --size 1024 이하로 쓰세요."});
  return finding;
}

Finding folder(std::string_view name, const Phrase& title, const std::filesystem::path& path) {
  constexpr std::uint64_t needed_bytes = std::uint64_t{200} << 20;  // the files of a set of 4096 pixels
  const std::uint64_t free_bytes = free_disk_bytes(path).value_or(0);
  Finding finding{
      name, title, Health::ok,
      format_text({"{}, {} free", "{}, свободно {}", "{}, 여유 공간 {}"}, shown_path(path), gibibytes(free_bytes))};
  if (const Result<void> writable = check_writable(path); !writable.ok()) {
    finding.health = Health::bad;
    finding.fact = writable.error().message;
    finding.remedy = writable.error().hint;
  } else if (free_bytes < needed_bytes) {
    finding.health = Health::bad;
    finding.remedy = format_text({"Make room there.", "Освободите там место.", "공간을 비우세요."});
  }
  return finding;
}

Finding settings(const Config& config, const std::optional<Error>& broken) {
  std::error_code ignored;
  const bool there = std::filesystem::exists(config.file(), ignored);
  Finding finding{"settings",
                  {"settings", "настройки", "설정"},
                  Health::ok,
                  there ? same(shown_path(config.file()))
                        : format_text({"no file, defaults are used", "файла нет, используются значения по умолчанию",
                                       "파일 없음, 기본값 사용"})};
  if (broken) {
    finding.health = Health::bad;
    finding.fact = broken->message;
    finding.remedy = broken->hint;
  }
  if (broken || config.notes().empty()) return finding;
  finding.health = Health::bad;
  finding.fact = config.notes().front();
  finding.remedy = format_text({"Correct the name; `atelier config` lists them.",
                                "Исправьте имя; список: `atelier config`.", "이름을 고치세요. 목록: `atelier config`"});
  return finding;
}

Finding token(const ConfigValue& value) {
  const bool is_set = value.source != ConfigSource::standard;
  Finding finding{value.key->name, value.key->help, is_set ? Health::ok : Health::missing,
                  is_set ? format_text({"{} from {}", "{}, откуда: {}", "{} (출처: {})"}, value.shown(), value.where)
                         : format_text({"not set; nothing needs it yet", "не задан; пока не нужен",
                                        "설정되지 않음; 아직 필요 없음"})};
  if (!is_set) {
    finding.remedy =
        format_text({"Later: export {}=…", "Позже: export {}=…", "추후: export {}=…"}, value.key->variables.front());
  }
  return finding;
}

Finding tool(const Tool& wanted) {
  const char* search_path = std::getenv("PATH");
  const std::optional<std::filesystem::path> found = find_program(wanted.program, search_path ? search_path : "");
  Finding finding{wanted.program,
                  {wanted.program, "", ""},
                  found ? Health::ok : Health::missing,
                  found ? same(shown_path(*found)) : Text{}};
  if (found) return finding;
  finding.fact = {fmt::format("not there ({})", wanted.purpose.en),
                  fmt::format("не установлен ({})", wanted.purpose.ru),
                  fmt::format("설치되지 않음 ({})", wanted.purpose.ko)};
  finding.remedy = same(fmt::format("apt-get install {}", wanted.package));
  return finding;
}

std::vector<Finding> examine(const Config& config, const std::optional<Error>& broken) {
  const std::string system = this_machine().system;
  std::vector<Finding> all = {
      {"version",
       {"version", "версия", "버전"},
       Health::ok,
       same(fmt::format("{} ({}, {}){}{}", version(), build_kind(), architecture(), system.empty() ? "" : ", ",
                        system))},
      processor(config),
      memory(),
      folder("current_folder", {"current folder", "текущая папка", "현재 폴더"}, "."),
      folder("data_folder", {"data folder", "папка данных", "데이터 폴더"}, config.paths().data),
      folder("cache_folder", {"cache folder", "папка кэша", "캐시 폴더"}, config.paths().cache),
      settings(config, broken),
      {"texture",
       {"texture", "texture", "texture"},
       Health::ok,
       format_text({"works; needs no token, no network and no weights", "работает; не нужны ни токен, ни сеть, ни веса",
                    "작동함; 토큰, 네트워크, 가중치가 필요 없음"})}};
  for (const ConfigValue& value : config.values()) {
    if (value.key->secret) all.push_back(token(value));
  }
  for (const Tool& wanted : tools) all.push_back(tool(wanted));
  return all;
}

std::string_view health_name(Health health) {
  return health == Health::ok ? "ok" : health == Health::missing ? "missing" : "bad";
}

Json to_json(const std::vector<Finding>& findings, Lang lang) {
  Json list = Json::array();
  bool all_well = true;
  for (const Finding& finding : findings) {
    all_well = all_well && finding.health != Health::bad;
    list.push_back({{"name", finding.name},
                    {"health", health_name(finding.health)},
                    {"fact", finding.fact.in(lang)},
                    {"remedy", finding.remedy.in(lang)}});
  }
  return {{"ok", all_well}, {"findings", std::move(list)}};
}

std::string mark_of(Health health, bool colored) {
  const std::string_view mark = health == Health::ok ? "✓" : health == Health::missing ? "–" : "✗";
  if (!colored || health == Health::missing) return std::string(mark);
  return fmt::format("\033[{}m{}\033[0m", health == Health::ok ? 32 : 31, mark);
}

void print_findings(const std::vector<Finding>& findings, Console& console) {
  int columns = 0;
  for (const Finding& finding : findings) columns = std::max(columns, display_width(finding.title.in(console.lang())));
  for (const Finding& finding : findings) {
    console.print(fmt::format("{} {}  {}", mark_of(finding.health, console.colored_output()),
                              pad_right(finding.title.in(console.lang()), columns), finding.fact.in(console.lang())));
    if (!finding.remedy.empty()) {
      console.print(fmt::format("{:{}}{}", "", columns + 4, finding.remedy.in(console.lang())));
    }
  }
}

Result<void> run_doctor(const Invocation& invocation, Console& console) {
  const std::vector<Finding> findings = examine(invocation.config, invocation.settings_error);
  if (console.json())
    console.print_json(to_json(findings, console.lang()));
  else
    print_findings(findings, console);
  for (const Finding& finding : findings) {
    if (finding.health != Health::bad) continue;
    return Error{ErrorKind::unsupported, finding.fact, finding.remedy, {}};
  }
  return ok();
}

constexpr VerbExample examples[] = {
    {"atelier doctor", {"what is there and what is missing", "что есть и чего не хватает", "있는 것과 없는 것"}},
};

}  // namespace

Verb doctor_verb() {
  return {.name = "doctor",
          .group = VerbGroup::studio,
          .what = {"what is there, what is missing, and what to type", "что есть, чего не хватает и что набрать",
                   "무엇이 있고 무엇이 없으며 무엇을 입력해야 하는지"},
          .examples = examples,
          .run = run_doctor,
          .forgiving = true};
}

}  // namespace atelier
