// Our PNG writer beside its peers, which have one thread: zlib at level 1 with filter Up, libspng and, where its
// headers are installed, libpng at level 1 with their own choice of filters.
//   bench_png [PICTURE.png …]      without pictures: a noisy cloth, RGB 8 bit and its height, grey 16 bit, 2048²

#include <spng.h>
#include <zlib.h>
#ifdef ATELIER_LIBPNG
#include <png.h>
#endif

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <string>

#include "imaging/codec.h"
#include "imaging/png_filter.h"
#include "imaging/png_writer.h"

namespace atelier {
namespace {

constexpr int passes = 9, side = 2048, yarns = 64;

struct Picture {
  std::string name;
  Image image;
};

double best_ms(const std::function<void()>& work) {
  double best = 1e30;
  for (int i = 0; i < passes; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    best = std::min(best, std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return best;
}

// A plain weave with fibre noise: half a cosine across each thread, warp above weft by turns.
double cloth_height(int x, int y, double fibre) {
  const double u = (x + 0.5) / side * yarns, v = (y + 0.5) / side * yarns, pi = 3.14159265358979;
  const double over = std::cos(pi * (u - 0.5)) * std::cos(pi * (v - 0.5));
  const double warp = (0.5 - 0.5 * std::cos(2 * pi * u)) * (0.5 + 0.5 * over);
  const double weft = (0.5 - 0.5 * std::cos(2 * pi * v)) * (0.5 - 0.5 * over);
  return std::clamp(std::max(warp, weft) * 0.9 + 0.03 * fibre + 0.05, 0.0, 1.0);
}

std::vector<Picture> noisy_cloth() {
  Image color(side, side, 3, SampleType::u8, ColorMeaning::srgb),
      height(side, side, 1, SampleType::u16, ColorMeaning::data);
  std::mt19937 random(7);
  std::normal_distribution<double> noise;
  const double dye[] = {62, 84, 140};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double h = cloth_height(x, y, noise(random) * 0.58), shade = (0.45 + 0.6 * h) * (1 + 0.05 * noise(random));
      height.row<std::uint16_t>(y)[x] = static_cast<std::uint16_t>(h * 65535);
      for (int c = 0; c < 3; ++c) {
        const double value = std::clamp(dye[c] * shade + 1.5 * noise(random), 0.0, 255.0);
        color.row<std::uint8_t>(y)[3 * x + c] = static_cast<std::uint8_t>(value);
      }
    }
  }
  std::vector<Picture> pictures;
  pictures.push_back({"cloth rgb8", std::move(color)});
  pictures.push_back({"cloth grey16", std::move(height)});
  return pictures;
}

void print(const std::string& picture, const std::string& encoder, double ms, std::size_t bytes) {
  std::printf("%-24s %-28s %8.1f ms %10zu bytes\n", picture.c_str(), encoder.c_str(), ms, bytes);
}

void measure_ours(const Picture& picture, int threads) {
  const RunContext run(threads);
  Bytes file;
  const double ms = best_ms([&] {
    auto encoded = encode_png(picture.image, {}, run);
    if (encoded.ok()) file = std::move(encoded).value();
  });
  const auto back = decode_image(file, {}, picture.name, run);
  const bool equal = back.ok() && std::equal(back->data(), back->data() + back->bytes(), picture.image.data());
  print(picture.name, fmt::format("ours, {} threads{}", run.threads(), equal ? "" : ", WRONG"), ms, file.size());
}

void measure_zlib(const Picture& picture, int level) {
  const PngRows rows(picture.image, 0, picture.image.height());
  std::vector<std::uint8_t> filtered((rows.row_bytes() + 1) * rows.count());
  uLongf size = 0;
  std::vector<std::uint8_t> packed(compressBound(filtered.size()));
  const double ms = best_ms([&] {
    for (int y = 0; y < rows.count(); ++y) {
      std::uint8_t* out = filtered.data() + (rows.row_bytes() + 1) * y;
      *out = static_cast<std::uint8_t>(PngFilter::up);
      filter_row(rows, y, PngFilter::up, out + 1);
    }
    size = packed.size();
    compress2(packed.data(), &size, filtered.data(), filtered.size(), level);
  });
  print(picture.name, fmt::format("zlib level {}, filter Up", level), ms, size);
}

void measure_spng(const Picture& picture) {
  const Image& image = picture.image;
  constexpr std::uint8_t color_types[] = {SPNG_COLOR_TYPE_GRAYSCALE, SPNG_COLOR_TYPE_GRAYSCALE_ALPHA,
                                          SPNG_COLOR_TYPE_TRUECOLOR, SPNG_COLOR_TYPE_TRUECOLOR_ALPHA};
  std::size_t size = 0;
  const double ms = best_ms([&] {
    spng_ctx* context = spng_ctx_new(SPNG_CTX_ENCODER);
    spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1);
    spng_set_option(context, SPNG_IMG_COMPRESSION_LEVEL, 1);
    spng_ihdr header{};
    header.width = image.width();
    header.height = image.height();
    header.bit_depth = image.type() == SampleType::u16 ? 16 : 8;
    header.color_type = color_types[image.channels() - 1];
    spng_set_ihdr(context, &header);
    spng_encode_image(context, image.data(), image.bytes(), SPNG_FMT_PNG, SPNG_ENCODE_FINALIZE);
    int error = 0;
    std::free(spng_get_png_buffer(context, &size, &error));
    spng_ctx_free(context);
  });
  print(picture.name, "libspng level 1", ms, size);
}

#ifdef ATELIER_LIBPNG
std::size_t libpng_bytes(const Image& image) {
  std::size_t size = 0;
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  const auto count = [](png_structp writer, png_bytep, png_size_t more) {
    *static_cast<std::size_t*>(png_get_io_ptr(writer)) += more;
  };
  png_set_write_fn(png, &size, count, [](png_structp) {});
  constexpr int color_types[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB,
                                 PNG_COLOR_TYPE_RGB_ALPHA};
  png_set_IHDR(png, info, image.width(), image.height(), image.type() == SampleType::u16 ? 16 : 8,
               color_types[image.channels() - 1], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_compression_level(png, 1);
  png_write_info(png, info);
  if (image.type() == SampleType::u16) png_set_swap(png);
  for (int y = 0; y < image.height(); ++y) png_write_row(png, image.row<std::uint8_t>(0) + image.row_bytes() * y);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  return size;
}

void measure_libpng(const Picture& picture) {
  std::size_t size = 0;
  const double ms = best_ms([&] { size = libpng_bytes(picture.image); });
  print(picture.name, "libpng level 1", ms, size);
}
#else
void measure_libpng(const Picture& picture) {
  std::printf("%-24s %-28s not measured: libpng-dev is not installed\n", picture.name.c_str(), "libpng level 1");
}
#endif

int run_png(int argc, char** argv) {
  std::vector<Picture> pictures;
  for (int i = 1; i < argc; ++i) {
    auto image = load_image(argv[i], RunContext());
    if (!image.ok()) {
      std::fprintf(stderr, "%s\n", image.error().message.en.c_str());
      return error_row(image.error().kind).exit_code;
    }
    pictures.push_back({std::filesystem::path(argv[i]).filename().string(), std::move(image).value()});
  }
  if (pictures.empty()) pictures = noisy_cloth();
  std::printf("%-24s %-28s %11s %16s\n", "picture", "encoder", fmt::format("best of {}", passes).c_str(), "file");
  for (const Picture& picture : pictures) {
    measure_ours(picture, 1);
    measure_ours(picture, 0);
    measure_zlib(picture, 1);
    measure_spng(picture);
    measure_libpng(picture);
  }
  return 0;
}

}  // namespace
}  // namespace atelier

int main(int argc, char** argv) {
  return atelier::run_png(argc, argv);
}
