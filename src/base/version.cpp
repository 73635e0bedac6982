#include "base/version.h"

#include <link.h>

#include <cstring>

namespace atelier {

namespace {

// The first object listed is the program itself.
int read_build_id(dl_phdr_info* object, std::size_t, void* into) {
  auto& id = *static_cast<std::string*>(into);
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_NOTE) continue;
    const auto* at = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
    const char* end = at + segment.p_memsz;
    while (at + sizeof(ElfW(Nhdr)) <= end) {
      ElfW(Nhdr) note;
      std::memcpy(&note, at, sizeof note);
      const auto padded = [](std::size_t bytes) { return (bytes + 3) / 4 * 4; };
      const char* name = at + sizeof note;
      const char* value = name + padded(note.n_namesz);
      at = value + padded(note.n_descsz);
      if (note.n_type != NT_GNU_BUILD_ID || note.n_namesz != 4 || std::memcmp(name, "GNU", 4) != 0) continue;
      constexpr char digits[] = "0123456789abcdef";
      for (std::size_t byte = 0; byte < note.n_descsz; ++byte) {
        const auto bits = static_cast<unsigned char>(value[byte]);
        id += digits[bits >> 4];
        id += digits[bits & 15];
      }
    }
  }
  return 1;
}

}  // namespace

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

std::string build_id() {
  std::string id;
  dl_iterate_phdr(read_build_id, &id);
  return id;
}

}  // namespace atelier
