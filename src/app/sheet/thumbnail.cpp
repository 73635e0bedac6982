#include "app/sheet/thumbnail.h"

#include "base/files.h"
#include "imaging/codec.h"
#include "imaging/resize.h"

namespace atelier {

namespace {

/// The same picture with 8 bits a sample.
Image in_8_bits(Image image) {
  if (image.type() != SampleType::u16) return image;
  Image small(image.width(), image.height(), image.channels(), SampleType::u8, image.meaning());
  for (int y = 0; y < image.height(); ++y) {
    const auto* from = image.row<std::uint16_t>(y);
    auto* to = small.row<std::uint8_t>(y);
    for (std::size_t i = 0; i < image.row_samples(); ++i) to[i] = static_cast<std::uint8_t>(from[i] >> 8);
  }
  return small;
}

}  // namespace

Result<std::filesystem::path> write_thumbnail(const std::filesystem::path& picture, const std::filesystem::path& stem,
                                              int side_px, const RunContext& run) {
  TRY(const Image image, load_image(picture, run));
  TRY(Image fitted, fit_within(image, side_px, AverageIn::light, run));
  const Image small = in_8_bits(std::move(fitted));
  const bool has_alpha = small.channels() == 2 || small.channels() == 4;
  TRY(const Bytes file, encode_image(small, has_alpha ? "png" : "jpeg", EncodeOptions{.quality = 80}, run));
  std::filesystem::path name = stem;
  name += has_alpha ? ".png" : ".jpg";
  TRY_VOID(write_file(name, {reinterpret_cast<const char*>(file.data()), file.size()}));
  return name;
}

}  // namespace atelier
