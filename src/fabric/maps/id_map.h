#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "imaging/image.h"

namespace atelier {

/// Values of the id map: id_part_step · Part + dye, dyes from the last one on together.
inline constexpr int id_part_step = 23;

/// What one value of the id map stands for.
struct IdEntry {
  std::uint8_t value;
  std::string_view part;  ///< "warp", "pile" …
  int dye;
  std::uint32_t rgb;  ///< to be told apart by, 0xRRGGBB: each part has a hue, each dye another lightness
};

/// The entry of a value; "ground" for one that no part has.
IdEntry id_entry(std::uint8_t value);

/// The colours of all values.
std::vector<std::uint32_t> id_palette();

/// The values that an id map holds, ascending.
std::vector<std::uint8_t> id_values(const Image& map);

}  // namespace atelier
