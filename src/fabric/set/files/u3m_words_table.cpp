#include <algorithm>
#include <iterator>

#include "fabric/set/files/u3m_words.h"

namespace atelier {
namespace {

// The fibres of U3M 1.1 that our tables name.
constexpr std::string_view fibres[] = {
    "Acetate", "Acrylic",   "Cashmere", "Cotton",     "Cupro", "Elastane", "Hemp",
    "Jute",    "Linen",     "Lyocell",  "Modacrylic", "Modal", "Mohair",   "Neoprene",
    "Nylon",   "Polyester", "Ramie",    "Rayon",      "Silk",  "Wool",     "Metallic Fibre",
};

struct Row {
  std::string_view from, to;
};

constexpr Row other_fibres[] = {{"Viscose", "Rayon"}, {"Metal", "Metallic Fibre"}};

constexpr Row material_types[] = {{"woven", "Woven"}, {"knit", "Knit"}, {"leather", "Leather"}, {"net", "Knit"}};

// By the cloth's own ID first, then by its weave.
constexpr Row constructions[] = {
    {"F02", "Poplin"},        {"F03", "Oxford"},      {"F12", "Canvas"},        {"F24", "TafFeta"},
    {"F25", "TafFeta"},       {"F30", "Oxford"},      {"F37", "Jacquard"},      {"K01", "Single jersey"},
    {"K02", "Single jersey"}, {"K03", "1 x 1 rib"},   {"K04", "Interlock"},     {"interlock_pes", "Interlock"},
    {"K05", "Single jersey"}, {"K07", "Tricot"},      {"K08", "French terry"},  {"K09", "Pique"},
    {"rib_2x2", "2 x 2 rib"}, {"K10", "Polarfleece"}, {"P_velvet", "Velour"},   {"P_terry", "Terry loop"},
    {"N_mesh", "Mesh"},       {"N_tulle", "Mesh"},    {"N_lace", "Raschel"},    {"N_neoprene", "Spacer"},
    {"plain", "Plain weave"}, {"ripstop", "Ripstop"}, {"satin", "Satin"},       {"sateen", "Satin"},
    {"oxford", "Oxford"},     {"dobby", "Dobby"},     {"jacquard", "Jacquard"}, {"damask", "Jacquard"},
    {"waffle", "Waffle"},
};

std::string_view find(const auto& rows, std::string_view from) {
  const auto found = std::find_if(std::begin(rows), std::end(rows), [&](const Row& row) { return row.from == from; });
  return found == std::end(rows) ? std::string_view() : found->to;
}

U3mWord known_or_other(std::string_view known, std::string_view other) {
  if (!known.empty()) return {known};
  return other.empty() ? U3mWord{"unknown"} : U3mWord{"other", std::string(other)};
}

}  // namespace

U3mWord u3m_fibre(std::string_view fibre) {
  const auto known = std::find(std::begin(fibres), std::end(fibres), fibre);
  return known_or_other(known != std::end(fibres) ? *known : find(other_fibres, fibre), fibre);
}

U3mWord u3m_material_type(const FabricSpec& spec) {
  return known_or_other(find(material_types, spec.structure), spec.structure);
}

U3mWord u3m_construction(const FabricSpec& spec) {
  if (const std::string_view by_cloth = find(constructions, spec.fabric); !by_cloth.empty()) return {by_cloth};
  if (spec.structure != "woven") return known_or_other({}, spec.material);
  if (spec.weave.id == "twill") return {spec.weave.step < 0 ? "Twill - left hand (S)" : "Twill - right hand (Z)"};
  return known_or_other(find(constructions, spec.weave.id), spec.weave.id);
}

}  // namespace atelier
