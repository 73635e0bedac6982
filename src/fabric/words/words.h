#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/error.h"
#include "base/result.h"

namespace atelier {

/// One word of a phrase.
struct Word {
  std::string key;        ///< folded for comparison: NFKC, lower case, ё as е, grey for gray, plain Latin letters
  std::string shown;      ///< as typed
  std::string separator;  ///< what stood before it ("-", " ", ", ")
};

enum class Script { latin, cyrillic, hangul };

/// The script of the first letter that has one of the three; Latin where there is none.
Script script_of(std::string_view text);

/// Splits a phrase at white space, hyphens and punctuation. invalid_argument (naming `field`) for text that is empty,
/// over default_text_bytes_max, not UTF-8, or holds control characters.
Result<std::vector<Word>> split_words(std::string_view field, std::string_view text);

/// The words of a table's own name, without checks.
std::vector<Word> split_known_words(std::string_view text);

/// Text for an error message: at most 40 characters, then "…".
std::string shortened(std::string_view text);

/// Finds rows by the words people use. Spaces and hyphens do not matter; English plurals, Russian endings and Korean
/// suffixes (색, 빛, 컬러, 원단 …) are seen through when the words as they are give nothing.
class Lexicon {
 public:
  /// Adds ';'-separated names of row `row`.
  void add(int row, std::string_view names);

  /// The row that these words together name, or -1.
  int find(std::span<const Word> words) const;

  /// A name that was added, with its row.
  struct Name {
    int row;
    std::string_view text;
  };
  const std::vector<Name>& names() const { return names_; }

  /// Most words in any name.
  std::size_t words_max() const { return words_max_; }

 private:
  int find_latin(const std::string& key) const;
  int find_cyrillic(std::span<const Word> words, const std::string& key) const;
  int find_hangul(const std::string& key) const;
  int look(const std::string& key) const;

  std::unordered_map<std::string, int> exact_;
  std::unordered_map<std::string, int> stems_;
  std::vector<Name> names_;
  std::size_t words_max_ = 1;
};

/// Up to three known names near to `text`, in the script of `text`, best first; where none is near as a whole, names
/// near to one of its words or holding it. Empty when nothing is near.
std::vector<std::string> nearest_names(std::string_view text, std::span<const Lexicon* const> lexicons);

/// invalid_argument: `field` does not know `word`; names the nearest known ones and `atelier fabrics list`.
Error unknown_word(std::string_view field, std::string_view word, std::span<const Lexicon* const> lexicons);

}  // namespace atelier
