#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace atelier::structure {

/// A text file of the project.
struct SourceFile {
  std::string path;  ///< relative to the project's root, with /
  std::string text;
};

/// Every text file that belongs to the project: what git tracks, and whatever lies in the folders of sources. Without
/// git (an unpacked archive) the files beside those folders are found by walking, without build/ and demo/.
std::vector<SourceFile> project_files(const std::filesystem::path& root);

/// Names of files that belong to nobody: left behind by merges and editors.
bool is_left_behind(const std::string& path);

bool is_cpp(const std::string& path);

}  // namespace atelier::structure
