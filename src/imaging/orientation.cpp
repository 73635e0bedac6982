#include "imaging/orientation.h"

#include <cstring>

namespace atelier {
namespace {

constexpr std::uint32_t orientation_tag = 0x0112, type_short = 3;

template <std::size_t pixel_bytes>
void turn(const Image& from, Image& to, int orientation) {
  const bool swapped = orientation >= 5;
  const bool mirror_x = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool mirror_y = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const std::ptrdiff_t step_x = swapped ? static_cast<std::ptrdiff_t>(from.row_bytes()) : pixel_bytes;
  for (int y = 0; y < to.height(); ++y) {
    const int x0 = swapped ? y : 0, y0 = swapped ? 0 : y;
    const int last_x = from.width() - 1, last_y = from.height() - 1;
    const int begin_x = mirror_x ? last_x - x0 : x0, begin_y = mirror_y ? last_y - y0 : y0;
    const std::ptrdiff_t step = (swapped ? mirror_y : mirror_x) ? -step_x : step_x;
    const std::byte* source = from.data() + from.row_bytes() * begin_y + pixel_bytes * begin_x;
    std::byte* target = to.data() + to.row_bytes() * y;
    for (int x = 0; x < to.width(); ++x, target += pixel_bytes) std::memcpy(target, source + step * x, pixel_bytes);
  }
}

}  // namespace

int exif_orientation(ByteView tiff) {
  if (tiff.size() < 8) return 1;
  const bool little = begins_with(tiff, std::string_view("II*\0", 4));
  if (!little && !begins_with(tiff, std::string_view("MM\0*", 4))) return 1;
  const auto u16 = [&](std::size_t at) { return little ? little_endian16(tiff, at) : big_endian16(tiff, at); };
  const std::size_t directory = little ? little_endian32(tiff, 4) : big_endian32(tiff, 4);
  if (directory > tiff.size() - 2) return 1;
  const std::size_t entries = u16(directory);
  for (std::size_t i = 0; i < entries; ++i) {
    const std::size_t entry = directory + 2 + i * 12;
    if (entry + 12 > tiff.size()) return 1;
    if (u16(entry) != orientation_tag) continue;
    const std::uint32_t value = u16(entry + 8);
    return u16(entry + 2) == type_short && value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Image apply_orientation(Image image, int orientation) {
  if (image.empty() || orientation < 2 || orientation > 8) return image;
  const bool swapped = orientation >= 5;
  Image upright(swapped ? image.height() : image.width(), swapped ? image.width() : image.height(), image.channels(),
                image.type(), image.meaning());
  switch (image.channels() * sample_bytes(image.type())) {
    case 1:
      turn<1>(image, upright, orientation);
      break;
    case 2:
      turn<2>(image, upright, orientation);
      break;
    case 3:
      turn<3>(image, upright, orientation);
      break;
    case 4:
      turn<4>(image, upright, orientation);
      break;
    case 6:
      turn<6>(image, upright, orientation);
      break;
    case 8:
      turn<8>(image, upright, orientation);
      break;
    case 12:
      turn<12>(image, upright, orientation);
      break;
    default:
      turn<16>(image, upright, orientation);
      break;
  }
  return upright;
}

}  // namespace atelier
