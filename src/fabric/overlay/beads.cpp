#include "fabric/overlay/beads.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/quilt_seams.h"
#include "fabric/overlay/relief_grid.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double least_mm = 0.15, most_mm = 3, spread = 0.62;  // of the logarithm of radii
constexpr double contact_cosine = -0.42;                       // 115 degrees
constexpr double flattened_mm = 2.4;  // a drop of this radius is half as high as gravity would not make it
constexpr double seam_gap_mm = 1;
constexpr double wish_mm = 48;
constexpr int tries_max = 20000;

// Which cells of a coarse grid are near a seam: no drop crosses one.
class Seams {
 public:
  Seams(const QuiltSpec& quilt, double tile_mm) : tile_mm_(tile_mm) {
    for (const Seam& seam : quilt_seams(quilt, tile_mm)) {
      const int steps = static_cast<int>(seam.length_mm()) + 1;
      for (int n = 0; n <= steps; ++n) places_.push_back(seam.at(seam.length_mm() * n / steps));
    }
  }
  bool clear(double x_mm, double y_mm, double radius_mm) const {
    const double gap = radius_mm + seam_gap_mm;
    return std::none_of(places_.begin(), places_.end(), [&](const SeamPlace& place) {
      const double dx = wrapped_turns((place.x_mm - x_mm) / tile_mm_) * tile_mm_;
      const double dy = wrapped_turns((place.y_mm - y_mm) / tile_mm_) * tile_mm_;
      return dx * dx + dy * dy < gap * gap;
    });
  }

 private:
  double tile_mm_;
  std::vector<SeamPlace> places_;
};

}  // namespace

OverlayNeeds Beads::needs(const FabricSpec& /*spec*/) {
  return {{}, wish_mm};
}

Result<std::unique_ptr<Overlay>> Beads::create(const FabricSpec& spec, const Tile& tile) {
  if (spec.overlay.beads.coverage > 0.3) {
    return fail(ErrorKind::invalid_argument,
                {"beads: drops cover {} of the cloth; 0.3 at most", "капли: занимают {} ткани; не больше 0.3",
                 "물방울: 직물의 {}을(를) 덮습니다. 최대 0.3"},
                spec.overlay.beads.coverage);
  }
  return std::unique_ptr<Overlay>(new Beads(spec, tile));
}

Beads::Beads(const FabricSpec& spec, const Tile& tile) : tile_(tile), spec_(spec.overlay.beads) {
  scatter(spec);
}

void Beads::scatter(const FabricSpec& spec) {
  const double side = tile_.width_mm;
  const Seams seams(spec.quilt, side);
  double covered = 0;
  for (int n = 0; n < tries_max && covered < spec_.coverage * side * side; ++n) {
    const std::uint32_t key = hash32(static_cast<std::uint32_t>(spec.seed), 1700, static_cast<std::uint32_t>(n));
    const double x = unit_float(hash32(key, 1)) * side, y = unit_float(hash32(key, 2)) * side;
    const double radius =
        std::clamp(spec_.median_mm * exp_poly(spread * normal_float(hash32(key, 3))), least_mm, most_mm);
    // Drops that touch become one.
    const bool free = std::none_of(beads_.begin(), beads_.end(), [&](const Bead& other) {
      const double dx = wrapped_turns((x - other.x_mm) / side) * side,
                   dy = wrapped_turns((y - other.y_mm) / side) * side;
      const double gap = 1.08 * (radius + other.radius_mm) + 0.05;
      return dx * dx + dy * dy < gap * gap;
    });
    if (!free || !seams.clear(x, y, radius)) continue;
    const double height = radius * (1 - contact_cosine) / (1 + radius * radius / (flattened_mm * flattened_mm));
    beads_.push_back({x, y, radius, height});
    covered += 3.141592653589793 * radius * radius;
  }
}

Result<void> Beads::apply(Surface& surface, const RunContext& run) const {
  const Window& window = surface.window;
  const std::vector<float> columns =
      torus_positions(window.x_mm, window.width_mm, window.width_px, tile_.width_mm, false);
  const std::vector<float> rows =
      torus_positions(window.y_mm, window.height_mm, window.height_px, tile_.height_mm, true);
  const double pixel_mm = window.width_mm / window.width_px;
  return for_strips(surface.window, run, [&](int first, int last) {
    for (const Bead& bead : beads_) {
      const double start = bead.x_mm - window.x_mm;
      const double copy = start + std::ceil((-bead.radius_mm - start) / tile_.width_mm) * tile_.width_mm;
      for (int y = first; y <= last; ++y) {
        const double dy = wrapped_turns(rows[y] - bead.y_mm / tile_.height_mm) * tile_.height_mm;
        if (std::abs(dy) >= bead.radius_mm) continue;
        for (double middle = copy; middle < window.width_mm + bead.radius_mm; middle += tile_.width_mm) {
          const int low = std::max(0, static_cast<int>((middle - bead.radius_mm) / pixel_mm) - 1);
          const int high = std::min(window.width_px - 1, static_cast<int>((middle + bead.radius_mm) / pixel_mm) + 1);
          for (int x = low; x <= high; ++x) {
            const double dx = wrapped_turns(columns[x] - bead.x_mm / tile_.width_mm) * tile_.width_mm;
            const double squared = dx * dx + dy * dy;
            if (squared < bead.radius_mm * bead.radius_mm)
              wet(bead, squared, static_cast<std::size_t>(y) * window.width_px + x, surface);
          }
        }
      }
    }
  });
}

void Beads::wet(const Bead& bead, double squared_mm, std::size_t at, Surface& surface) const {
  const double u2 = squared_mm / (bead.radius_mm * bead.radius_mm), round = std::sqrt(1 - u2);
  const double level = 0.3 * std::min(tile_.relief_mm, 1.0);
  // From its widest circle up; what is below that circle is not seen.
  const double waist = bead.height_mm * -contact_cosine / (1 - contact_cosine);
  surface.height_mm.data()[at] = static_cast<float>(level + waist + (bead.height_mm - waist) * round);
  surface.part.data()[at] = static_cast<std::uint8_t>(Part::film);
  surface.dye.data()[at] = static_cast<std::uint8_t>(surface.dye.data()[at] + spec_.first_dye);
  if (!surface.other_dye.empty())
    surface.other_dye.data()[at] = static_cast<std::uint8_t>(surface.other_dye.data()[at] + spec_.first_dye);
  // Wet cloth is darker, and the rim is seen through more water.
  surface.shade.data()[at] *= static_cast<float>(0.95 - 0.08 * u2 * u2);
  surface.tangent_x.data()[at] = surface.tangent_y.data()[at] = 0;
  if (!surface.coverage.empty()) surface.coverage.data()[at] = 255;
  if (!surface.slope_variance.empty()) surface.slope_variance.data()[at] = 0;
  if (!surface.fuzz.empty()) surface.fuzz.data()[at] = 0;
}

void Beads::describe(Tile& tile) const {
  double high = 0;
  for (const Bead& bead : beads_) high = std::max(high, bead.height_mm);
  tile.relief_mm += high;
  tile.view_mm = std::max(tile.view_mm, 20.0);
}

}  // namespace atelier
