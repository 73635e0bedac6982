#include "fabric/maps/id_map.h"

#include <algorithm>
#include <array>

#include "fabric/structure.h"

namespace atelier {

namespace {

struct PartRow {
  std::string_view name;
  std::uint32_t rgb;
};

// In the order of Part.
constexpr std::array<PartRow, part_count> parts = {{{"ground", 0x404040},
                                                    {"warp", 0xd9822b},
                                                    {"weft", 0x2b7bd9},
                                                    {"stitch", 0xd92b8a},
                                                    {"hole", 0x000000},
                                                    {"loop", 0x2bb55a},
                                                    {"pile", 0x8a4bd9},
                                                    {"fibre", 0x9a8c4a},
                                                    {"grain", 0x8c5a3c},
                                                    {"film", 0x2bc4c4},
                                                    {"cord", 0xd9c22b}}};

/// The colour with its channels moved towards white, the more the higher the dye's number; the first dye keeps it.
std::uint32_t lightened(std::uint32_t rgb, int dye) {
  std::uint32_t made = 0;
  for (const int shift : {16, 8, 0}) {
    const std::uint32_t channel = rgb >> shift & 255;
    made |= (channel + (255 - channel) * static_cast<std::uint32_t>(dye) / id_part_step) << shift;
  }
  return made;
}

}  // namespace

IdEntry id_entry(std::uint8_t value) {
  const int part = std::min(value / id_part_step, part_count - 1), dye = value % id_part_step;
  return {value, parts[part].name, dye, lightened(parts[part].rgb, dye)};
}

std::vector<std::uint32_t> id_palette() {
  std::vector<std::uint32_t> colors;
  for (int value = 0; value < part_count * id_part_step; ++value)
    colors.push_back(id_entry(static_cast<std::uint8_t>(value)).rgb);
  return colors;
}

std::vector<std::uint8_t> id_values(const Image& map) {
  std::array<bool, 256> there{};
  for (int y = 0; y < map.height(); ++y) {
    const std::uint8_t* row = map.row<std::uint8_t>(y);
    for (int x = 0; x < map.width(); ++x) there[row[x]] = true;
  }
  std::vector<std::uint8_t> values;
  for (int value = 0; value < 256; ++value) {
    if (there[value]) values.push_back(static_cast<std::uint8_t>(value));
  }
  return values;
}

}  // namespace atelier
