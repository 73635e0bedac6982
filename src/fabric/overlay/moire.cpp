#include "fabric/overlay/moire.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/torus_noise.h"

namespace atelier {
namespace {

constexpr double detail_mm = 0.22, wish_mm = 80;
constexpr double lines = 2.6;  // bands from a valley of the large waves to their crest

// Contour lines of slopes that are long along the warp, as in the grain of wood, beaten with a finer set.
double bands(std::uint32_t key, const MoireSpec& moire, double side_mm, double u, double v) {
  const int across = cells_for(side_mm, moire.wave_mm), along = cells_for(side_mm, 2.6 * moire.wave_mm);
  const double slope = torus_noise(hash32(key, 1), across, along, u, v) +
                       0.22 * torus_noise(hash32(key, 2), 3 * across, 3 * along, u, v) +
                       0.045 * torus_noise(hash32(key, 3), 9 * across, 26 * along, u, v);
  const double wide = sin_turns(lines * slope), fine = sin_turns(3 * lines * slope + 0.2);
  const double beaten = wide + 0.4 * fine * (0.5 + 0.5 * wide);
  return 0.5 * std::clamp(1.15 * beaten, -1.0, 1.0);
}

}  // namespace

OverlayNeeds Moire::needs(const FabricSpec& /*spec*/) {
  return {{}, wish_mm};
}

Result<std::unique_ptr<Overlay>> Moire::create(const FabricSpec& spec, const Tile& tile) {
  return std::unique_ptr<Overlay>(new Moire(spec, tile));
}

Moire::Moire(const FabricSpec& spec, const Tile& tile) : tile_(tile), moire_(spec.overlay.moire) {
  const std::uint32_t key = hash32(static_cast<std::uint32_t>(spec.seed), 1600);
  const int side = relief_cells(tile, detail_mm);
  std::vector<float> values;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      values.push_back(static_cast<float>(
          bands(key, moire_, tile.width_mm, static_cast<double>(x) / side, static_cast<double>(y) / side)));
    }
  }
  pressed_ = ReliefGrid(side, std::move(values));
}

Result<void> Moire::apply(Surface& surface, const RunContext& run) const {
  const Window& window = surface.window;
  Plane<float> pressed(window.width_px, window.height_px);
  std::fill_n(pressed.data(), pressed.size(), 0.5F);
  TRY_VOID(pressed_.add_to(tile_, window, pressed, run));
  const auto strength = static_cast<float>(moire_.strength);
  return for_strips(surface.window, run, [&](int first, int last) {
    for (int y = first; y <= last; ++y) {
      for (int x = 0; x < window.width_px; ++x) {
        const float flat = std::clamp(pressed.row(y)[x], 0.0F, 1.0F);
        surface.height_mm.row(y)[x] *= 1 - 0.6F * strength * flat;
        surface.shade.row(y)[x] *= 1 + 0.24F * strength * (flat - 0.5F);
        if (!surface.slope_variance.empty()) surface.slope_variance.row(y)[x] *= 1 - 0.7F * strength * flat;
      }
    }
  });
}

void Moire::describe(Tile& tile) const {
  tile.view_mm = std::clamp(2.2 * moire_.wave_mm, std::max(tile.view_mm, 16.0), 60.0);
}

}  // namespace atelier
