#include "fabric/set/exports/export_set.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/files.h"
#include "base/nearest.h"

namespace atelier {
namespace {

namespace fs = std::filesystem;

Error unknown_target(std::string_view name) {
  const std::vector<std::string_view> names = export_names();
  Text meant = did_you_mean(name, names);
  if (meant.empty()) {
    meant = format_text({"There are {}.", "Есть {}.", "있는 것: {}."}, fmt::format("{}", fmt::join(names, ", ")));
  }
  return fail(ErrorKind::invalid_argument,
              {"export: \"{}\" is no program known here", "export: программа «{}» здесь не известна",
               "export: \"{}\" 은(는) 아는 프로그램이 아닙니다"},
              name)
      .with_hint(std::move(meant));
}

Error no_set(const fs::path& folder) {
  return fail(ErrorKind::invalid_argument,
              {"export: {} holds no set of maps made by atelier", "export: в {} нет набора карт atelier",
               "export: {} 에 atelier의 맵 세트가 없습니다"},
              shown_path(folder));
}

Result<void> copy_map(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
  return failed ? Result<void>(file_error(failed.value(), to)) : ok();
}

// The first map of "diff_alpha diff" that there is.
std::string first_map(const ExportSource& source, std::string_view names) {
  std::istringstream words{std::string(names)};
  for (std::string name; words >> name;) {
    if (std::string file = source.map_file(name); !file.empty()) return file;
  }
  return "";
}

}  // namespace

std::string ExportSource::slug() const {
  const Json slug = manifest.value("slug", Json());
  const bool plain = slug.is_string() && slug.get_ref<const std::string&>().find('/') == std::string::npos;
  return plain && !map_file("diff").empty() ? slug.get<std::string>() : "";
}

std::string ExportSource::map_file(std::string_view name) const {
  const Json& maps = manifest.at("maps");
  const auto map = maps.find(name);
  if (map == maps.end()) return "";
  const std::string file = map->value("file", "");
  return file.find('/') == std::string::npos ? file : "";
}

double ExportSource::number(std::string_view group, std::string_view name) const {
  const Json part = manifest.value(std::string(group), Json::object());
  return part.value(std::string(name), 0.0);
}

double ExportSource::width_mm() const {
  return manifest.at("size_mm").at(0);
}

double ExportSource::height_mm() const {
  return manifest.at("size_mm").at(1);
}

std::vector<std::string_view> export_names() {
  std::vector<std::string_view> names;
  for (const ExportTarget& target : export_targets()) names.push_back(target.name);
  return names;
}

Result<std::vector<fs::path>> export_set(const fs::path& folder, const Json& manifest, std::string_view name,
                                         const RunContext& run) {
  const auto targets = export_targets();
  const auto target = std::find_if(targets.begin(), targets.end(), [&](const auto& row) { return row.name == name; });
  if (target == targets.end()) return unknown_target(name);
  const ExportSource source{folder, manifest};
  const bool whole = manifest.is_object() && manifest.contains("maps") && manifest["maps"].is_object() &&
                     manifest.contains("size_mm") && manifest["size_mm"].is_array() && manifest["size_mm"].size() == 2;
  if (!whole || source.slug().empty()) return no_set(folder);
  const fs::path to = folder / name;
  std::error_code failed;
  fs::create_directory(to, failed);
  if (failed) return file_error(failed.value(), to);
  std::vector<fs::path> files;
  for (const ExportTarget::Copy& row : target->copies) {
    const std::string file = first_map(source, row.map);
    if (file.empty()) continue;
    const std::string named = fmt::format(fmt::runtime(row.file), source.slug());
    TRY_VOID(copy_map(folder / file, to / named));
    files.push_back(fs::path(name) / named);
  }
  TRY(const std::vector<fs::path> extra, target->extra(source, to, run));
  for (const fs::path& file : extra) files.push_back(fs::path(name) / file);
  return files;
}

}  // namespace atelier
