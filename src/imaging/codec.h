#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/run_context.h"
#include "imaging/bytes.h"
#include "imaging/image.h"
#include "imaging/metadata.h"

namespace atelier {

/// What a picture file may ask for. Each is checked before memory is taken, and named in its error (too_large).
struct DecodeLimits {
  std::size_t file_bytes_max = std::size_t{256} << 20;
  std::int64_t pixels_max = 100'000'000;
  int side_px_max = 32768;
  /// Bytes of samples, as stored, for one byte of file. Deflate reaches 1032 at most: beyond, the header lies.
  double expansion_max = 1100;
  /// Pictures below this many bytes of samples may expand as they like.
  std::size_t expansion_free_bytes = std::size_t{1} << 20;
};

/// What a picture file says of itself.
struct ImageInfo {
  std::string_view format;                    ///< "png", "jpeg"
  std::string_view media_type;                ///< "image/png"
  int width_px = 0, height_px = 0;            ///< upright, after the orientation is applied
  int channels = 0;                           ///< once decoded: 1 grey, 2 grey+alpha, 3 RGB, 4 RGBA
  SampleType type = SampleType::u8;           ///< once decoded
  ColorMeaning meaning = ColorMeaning::srgb;  ///< data for maps that atelier wrote with their recipe
  int bits = 8;                               ///< of a sample (or palette index) in the file
  std::string_view layout;                    ///< "grey", "grey+alpha", "RGB", "RGBA", "palette", "YCbCr", "CMYK"
  std::string_view color;                     ///< "sRGB", "gamma", "ICC profile", "not stated"
  bool interlaced = false;                    ///< Adam7 or progressive
  int orientation = 1;                        ///< EXIF, 1..8; anything else in the file counts as 1
  double pixels_per_metre = 0;                ///< 0: not stated
  bool has_exif = false, has_xmp = false, has_icc = false, has_recipe = false;
  std::uint64_t stored_bytes = 0;    ///< of all samples before compression
  bool packs_without_bound = false;  ///< a flat picture takes next to nothing: DecodeLimits::expansion_max says nothing
};

/// What a decoder hands over: samples as the file has them, not yet upright, in the colours of the file's profile.
struct Decoded {
  Image image;
  Bytes profile;      ///< ICC; empty: sRGB, or data
  bool cmyk = false;  ///< four channels of ink, 0 for none; without: 1 grey, 2 grey+alpha, 3 RGB, 4 RGBA
};

/// How to write a picture.
struct EncodeOptions {
  int quality = 92;             ///< JPEG and lossy WebP, 1..100
  bool lossless = false;        ///< WebP
  bool half_floats = true;      ///< EXR: 16 bits a sample, otherwise 32
  double pixels_per_metre = 0;  ///< 0: not stated
  /// PNG of one u8 channel: what its samples stand for, 0xRRGGBB, at most 256; a sample beyond the last is an error of
  /// ours. Empty: grey.
  std::vector<std::uint32_t> palette{};
  Metadata metadata;
};

/// One picture format. A null decode: atelier-media reads it. A null encode: it is not written.
struct Codec {
  const char* name;
  const char* media_type;
  const char* extension;
  const char* what_it_is;
  bool (*sniff)(ByteView file);
  Result<ImageInfo> (*inspect)(ByteView file, std::string_view what);
  Result<Decoded> (*decode)(ByteView file, const ImageInfo& info, std::string_view what, const RunContext& run);
  Result<Bytes> (*encode)(const Image& image, const EncodeOptions& options, const RunContext& run);
};

/// Every format that is known (codecs_table.cpp).
std::span<const Codec> codecs();
/// The format whose content this is, whatever its name; null if unknown.
const Codec* sniff_codec(ByteView file);

/// Reads header and metadata without decoding. `what` names the picture in errors.
/// invalid_argument: empty, not a picture, damaged header; unsupported: a kind that is not read; not_installed: a
/// format of atelier-media.
Result<ImageInfo> inspect_image(ByteView file, std::string_view what);

/// Decodes a picture (of an animation the first frame): u8 or u16 samples (1, 2 and 4 bit become 8; of EXR linear f32,
/// which may leave 0..1), palettes resolved,
/// upright, in sRGB by the file's ICC profile, with ImageInfo::meaning. A profile that cannot be used is a warning in
/// the log and counts as sRGB. invalid_argument: damaged or cut; too_large: see DecodeLimits; unsupported: a kind that
/// is not read; not_installed: a format of atelier-media; exhausted, cancelled.
Result<Image> decode_image(ByteView file, const DecodeLimits& limits, std::string_view what, const RunContext& run);

/// Reads a file of at most limits.file_bytes_max bytes. not_found, denied, too_large; invalid_argument if not a file.
Result<Bytes> read_image_file(const std::filesystem::path& path, const DecodeLimits& limits = {});
Result<Image> load_image(const std::filesystem::path& path, const RunContext& run, const DecodeLimits& limits = {});

/// Writes a picture in the format named ("png", "jpeg", "webp", "tiff", "exr"). EXR takes any samples; sRGB becomes
/// light. unsupported: unknown format, or a picture it cannot hold.
Result<Bytes> encode_image(const Image& image, std::string_view format, const EncodeOptions& options,
                           const RunContext& run);

}  // namespace atelier
