#pragma once

#include <tiffio.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "imaging/bytes.h"

namespace atelier {

/// A TIFF file in memory, read or written by libtiff. What libtiff has to say goes into `trouble`, never to a terminal.
struct TiffFile {
  ByteView input;      ///< when reading
  Bytes output;        ///< when writing
  std::size_t at = 0;  ///< where libtiff stands
  std::string trouble;

  struct Close {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
  };
  std::unique_ptr<TIFF, Close> tiff;  ///< refers to this struct: last, and never moved

  TiffFile() = default;
  TiffFile(const TiffFile&) = delete;
  TiffFile& operator=(const TiffFile&) = delete;
};

/// Opens a file at its first picture; `tiff` is null if that fails. libtiff takes 512 MiB at most in one piece.
std::unique_ptr<TiffFile> open_tiff(ByteView file);
/// Begins a new file.
std::unique_ptr<TiffFile> create_tiff();

/// The XMP packet of the first picture; empty if there is none.
std::string tiff_xmp(ByteView file);
/// The bytes of a tag that holds a count and as many bytes (XMP, ICC profile); empty if it is not there.
ByteView tiff_bytes(TIFF* tiff, std::uint32_t tag);

}  // namespace atelier
