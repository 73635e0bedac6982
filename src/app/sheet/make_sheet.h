#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/task_run.h"
#include "base/json.h"

namespace atelier {

/// A cloth that is worth looking at: words of a texture request, in English.
struct Sample {
  Text title;
  std::string product, material, color, finish;
};

/// Very different cloths that together show what can be woven (samples_table.cpp).
std::vector<Sample> show_samples();

/// The cloths that words mean: each a product or material that can be woven, or a title of show_samples.
Result<std::vector<Sample>> samples_named(const std::vector<std::string>& words);

/// A contact sheet on disk.
struct SheetFiles {
  std::filesystem::path page;
  std::filesystem::path folder;  ///< the whole set of each cloth, in folders of their own
  Json cloths;                   ///< [{title, folder, command, facts}]
};

/// Weaves the samples and writes `page` (an .html file) and beside it NAME_files/. A sheet made by atelier before is
/// replaced; conflict where something else is in the way. Nothing is left of a sheet that was not finished.
Result<SheetFiles> make_sheet(const std::filesystem::path& page, const std::vector<Sample>& samples, int size_px,
                              Lang lang, TaskRun& run);

}  // namespace atelier
