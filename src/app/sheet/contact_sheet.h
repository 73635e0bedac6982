#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace atelier {

/// One cloth on the sheet. Pictures are relative addresses from the page.
struct SheetCloth {
  std::string title;    ///< "Down jacket shell"
  std::string wish;     ///< "nylon, navy blue"
  std::string command;  ///< the line that makes it
  /// A picture and the small copy of it that the page shows.
  struct Picture {
    std::string name, file, small;
  };
  Picture photo, preview;
  double photo_mm = 0;  ///< width of cloth in the photograph; 0: not known
  double tile_mm = 0;   ///< width of one tile
  std::vector<Picture> maps;
  struct Fact {
    std::string name, value;
  };
  std::vector<Fact> facts;
};

/// Stands in every page of ours.
inline constexpr std::string_view sheet_mark = "<meta name=\"generator\" content=\"atelier\">";

/// A page that opens without a server: every cloth with photograph, 3×3 view, maps, numbers and command. UTF-8, nothing
/// from elsewhere, light and dark, wide and narrow.
std::string contact_sheet_html(std::span<const SheetCloth> cloths, Lang lang);

}  // namespace atelier
