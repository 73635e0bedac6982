#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// After whose custom the maps of a set are called (15.1).
enum class FileNames {
  polyhaven,  ///< {slug}_{map}_{2k}.png: diff, nor_gl, disp …
  ambientcg,  ///< {slug}_{2K}-PNG_{Map}.png: Color, NormalGL, Displacement …
};

/// "polyhaven", "ambientcg".
std::vector<std::string_view> file_names_words();
/// The custom of a word; polyhaven for one that is none.
FileNames file_names_of(std::string_view word);
std::string_view file_names_word(FileNames names);

/// "1k", "2k", "4k", "8k", or "1500px".
std::string resolution_word(int size_px);

/// The file of a map or picture; `extension` is "png", "jpg" or "exr".
std::string set_file_name(FileNames names, std::string_view slug, std::string_view map, int size_px,
                          std::string_view extension);

}  // namespace atelier
