#include "fabric/weave/neps.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

constexpr float soft = 0.8F;  // share of a nep's radius over which its edge mixes with the yarn

// The nearest way from one place of a period to another, -0.5..0.5.
float torus_offset(float to, float from) {
  const float off = to - from;
  return off - std::floor(off + 0.5F);
}

// What is seen of `dye` at a pixel: `share` of it.
void blend_dye(Surface& surface, int row, int x, std::uint8_t dye, float share) {
  std::uint8_t& main = surface.dye.row(row)[x];
  std::uint8_t& other = surface.other_dye.row(row)[x];
  const bool more = share >= 0.5F;
  if (more) other = main;
  (more ? main : other) = dye;
  surface.dye_share.row(row)[x] = static_cast<std::uint8_t>((more ? share : 1 - share) * 255 + 0.5F);
}

}  // namespace

Neps::Neps(const FabricSpec& spec, const WovenYarns& yarns, const Tile& tile) {
  if (spec.neps.per_cm2 <= 0 || spec.neps.dyes < 1) return;
  const int count = static_cast<int>(std::lround(spec.neps.per_cm2 * tile.width_mm * tile.height_mm / 100));
  for (int i = 0; i < count; ++i) neps_.push_back(make(spec, yarns, i));
}

Neps::Nep Neps::make(const FabricSpec& spec, const WovenYarns& yarns, int index) const {
  const auto seed = static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32));
  const std::uint32_t key = hash32(seed, 61, static_cast<std::uint32_t>(index));
  const auto draw = [&](std::uint32_t what) { return unit_float(hash32(key, what)); };
  const bool warp = draw(1) < 0.5F;
  const YarnSystem& system = warp ? yarns.warp : yarns.weft;
  const int yarn = static_cast<int>(draw(2) * static_cast<float>(system.count));
  const float along = draw(3), size = draw(4);
  const auto sample = static_cast<std::size_t>(along * track_samples) % track_samples;
  const float wander = system.wander[static_cast<std::size_t>(yarn) * track_samples + sample];
  const float across = (static_cast<float>(yarn) + 0.5F + wander) / static_cast<float>(system.count);
  const auto length = static_cast<float>(spec.neps.min_mm + (spec.neps.max_mm - spec.neps.min_mm) * size * size);
  const float half_along = 0.5F * length / static_cast<float>(system.length_mm);
  const float half_across = system.half_width * (0.75F + 0.5F * draw(5)) / static_cast<float>(system.count);
  Nep nep{};
  nep.x = warp ? across : along;
  nep.y = warp ? along : across;
  nep.reach_x = warp ? half_across : half_along;
  nep.reach_y = warp ? half_along : half_across;
  nep.lopsided = 2 * draw(6) - 1;
  nep.height_mm = 0.25F * system.half_height_mm * (0.5F + draw(7));
  nep.part = static_cast<std::uint8_t>(warp ? Part::warp : Part::weft);
  nep.dye =
      static_cast<std::uint8_t>(spec.neps.first_dye + static_cast<int>(draw(8) * static_cast<float>(spec.neps.dyes)));
  return nep;
}

void Neps::draw(const PixelAxis& columns, const PixelAxis& rows, int first, int last, Surface& surface) const {
  for (int row = first; row <= last; ++row) {
    for (const Nep& nep : neps_) {
      const float off = torus_offset(rows.position[row], nep.y);
      if (std::abs(off) < nep.reach_y) draw_row(nep, off / nep.reach_y, columns, row, surface);
    }
  }
}

void Neps::draw_row(const Nep& nep, float off_y, const PixelAxis& columns, int row, Surface& surface) {
  const int width = surface.window.width_px;
  const float* position = columns.position.data();
  const float step = torus_offset(position[1], position[0]);
  const int period = step > 0 ? static_cast<int>(std::lround(1 / step)) : width;
  const int reach = static_cast<int>(nep.reach_x / std::max(step, 1e-9F)) + 2;
  const float to_first = nep.x - position[0] - std::floor(nep.x - position[0]);
  const int middle = static_cast<int>(to_first / std::max(step, 1e-9F));
  for (int copy = middle - period; copy - reach < width; copy += period) {
    for (int x = std::max(0, copy - reach); x <= std::min(width - 1, copy + reach); ++x) {
      if (surface.part.row(row)[x] != nep.part) continue;
      const float off_x = torus_offset(position[x], nep.x) / nep.reach_x;
      // Lumps are no ellipses: one end is thicker, one side bulges.
      const float warped = 1 + 0.3F * nep.lopsided * (off_x + off_y) + 0.4F * off_x * off_y * nep.lopsided;
      const float inside = 1 - (off_x * off_x + off_y * off_y) * warped;
      if (inside <= 0) continue;
      const float share = std::min(1.0F, inside / soft) * std::min(1.0F, 0.3F + 0.7F * surface.shade.row(row)[x]);
      blend_dye(surface, row, x, nep.dye, share);
      surface.height_mm.row(row)[x] += nep.height_mm * inside;
    }
  }
}

}  // namespace atelier
