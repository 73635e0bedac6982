#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "fabric/set/file_names.h"

namespace atelier {

namespace {

// The first nine are ambientCG's own; it has no names for the others.
struct MapName {
  std::string_view ours, ambientcg;
};
constexpr MapName map_names[] = {{"diff", "Color"},
                                 {"nor_gl", "NormalGL"},
                                 {"nor_dx", "NormalDX"},
                                 {"rough", "Roughness"},
                                 {"ao", "AmbientOcclusion"},
                                 {"disp", "Displacement"},
                                 {"opacity", "Opacity"},
                                 {"metal", "Metalness"},
                                 {"preview", "Preview"},
                                 {"macro", "Macro"},
                                 {"arm", "OcclusionRoughnessMetalness"},
                                 {"diff_alpha", "ColorOpacity"},
                                 {"sheen", "Sheen"},
                                 {"aniso", "Anisotropy"},
                                 {"transl", "Transmission"},
                                 {"fuzz", "Fuzz"},
                                 {"id", "ID"},
                                 {"shade", "Shade"},
                                 {"dyes", "Dyes"}};

constexpr std::string_view words[] = {"polyhaven", "ambientcg"};  // in the order of FileNames

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

}  // namespace

std::vector<std::string_view> file_names_words() {
  return {std::begin(words), std::end(words)};
}

FileNames file_names_of(std::string_view word) {
  return word == words[1] ? FileNames::ambientcg : FileNames::polyhaven;
}

std::string_view file_names_word(FileNames names) {
  return words[static_cast<int>(names)];
}

std::string resolution_word(int size_px) {
  for (const int thousands : {1, 2, 4, 8}) {
    if (size_px == thousands * 1024) return fmt::format("{}k", thousands);
  }
  return fmt::format("{}px", size_px);
}

std::string set_file_name(FileNames names, std::string_view slug, std::string_view map, int size_px,
                          std::string_view extension) {
  const std::string resolution = resolution_word(size_px);
  if (names == FileNames::polyhaven) return fmt::format("{}_{}_{}.{}", slug, map, resolution, extension);
  const auto row =
      std::find_if(std::begin(map_names), std::end(map_names), [&](const MapName& name) { return name.ours == map; });
  return fmt::format("{}_{}-{}_{}.{}", slug, upper(resolution), upper(std::string(extension)),
                     row == std::end(map_names) ? map : row->ambientcg, extension);
}

}  // namespace atelier
