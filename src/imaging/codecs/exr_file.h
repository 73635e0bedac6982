#pragma once

#include <OpenEXR/openexr.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "imaging/bytes.h"

namespace atelier {

inline constexpr std::string_view exr_start = "\x76\x2f\x31\x01";

/// An OpenEXR file in memory, read or written by OpenEXRCore (its C interface: no exceptions, no threads of its own).
struct ExrFile {
  ByteView input;
  Bytes output;
  std::string trouble;              ///< the first that OpenEXRCore had to say
  exr_context_t context = nullptr;  ///< null: could not be opened

  ExrFile() = default;
  ~ExrFile();
  ExrFile(const ExrFile&) = delete;
  ExrFile& operator=(const ExrFile&) = delete;
};

std::unique_ptr<ExrFile> open_exr(ByteView file);
std::unique_ptr<ExrFile> create_exr();

/// The XMP packet in the attribute "xmp"; empty if there is none.
std::string exr_xmp(ByteView file);

}  // namespace atelier
