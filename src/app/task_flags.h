#pragma once

#include <optional>
#include <string>

#include "base/fields.h"

namespace atelier {

/// The flags that every task verb takes beside the fields of its kind.
struct TaskFlags {
  std::optional<std::string> out;
  bool overwrite = false;

  template <class Visit>
  static void fields(Visit&& visit) {
    constexpr Phrase result{"Result", "Результат", "결과"};
    visit("out", &TaskFlags::out,
          Phrase{"new folder for the files; otherwise one named after the request, here",
                 "новая папка для файлов; иначе в текущей папке, с именем по запросу",
                 "파일을 둘 새 폴더; 지정하지 않으면 현재 위치에 요청 이름으로 만듦"},
          Alias{"o"}, MaxBytes{4096}, Example{"my-fabric"}, Group{result});
    visit(
        "overwrite", &TaskFlags::overwrite,
        Phrase{"replace an older set that is there", "заменить прежний набор, если он есть", "이전 세트가 있으면 바꿈"},
        Group{result});
  }
};

/// What the verbs of the task kinds take beside: presets, many requests at once, and the cache.
struct MakeFlags : TaskFlags {
  std::optional<std::string> preset, save_preset;
  std::optional<std::string> batch;
  bool no_cache = false;

  template <class Visit>
  static void fields(Visit&& visit) {
    constexpr Phrase presets{"Presets", "Заготовки", "프리셋"};
    visit("preset", &MakeFlags::preset,
          Phrase{"begin with the flags that were saved under this name", "начать с флагов, сохранённых под этим именем",
                 "이 이름으로 저장된 옵션에서 시작"},
          Example{"winter-shell"}, Group{presets});
    visit("save_preset", &MakeFlags::save_preset,
          Phrase{"keep the flags of this command under a name", "сохранить флаги этой команды под именем",
                 "이 명령의 옵션을 이름으로 저장"},
          Example{"winter-shell"}, Group{presets});
    visit("batch", &MakeFlags::batch,
          Phrase{
              "a list of requests (CSV, JSON, JSON lines; - for standard input), each into its own folder below --out; "
              "other flags hold for every line that says nothing else",
              "список запросов (CSV, JSON, JSON lines; - для стандартного ввода), каждый в свою папку внутри --out; "
              "остальные флаги действуют для строк, где не сказано иное",
              "요청 목록(CSV, JSON, JSON lines; 표준 입력은 -). --out 아래에 각각의 폴더로 만듦; 다른 옵션은 줄에 "
              "없는 값에 적용"},
          MaxBytes{4096}, Example{"list.csv"}, Group{{"Result", "Результат", "결과"}});
    TaskFlags::fields(visit);
    visit("no_cache", &MakeFlags::no_cache,
          Phrase{"make it anew even if the same was made before", "сделать заново, даже если такое уже делали",
                 "같은 것을 전에 만들었어도 새로 만듦"},
          Group{{"Result", "Результат", "결과"}});
  }
};

}  // namespace atelier
