#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/error.h"

namespace atelier {

// The taxonomy of section 14 as written tables: language-neutral IDs and the words people use for them. To add a word,
// add it to its row; to add a product, material, finish or colour, add a row.

/// Words for one thing. In each language alternatives are separated by ';' and the first is the one to show.
/// English and Korean words are matched without regard to case, spaces and hyphens; Russian ones in any form.
struct Names {
  std::string_view en, ko, ru;
};

/// The first word of a language ("down jacket").
std::string_view shown_name(const Names& names, Lang lang);

/// An error about a thing of the tables, its name in each language: the phrase takes the field, then the name.
Error fail_named(ErrorKind kind, const Phrase& phrase, std::string_view field, const Names& names);

/// What is made of cloth (14.1).
struct ProductRow {
  std::string_view id;
  Names names;
  std::string_view materials;  ///< plausible material IDs, separated by spaces, the default first
  std::string_view finishes;   ///< default finish IDs, separated by spaces
  std::string_view phrase;     ///< for prompts: "the … of a down jacket"
};

/// Which family a cloth belongs to: decides what a prompt must keep out (14.4).
enum class Family { plain, coarse, filament, wool, sheer, knit, pile, leather, felt, coated };

/// A material (13, 14.2). Several rows may share one woven construction (hemp is woven as linen is).
struct MaterialRow {
  std::string_view id;     ///< F02, K01, P_velvet, N_leather, hemp …
  std::string_view label;  ///< in file names and manifests: poplin, jersey …
  Names names;
  Family family;
  std::string_view fibre;   ///< as U3M names it: Cotton, Nylon …
  std::string_view fabric;  ///< ID of the woven construction (woven_row); empty: not a woven cloth
  std::string_view noun;    ///< for prompts: "down-proof nylon"
  std::string_view phrase;  ///< structure phrase for prompts
  double roughness_shift = 0;
};

/// A word that means different materials for different products ("wool", "оксфорд").
struct MaterialWordRow {
  std::string_view id;
  Names names;
  /// "F28:bag,ski_jacket F26:windbreaker F25": the first whose products hold the product; the last is for all others.
  std::string_view rules;
  std::string_view fibre;     ///< a fibre that may stand before a cloth's own name ("silk dupioni"); else empty
  std::string_view finishes;  ///< finishes the word itself asks for ("houndstooth")
};

/// What the renderer does with a finish.
enum class FinishKind {
  surface,  ///< changes geometry or shine
  quilt,
  pattern,    ///< a weave or an order of dyed yarns
  unseen,     ///< changes nothing that can be seen
  not_built,  ///< cannot be rendered yet
};

/// A finish or pattern (14.3).
struct FinishRow {
  std::string_view id;
  Names names;
  FinishKind kind;
  std::string_view phrase;     ///< for prompts; empty: none
  std::string_view adjective;  ///< for prompts by tags: before the cloth, or with "pattern" after it; empty: none
};

/// A colour of the fabric palette (11.2): sRGB 0xRRGGBB.
struct ColorRow {
  std::string_view id;
  std::uint32_t rgb;
  Names names;
  bool fluorescent = false;
};

/// A colour of CSS (English only).
struct CssColorRow {
  std::string_view name;
  std::uint32_t rgb;
};

std::span<const ProductRow> product_rows();
std::span<const MaterialRow> material_rows();
std::span<const MaterialWordRow> material_word_rows();
std::span<const FinishRow> finish_rows();
std::span<const ColorRow> color_rows();
std::span<const CssColorRow> css_color_rows();

/// The row with this ID, or null.
const ProductRow* find_product(std::string_view id);
const MaterialRow* find_material(std::string_view id);
const FinishRow* find_finish(std::string_view id);
const ColorRow* find_color(std::string_view id);

}  // namespace atelier
