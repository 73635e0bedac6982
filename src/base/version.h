#pragma once

#include <string>
#include <string_view>

namespace atelier {

/// The program's version, "MAJOR.MINOR.PATCH", as CMakeLists.txt has it.
std::string_view version();

/// "release", or "debug" where the compiler did not optimise or sanitizers are in.
std::string_view build_kind();

/// The compiler that built it: "GCC 12.2.0".
std::string_view compiler();

/// The processor family it was built for: "x86-64", "aarch64".
std::string_view architecture();

/// What the linker calls this very program (the GNU build ID, in hexadecimal): changes with every change of its code.
/// Empty where it was linked without one.
std::string build_id();

}  // namespace atelier
