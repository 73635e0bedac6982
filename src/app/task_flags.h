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

}  // namespace atelier
