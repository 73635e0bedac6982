#include "app/presets.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/nearest.h"
#include "base/utf8.h"

namespace atelier {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t name_bytes_max = 80;
constexpr int shown_columns = 40;

}  // namespace

Result<fs::path> Presets::file_of(std::string_view name) const {
  const std::u32string points = code_points(name);
  const bool fits = !name.empty() && name.size() <= name_bytes_max && is_utf8(name) && name.front() != '.' &&
                    name.find('/') == std::string_view::npos && std::none_of(points.begin(), points.end(), is_control);
  if (fits) return folder_ / fmt::format("{}.json", name);
  return fail(ErrorKind::invalid_argument,
              {"preset: \"{}\" cannot be a name", "preset: «{}» не может быть именем",
               "preset: \"{}\" 은(는) 이름으로 쓸 수 없습니다"},
              shorten(name, shown_columns))
      .with_hint(
          {"Letters, digits, spaces, '-' and '_', at most {} bytes.",
           "Буквы, цифры, пробелы, «-» и «_», не больше {} байт.", "글자, 숫자, 띄어쓰기, '-', '_'만, 최대 {}바이트."},
          name_bytes_max);
}

Error Presets::unknown(std::string_view name) const {
  const std::vector<std::string> all = names();
  const std::vector<std::string_view> known(all.begin(), all.end());
  Text meant = did_you_mean(name, known);
  if (meant.empty()) {
    meant = format_text({"--save-preset keeps the flags of a command under a name.",
                         "--save-preset сохраняет флаги команды под именем.",
                         "--save-preset 로 명령의 옵션을 이름으로 저장합니다."});
  }
  return fail(ErrorKind::not_found,
              {"preset: there is no \"{}\"", "preset: «{}» нет", "preset: \"{}\" 이(가) 없습니다"},
              shorten(name, shown_columns))
      .with_hint(std::move(meant));
}

std::vector<std::string> Presets::names() const {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_, ignored)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<Json> Presets::load(std::string_view name) const {
  TRY(const fs::path file, file_of(name));
  std::error_code ignored;
  if (!fs::exists(file, ignored)) return unknown(name);
  TRY(const std::string text, read_file(file, json_bytes_max));
  TRY(Json params, parse_json(text, shown_path(file)));
  if (params.is_object()) return params;
  return fail(ErrorKind::invalid_argument,
              {"preset: {} holds no params", "preset: в {} нет параметров", "preset: {} 에 설정이 없습니다"},
              shown_path(file));
}

Result<void> Presets::save(std::string_view name, const Json& params) const {
  TRY(const fs::path file, file_of(name));
  std::error_code failed;
  fs::create_directories(folder_, failed);
  if (failed) return file_error(failed.value(), folder_);
  return write_file_atomic(file, json_text(params, 2) + "\n");
}

Result<void> Presets::remove(std::string_view name) const {
  TRY(const fs::path file, file_of(name));
  std::error_code failed;
  if (fs::remove(file, failed)) return ok();
  return failed ? file_error(failed.value(), file) : unknown(name);
}

}  // namespace atelier
