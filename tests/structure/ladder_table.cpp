#include "tests/structure/ladder.h"

namespace atelier::structure {

namespace {

constexpr Rung rungs[] = {
    {"base", 0},    {"imaging", 1}, {"net", 1},       {"fabric", 2},  {"store", 2},  {"media", 2}, {"hub", 2},
    {"nn", 2},      {"models", 3},  {"diffusion", 4}, {"vision", 5},  {"speech", 5}, {"tryon", 6}, {"avatar", 6},
    {"engines", 7}, {"chat", 8},    {"jobs", 9},      {"server", 10}, {"bot", 10},   {"app", 11},
};

constexpr Wall walls[] = {
    {"torch/", "nn models diffusion tryon avatar", "LibTorch"},
    {"ATen/", "nn models diffusion tryon avatar", "LibTorch"},
    {"c10/", "nn models diffusion tryon avatar", "LibTorch"},
    {"boost/beast", "net", "Beast"},
    {"boost/asio", "net", "Asio"},
    {"curl/", "net", "libcurl"},
    {"spdlog/", "base", "spdlog"},
    {"toml++/", "base", "toml++"},
    {"turbojpeg.h", "imaging", "libjpeg-turbo"},
    {"jpeglib.h", "imaging", "libjpeg-turbo"},
    {"spng.h", "imaging", "libspng"},
    {"png.h", "", "libpng"},
    {"zlib.h", "imaging", "zlib"},
    {"webp/", "imaging", "libwebp"},
    {"tiff", "imaging media", "libtiff"},
    {"gif_lib.h", "imaging", "giflib"},
    {"OpenEXR/", "imaging", "OpenEXR"},
    {"lcms2.h", "imaging", "Little CMS"},
    {"libexif/", "imaging", "libexif"},
    {"libav", "media", "FFmpeg"},
    {"libheif/", "media", "libheif"},
    {"soci/", "store", "SOCI"},
    {"sqlite3.h", "store", "SQLite"},
    {"libpq-fe.h", "store", "libpq"},
    {"opencv2/", "vision tryon avatar", "OpenCV"},
    {"opencv2/imgcodecs", "", "OpenCV's imgcodecs"},
    {"opencv2/videoio", "", "OpenCV's videoio"},
    {"opencv2/highgui", "", "OpenCV's highgui"},
    {"opencv2/objdetect", "", "OpenCV's objdetect"},
    {"xnnpack.h", "vision", "XNNPACK"},
    {"server/", "app", "the transport"},
    {"bot/", "app", "the transport"},
    {"hub/", "engines jobs server bot app", "the hub (models are given an open file)"},
    {"models/", "diffusion tryon avatar engines jobs app", "a model (server and bot know none)"},
    {"diffusion/", "tryon avatar engines jobs app", "a model (server and bot know none)"},
    {"nn/", "models diffusion tryon avatar", "the tensor layer"},
};

}  // namespace

std::span<const Rung> ladder() {
  return rungs;
}

std::span<const Wall> foreign_walls() {
  return walls;
}

}  // namespace atelier::structure
