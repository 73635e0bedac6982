#pragma once

#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/run_context.h"

namespace atelier {

/// A finished set as the exports see it: everything is said in its manifest.
struct ExportSource {
  std::filesystem::path folder;  ///< of the set
  const Json& manifest;

  std::string slug() const;  ///< begin of its file names
  /// The file of a map, relative to the folder; empty where the set has none.
  std::string map_file(std::string_view name) const;
  double number(std::string_view group, std::string_view name) const;
  double width_mm() const;
  double height_mm() const;
};

/// A program that wants the maps named or packed in its own way (15.6).
struct ExportTarget {
  std::string_view name;  ///< "unity"; the folder too
  struct Copy {
    std::string_view map;   ///< the first of these that the set has, separated by spaces
    std::string_view file;  ///< "{}" stands for the slug
  };
  std::span<const Copy> copies;
  /// Writes what is not a copy into `to`, and names it.
  Result<std::vector<std::filesystem::path>> (*extra)(const ExportSource& source, const std::filesystem::path& to,
                                                      const RunContext& run);
};

std::span<const ExportTarget> export_targets();  // exports_table.cpp
std::vector<std::string_view> export_names();

/// Writes the set in `folder` for a program, into folder/NAME, and returns the new files relative to `folder`.
/// invalid_argument (export) for an unknown name or a manifest that is none.
Result<std::vector<std::filesystem::path>> export_set(const std::filesystem::path& folder, const Json& manifest,
                                                      std::string_view name, const RunContext& run);

/// The extras of the table.
Result<std::vector<std::filesystem::path>> unity_extra(const ExportSource& source, const std::filesystem::path& to,
                                                       const RunContext& run);
Result<std::vector<std::filesystem::path>> unreal_extra(const ExportSource& source, const std::filesystem::path& to,
                                                        const RunContext& run);
Result<std::vector<std::filesystem::path>> blender_extra(const ExportSource& source, const std::filesystem::path& to,
                                                         const RunContext& run);
Result<std::vector<std::filesystem::path>> clo_extra(const ExportSource& source, const std::filesystem::path& to,
                                                     const RunContext& run);

}  // namespace atelier
