#include "fabric/set/files/set_material.h"

#include <algorithm>

namespace atelier {

const MaterialMap* SetMaterial::find(std::string_view name) const {
  const auto found = std::find_if(maps.begin(), maps.end(), [&](const MaterialMap& map) { return map.name == name; });
  return found == maps.end() ? nullptr : &*found;
}

bool SetMaterial::is_openwork() const {
  const MaterialMap* opacity = find("opacity");
  return opacity && spec.structure == "net";
}

}  // namespace atelier
