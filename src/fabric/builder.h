#pragma once

#include <string_view>

#include "fabric/fabric_spec.h"
#include "fabric/words/fabric_words.h"

namespace atelier {

/// Turns the words of one family of cloth into numbers (builders_table.cpp): one folder of structures, one builder.
struct FabricBuilder {
  /// Whether it has a row for this construction (MaterialRow::fabric, or the material's own ID where that is empty).
  bool (*knows)(std::string_view construction);
  /// Fills in everything of the spec that read_words has not: structure, yarns or pile or grain, dyes where there is
  /// more to them than the wished colours, finishes of the cloth itself, appearance, mass. On entry the IDs, colours,
  /// dyes (one or two, as wished), composition and the request's numbers are set. unsupported or invalid_argument for
  /// finishes that this cloth cannot have, naming field and cloth.
  Result<void> (*set)(FabricSpec& spec, const FabricWords& words, std::string_view construction);
};

/// The builder of a construction, or null.
const FabricBuilder* find_builder(std::string_view construction);

/// At most one of these finishes may be named; else invalid_argument (finish).
Result<void> only_one_finish(const FabricWords& words, std::span<const std::string_view> finishes);

/// For cloths with nothing that a second colour could be: two colours are invalid_argument (color).
Result<void> only_one_color(const FabricWords& words);

}  // namespace atelier
