#pragma once

#include "imaging/codec.h"

namespace atelier {

// The functions behind the rows of codecs_table.cpp.

Result<ImageInfo> inspect_png(ByteView file, std::string_view what);
Result<Image> decode_png(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);

Result<ImageInfo> inspect_jpeg(ByteView file, std::string_view what);
Result<Image> decode_jpeg(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);
Result<Bytes> encode_jpeg(const Image& image, const EncodeOptions& options, const RunContext& run);

/// "{what}: damaged: {cause}", invalid_argument.
Error damaged_picture(std::string_view what, std::string_view cause);

}  // namespace atelier
