#include "base/version.h"

namespace atelier {

std::string_view version() {
  return ATELIER_VERSION;
}

}  // namespace atelier
