#include "fabric/set/tiled_preview.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "imaging/color.h"

namespace atelier {

namespace {

constexpr int repeats = 3;
// Towards the light, in tile axes: from the upper left, 45° up.
constexpr float light_x = -0.5F, light_y = 0.5F, light_z = 0.7071F;
constexpr float ambient = 0.3F;

/// Light of one pixel of the tile, added to `sum`. A flat, open pixel returns its base colour.
void add_lit_pixel(const std::uint8_t* color, const std::uint8_t* normal, std::uint8_t occlusion, float* sum) {
  const float x = normal[0] / 127.5F - 1, y = normal[1] / 127.5F - 1, z = normal[2] / 127.5F - 1;
  const float key = std::max(0.0F, (x * light_x + y * light_y + z * light_z) / light_z);
  const float light = (1 - ambient) * key + ambient * occlusion / 255.0F;
  for (int channel = 0; channel < 3; ++channel) sum[channel] += light * srgb_decode_table()[color[channel]];
}

void write_tile_row(const MapSet& set, int row, int side_x, int side_y, std::uint8_t* out) {
  const Image& diff = *set.find("diff");
  const Image& normal = *set.find("nor_gl");
  const Image& arm = *set.find("arm");
  const auto place = [](int i, int pixels, int side) {
    return static_cast<int>(static_cast<std::int64_t>(i) * pixels / side);
  };
  std::vector<float> sums(3 * static_cast<std::size_t>(side_x));
  const int top = place(row, diff.height(), side_y), bottom = place(row + 1, diff.height(), side_y);
  for (int y = top; y < bottom; ++y) {
    for (int i = 0; i < side_x; ++i) {
      for (int x = place(i, diff.width(), side_x); x < place(i + 1, diff.width(), side_x); ++x) {
        add_lit_pixel(diff.row<std::uint8_t>(y) + 3 * x, normal.row<std::uint8_t>(y) + 3 * x,
                      arm.row<std::uint8_t>(y)[3 * x], &sums[3 * i]);
      }
    }
  }
  for (int i = 0; i < side_x; ++i) {
    const int columns = place(i + 1, diff.width(), side_x) - place(i, diff.width(), side_x);
    for (int channel = 0; channel < 3; ++channel) sums[3 * i + channel] /= static_cast<float>(columns * (bottom - top));
  }
  encode_srgb(std::span<const float>(sums), std::span(out, sums.size()));
}

}  // namespace

Result<Image> tiled_preview(const MapSet& set, int tile_px_max, const RunContext& run) {
  const Image& diff = *set.find("diff");
  const int side_x = std::min(tile_px_max, diff.width()), side_y = std::min(tile_px_max, diff.height());
  Image preview(repeats * side_x, repeats * side_y, 3, SampleType::u8, ColorMeaning::srgb);
  TRY_VOID(parallel_for(run, side_y, [&](int y) {
    std::uint8_t* first = preview.row<std::uint8_t>(y);
    write_tile_row(set, y, side_x, side_y, first);
    for (int k = 1; k < repeats; ++k) std::memcpy(first + static_cast<std::size_t>(k) * side_x * 3, first, side_x * 3);
    for (int k = 1; k < repeats; ++k)
      std::memcpy(preview.row<std::uint8_t>(y + k * side_y), first, preview.row_bytes());
  }));
  return preview;
}

}  // namespace atelier
