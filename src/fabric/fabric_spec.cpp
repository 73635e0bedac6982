#include "fabric/fabric_spec.h"

namespace atelier {

Result<FabricSpec> resolve_fabric(const TextureRequest&) { return fail(ErrorKind::unsupported, {"words", "", ""}); }

}  // namespace atelier
