#pragma once

#include <string>
#include <vector>

#include "fabric/fabric_spec.h"
#include "fabric/texture_request.h"
#include "fabric/words/vocabulary.h"

namespace atelier {

/// The request in canonical IDs only ("down_jacket", "F25", "navy", "quilt_horizontal, dwr"): reads back to an equal
/// spec, in whichever language the first one was.
TextureRequest canonical_request(const FabricSpec& spec);

/// Begin of the file names: `{material}_{weave}_{color}_{hash6}`, lower snake case in ASCII; the hash is of the
/// canonical request as JSON, so that different requests never share a name.
std::string fabric_slug(const FabricSpec& spec);

/// A product that is made of this material as a rule; else one that may be; else the first.
const ProductRow& usual_product(const MaterialRow& material);

/// What can be asked for, for lists and help.
struct FabricListing {
  enum class Kind { product, material, finish, color };
  Kind kind;
  std::string id;
  Text name;            ///< the word to show, in each language
  Text words;           ///< all words, in each language, joined by ", "
  bool built = false;   ///< can be rendered now (a product: with its default material)
  std::string detail;   ///< construction ("plain, 83 x 67 /cm, 34 g/m2"), default material, or hex
  std::string example;  ///< a command to type; where not built, `atelier prompt …`
};

/// Every product, material, finish and colour of the taxonomy, in the order of the tables. Names that one language
/// lacks are English.
std::vector<FabricListing> list_fabrics();

/// The listing that a word in any language means; invalid_argument with the nearest known words where there is none.
Result<FabricListing> describe_fabric(std::string_view word);

}  // namespace atelier
