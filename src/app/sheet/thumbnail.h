#pragma once

#include <filesystem>

#include "base/result.h"
#include "base/run_context.h"

namespace atelier {

/// Writes a small copy of a picture file, inside a square of `side_px`, for a page to load quickly: a JPEG, or a PNG
/// where the picture has alpha. Returns the file, which is `stem` with its extension. Errors: those of reading a
/// picture and writing a file.
Result<std::filesystem::path> write_thumbnail(const std::filesystem::path& picture, const std::filesystem::path& stem,
                                              int side_px, const RunContext& run);

}  // namespace atelier
