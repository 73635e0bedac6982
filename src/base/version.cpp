#include "base/version.h"

namespace atelier {

std::string_view version() {
  return ATELIER_VERSION;
}

std::string_view build_kind() {
#if defined(NDEBUG) && !defined(__SANITIZE_ADDRESS__)
  return "release";
#else
  return "debug";
#endif
}

std::string_view compiler() {
#if defined(__clang__)
  return "Clang " __clang_version__;
#else
  return "GCC " __VERSION__;
#endif
}

std::string_view architecture() {
#if defined(__x86_64__)
  return "x86-64";
#elif defined(__aarch64__)
  return "aarch64";
#else
  return "unknown";
#endif
}

}  // namespace atelier
