#include "base/media_type.h"

namespace atelier {

namespace {

struct Row {
  std::string_view ending;
  std::string_view media_type;
};

constexpr Row rows[] = {
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".jpeg", "image/jpeg"},
    {".webp", "image/webp"},
    {".gif", "image/gif"},
    {".bmp", "image/bmp"},
    {".tif", "image/tiff"},
    {".tiff", "image/tiff"},
    {".exr", "image/x-exr"},
    {".svg", "image/svg+xml"},
    {".json", "application/json"},
    {".u3m", "application/json"},
    {".gltf", "model/gltf+json"},
    {".glb", "model/gltf-binary"},
    {".mtlx", "application/xml"},
    {".zip", "application/zip"},
    {".u3ma", "application/zip"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/markdown; charset=utf-8"},
    {".py", "text/x-python; charset=utf-8"},
    {".html", "text/html; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".woff2", "font/woff2"},
    {".wav", "audio/wav"},
    {".mp4", "video/mp4"},
};

}  // namespace

std::string_view media_type_of(std::string_view name) {
  for (const Row& row : rows) {
    if (name.ends_with(row.ending)) return row.media_type;
  }
  return "application/octet-stream";
}

}  // namespace atelier
