#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"
#include "imaging/bytes.h"

namespace atelier {

/// How much of the recipe goes into a picture.
enum class RecipeLevel {
  full,     ///< everything needed to make it again
  minimal,  ///< engine, version and seed: no words
  none,     ///< nothing but the digital source type
};

/// IPTC digital source type of pictures made by a procedure without training data.
inline constexpr std::string_view algorithmic_media = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia";

/// What is written into a picture beside its samples. All texts are UTF-8; an empty one is left out.
struct Metadata {
  std::string digital_source_type;  ///< IPTC NewsCodes URI
  std::string creator_tool;         ///< "atelier 0.1.0"
  std::string recipe;               ///< JSON
};

/// "full", "minimal" or "none". invalid_argument otherwise.
Result<RecipeLevel> parse_recipe_level(std::string_view word);

/// The metadata of a picture made by `recipe` (an object; engine, version and seed are looked for at the top and in
/// "params"). With RecipeLevel::none only `digital_source_type` remains.
Metadata make_metadata(const Json& recipe, RecipeLevel level, std::string_view creator_tool,
                       std::string_view digital_source_type = algorithmic_media);

/// The XMP packet for `metadata`; `with_recipe` for formats that have no place of their own for it. Empty if there is
/// nothing to say.
std::string xmp_packet(const Metadata& metadata, bool with_recipe);

/// The recipe inside a PNG or JPEG that atelier wrote; nullopt if there is none.
/// invalid_argument: there is one, but it is damaged.
Result<std::optional<Json>> read_recipe(ByteView file, std::string_view what);

/// The XMP packet of a PNG or JPEG as it stands; empty if there is none. At most 1 MiB is looked at.
std::string read_xmp(ByteView file);
/// The text of the first element or attribute of an XMP packet with this local name ("DigitalSourceType").
std::optional<std::string> xmp_value(std::string_view packet, std::string_view local_name);

}  // namespace atelier
