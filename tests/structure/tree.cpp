#include "tests/structure/tree.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

namespace atelier::structure {

namespace fs = std::filesystem;

namespace {

constexpr std::array source_folders = {".ci", "benchmarks", "cmake", "docs", "src", "tests", "tools"};

void walk(const fs::path& root, const fs::path& folder, std::set<std::string>& paths) {
  if (!fs::is_directory(folder)) return;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) paths.insert(entry.path().lexically_relative(root).generic_string());
  }
}

/// Shell quoting of a path: everything between single quotes.
std::string quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::set<std::string> tracked_by_git(const fs::path& root) {
  const std::string command = "git -c safe.directory='*' -C " + quoted(root.string()) + " ls-files -z 2>/dev/null";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::set<std::string> paths;
  if (!pipe) return paths;
  std::string path;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    if (c != 0)
      path += static_cast<char>(c);
    else
      paths.insert(std::exchange(path, {}));
  }
  return paths;
}

std::string read(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<SourceFile> project_files(const fs::path& root) {
  std::set<std::string> paths = tracked_by_git(root);
  if (paths.empty()) {
    for (const fs::directory_entry& entry : fs::directory_iterator(root)) {
      if (entry.is_regular_file()) paths.insert(entry.path().filename().string());
    }
  }
  for (const char* folder : source_folders) walk(root, root / folder, paths);
  std::vector<SourceFile> files;
  for (const std::string& path : paths) {
    if (!fs::is_regular_file(root / path)) continue;  // deleted, and not yet committed so
    SourceFile file{path, read(root / path)};
    if (file.text.find('\0') == std::string::npos) files.push_back(std::move(file));
  }
  return files;
}

bool is_left_behind(const std::string& path) {
  const fs::path name = fs::path(path).filename();
  const std::string extension = name.extension().string();
  return extension == ".orig" || extension == ".rej" || extension == ".bak" || extension == ".swp" ||
         name.string().ends_with('~');
}

bool is_cpp(const std::string& path) {
  return path.ends_with(".cpp") || path.ends_with(".h");
}

}  // namespace atelier::structure
