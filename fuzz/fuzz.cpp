#include "fuzz/fuzz.h"

#include <cstdlib>

#include <nlohmann/json.hpp>

#include "base/log.h"
#include "imaging/codec.h"

namespace atelier::fuzz {
namespace {

// Small, so that an input takes milliseconds; the limits themselves have their tests.
constexpr DecodeLimits limits = {.pixels_max = 1 << 20, .side_px_max = 1 << 14};

void check(bool holds) {
  if (!holds) std::abort();
}

/// Reads every sample, so that the sanitizers see memory that is not there.
unsigned sum_of(const Image& image) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < image.bytes(); ++i) sum += std::to_integer<unsigned>(image.data()[i]);
  return sum;
}

}  // namespace

int decode(const char* format, const std::uint8_t* data, std::size_t size) {
  const ByteView file = view(data, size);
  const Codec* codec = sniff_codec(file);
  if (!codec || codec->name != std::string_view(format)) return -1;
  const RunContext run(1);
  const auto info = inspect_image(file, "input");
  const auto image = decode_image(file, limits, "input", run);
  (void)read_recipe(file, "input");
  if (!image.ok()) {
    check(image.error().kind != ErrorKind::internal && !image.error().message.empty());
    return 0;
  }
  check(info.ok() && info->width_px == image->width() && info->height_px == image->height());
  check(info->channels == image->channels() && info->type == image->type());
  [[maybe_unused]] volatile unsigned seen = sum_of(*image);
  return 0;
}

}  // namespace atelier::fuzz

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  atelier::configure_log({.level = atelier::LogLevel::off});
  return 0;
}
