#pragma once

#include "imaging/codec.h"

namespace atelier {

// The functions behind the rows of codecs_table.cpp.

Result<ImageInfo> inspect_png(ByteView file, std::string_view what);
Result<Decoded> decode_png(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);

Result<ImageInfo> inspect_jpeg(ByteView file, std::string_view what);
Result<Decoded> decode_jpeg(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);
Result<Bytes> encode_jpeg(const Image& image, const EncodeOptions& options, const RunContext& run);

Result<ImageInfo> inspect_webp(ByteView file, std::string_view what);
Result<Decoded> decode_webp(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);
Result<Bytes> encode_webp(const Image& image, const EncodeOptions& options, const RunContext& run);

Result<ImageInfo> inspect_gif(ByteView file, std::string_view what);
Result<Decoded> decode_gif(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);

Result<ImageInfo> inspect_bmp(ByteView file, std::string_view what);
Result<Decoded> decode_bmp(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);

Result<ImageInfo> inspect_tiff(ByteView file, std::string_view what);
Result<Decoded> decode_tiff(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);
Result<Bytes> encode_tiff(const Image& image, const EncodeOptions& options, const RunContext& run);

Result<ImageInfo> inspect_exr(ByteView file, std::string_view what);
Result<Decoded> decode_exr(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);
Result<Bytes> encode_exr(const Image& image, const EncodeOptions& options, const RunContext& run);

/// "{what}: damaged: {cause}", invalid_argument.
Error damaged_picture(std::string_view what, std::string_view cause);
/// invalid_argument unless quality is 1 to 100.
Result<void> check_quality(const EncodeOptions& options);

}  // namespace atelier
