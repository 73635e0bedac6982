#include "fabric/set/tiled_preview.h"

#include <algorithm>
#include <vector>

#include "imaging/color.h"
#include "imaging/resize.h"

namespace atelier {

namespace {

constexpr int rows_per_piece = 16;
// Towards the light, in tile axes: from the upper left, 45° up.
constexpr float light_x = -0.5F, light_y = 0.5F, light_z = 0.7071F;
constexpr float ambient = 0.3F;

/// Light on one pixel. A flat, open pixel gets 1, and so shows its base colour.
float light_on(const std::uint8_t* normal, std::uint8_t occlusion) {
  const float x = normal[0] / 127.5F - 1, y = normal[1] / 127.5F - 1, z = normal[2] / 127.5F - 1;
  const float key = std::max(0.0F, (x * light_x + y * light_y + z * light_z) / light_z);
  return (1 - ambient) * key + ambient * occlusion / 255.0F;
}

void light_row(const MapSet& set, int y, std::span<float> linear, Image& lit) {
  decode_srgb({set.find("diff")->row<std::uint8_t>(y), linear.size()}, linear);
  const std::uint8_t* normal = set.find("nor_gl")->row<std::uint8_t>(y);
  const std::uint8_t* arm = set.find("arm")->row<std::uint8_t>(y);
  for (std::size_t i = 0; i < linear.size(); i += 3) {
    const float light = light_on(normal + i, arm[i]);
    for (std::size_t channel = i; channel < i + 3; ++channel) linear[channel] *= light;
  }
  encode_srgb(linear, {lit.row<std::uint8_t>(y), linear.size()});
}

}  // namespace

Result<Image> tiled_preview(const MapSet& set, int tile_px_max, const RunContext& run) {
  const Image& diff = *set.find("diff");
  Image lit(diff.width(), diff.height(), 3, SampleType::u8, ColorMeaning::srgb);
  TRY_VOID(parallel_for(run, (diff.height() + rows_per_piece - 1) / rows_per_piece, [&](int piece) {
    std::vector<float> linear(diff.row_samples());
    const int end = std::min(diff.height(), (piece + 1) * rows_per_piece);
    for (int y = piece * rows_per_piece; y < end; ++y) light_row(set, y, linear, lit);
  }));
  TRY(const Image tile, fit_within(lit, tile_px_max, AverageIn::light, run));
  return repeat(tile, preview_repeats, preview_repeats);
}

}  // namespace atelier
