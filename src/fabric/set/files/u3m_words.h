#pragma once

#include <string>
#include <string_view>

#include "fabric/fabric_spec.h"

namespace atelier {

/// A word of U3M's extensible lists: one of its own, or "other" with a name of ours.
struct U3mWord {
  std::string_view type;
  std::string name{};  ///< only with "other"
};

U3mWord u3m_fibre(std::string_view fibre);
U3mWord u3m_material_type(const FabricSpec& spec);
U3mWord u3m_construction(const FabricSpec& spec);

}  // namespace atelier
