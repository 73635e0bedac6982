#pragma once

#include "fabric/fabric_spec.h"

namespace atelier {

/// How thick the cloth is between two plates that just touch it, in mm. Of woven cloth: both yarn systems, one over the
/// other where they cross (Peirce 1937); of knits: the yarns that lie over each other in a loop; of other families
/// their trade thickness; a quilt's filling and a coating on top. `relief_mm`, the span of the height map, is the least
/// for cloth whose face is firm.
double cloth_thickness_mm(const FabricSpec& spec, double relief_mm);

}  // namespace atelier
