#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "fabric/texture_request.h"
#include "fabric/weave/drafts/draft.h"
#include "fabric/weave/drafts/sett.h"
#include "fabric/words/color_words.h"
#include "fabric/words/vocabulary.h"
#include "fabric/words/words.h"

namespace atelier {

/// What a request's words mean. Nothing is said about whether it can be rendered.
struct FabricWords {
  const ProductRow* product = nullptr;
  const MaterialRow* material = nullptr;
  std::vector<std::string_view> finishes;  ///< finish IDs in the order of the table
  std::vector<ColorWish> colors;           ///< one or two
  std::optional<Draft> draft;              ///< the weave, and colours where it names some
  std::optional<Sett> sett;                ///< asked for by its thread counts or name
  bool as_drafted = false;                 ///< the colours are those of sett or draft; `colors` holds the main one

  bool has(std::string_view finish) const;
  /// Whether its yarns are to be of blended fibres: by the finish, or by the colour.
  bool melange() const;
};

/// The lexicon of each field, built at first use.
const Lexicon& product_lexicon();
const Lexicon& material_lexicon();       ///< rows of material_rows()
const Lexicon& material_word_lexicon();  ///< rows of material_word_rows()
const Lexicon& finish_lexicon();
const Lexicon& color_lexicon();  ///< rows of color_rows()

/// Words to rows of the taxonomy. invalid_argument for empty, damaged or unknown words, naming the field.
Result<FabricWords> read_words(const TextureRequest& request);

}  // namespace atelier
