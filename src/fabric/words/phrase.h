#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fabric/words/words.h"

namespace atelier {

/// A stretch of a phrase that a lexicon knows.
struct Hit {
  std::size_t lexicon;  ///< index in the list that was searched
  int row;
  std::string text;  ///< as typed
};

using Lexicons = std::span<const Lexicon* const>;

/// Splits a phrase into known stretches, the longest first from the left; fillers ("fabric", "из", "원단") are skipped.
/// `beside` lists lexicons of other fields: a word of theirs may stand here too ("blue denim"), its hit counts on from
/// `lexicons`. invalid_argument, naming `field`, for a word that none of them knows.
Result<std::vector<Hit>> find_all(std::string_view field, std::span<const Word> words, Lexicons lexicons,
                                  Lexicons beside = {});

/// A composition in per cent that adds up to 100 without its numbers: "98% cotton, 2% elastane" is "cotton elastane".
/// Any other text as it is.
std::string without_percentages(std::string_view text);

/// The words as typed, with single spaces.
std::string shown(std::span<const Word> words);

}  // namespace atelier
