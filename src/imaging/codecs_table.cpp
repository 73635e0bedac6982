#include "imaging/codec.h"
#include "imaging/codecs/codecs.h"
#include "imaging/codecs/exr_file.h"
#include "imaging/png_chunks.h"
#include "imaging/png_writer.h"

namespace atelier {
namespace {

bool is_png(ByteView file) {
  return begins_with(file, png_signature);
}
bool is_jpeg(ByteView file) {
  return begins_with(file, "\xff\xd8\xff");
}
bool is_gif(ByteView file) {
  return begins_with(file, "GIF87a") || begins_with(file, "GIF89a");
}
bool is_webp(ByteView file) {
  return file.size() >= 12 && begins_with(file, "RIFF") && begins_with(file.subspan(8), "WEBP");
}
bool is_bmp(ByteView file) {  // "BM" alone is two letters of any text: the size of the second header must be known
  if (file.size() < 26 || !begins_with(file, "BM")) return false;
  const std::uint32_t header = little_endian32(file, 14);
  return header == 12 || header == 40 || header == 52 || header == 56 || header == 64 || header == 108 || header == 124;
}
bool is_tiff(ByteView file) {  // the second pair has offsets of 64 bits
  if (file.size() < 8) return false;
  const std::uint32_t start = big_endian32(file, 0);
  return start == 0x49492a00 || start == 0x4d4d002a || start == 0x49492b00 || start == 0x4d4d002b;
}
bool is_exr(ByteView file) {
  return begins_with(file, exr_start);
}
bool is_heif_brand(ByteView file, std::string_view first, std::string_view second) {
  return file.size() >= 12 && begins_with(file.subspan(4), "ftyp") &&
         (begins_with(file.subspan(8), first) || begins_with(file.subspan(8), second));
}
bool is_avif(ByteView file) {
  return is_heif_brand(file, "avif", "avis");
}
bool is_heic(ByteView file) {
  return is_heif_brand(file, "heic", "mif1") || is_heif_brand(file, "heix", "msf1");
}

constexpr Codec table[] = {
    {"png", "image/png", "png", "PNG", is_png, inspect_png, decode_png, encode_png},
    {"jpeg", "image/jpeg", "jpg", "JPEG", is_jpeg, inspect_jpeg, decode_jpeg, encode_jpeg},
    {"webp", "image/webp", "webp", "WebP", is_webp, inspect_webp, decode_webp, encode_webp},
    {"gif", "image/gif", "gif", "GIF", is_gif, inspect_gif, decode_gif, nullptr},
    {"tiff", "image/tiff", "tif", "TIFF", is_tiff, inspect_tiff, decode_tiff, encode_tiff},
    {"bmp", "image/bmp", "bmp", "BMP", is_bmp, inspect_bmp, decode_bmp, nullptr},
    {"exr", "image/x-exr", "exr", "OpenEXR", is_exr, inspect_exr, decode_exr, encode_exr},
    {"avif", "image/avif", "avif", "AVIF", is_avif, nullptr, nullptr, nullptr},
    {"heic", "image/heic", "heic", "HEIC", is_heic, nullptr, nullptr, nullptr},
};

}  // namespace

std::span<const Codec> codecs() {
  return table;
}

}  // namespace atelier
