#include "fabric/overlay/crinkle.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/membrane.h"
#include "fabric/overlay/torus_noise.h"

namespace atelier {
namespace {

constexpr double detail_mm = 0.2, wish_mm = 60;
constexpr double emboss_tolerance = 0.06, emboss_weight = 0.05;
constexpr double lean_patch_mm = 26;

// A sharp crest between flat slopes, about -0.5..0.4.
double crest(double noise) {
  return 0.38 - std::sqrt(noise * noise + 0.004);
}

// Creases run along the warp, and branch.
double crushed(const CrinkleSpec& spec, std::uint32_t key, double side_mm, double u, double v) {
  const int across = cells_for(side_mm, 0.75 * spec.crush_wave_mm),
            along = cells_for(side_mm, 2.2 * spec.crush_wave_mm);
  const double du = 0.18 / across * torus_noise(hash32(key, 1), 2 * along, 2 * along, u, v);
  const double coarse = crest(torus_noise(hash32(key, 2), across, along, u + du, v));
  const double middle = crest(torus_noise(hash32(key, 3), 2 * across, 2 * along, u + du, v));
  const double fine = crest(torus_noise(hash32(key, 4), 4 * across, 5 * along, u, v));
  return spec.crush_mm * 2.8 * (coarse + 0.55 * middle + 0.22 * fine);
}

// How much farther the second nearest of scattered points is than the nearest, in cells.
double edge_distance(std::uint32_t key, int cells, double u, double v) {
  const double x = u * cells, y = v * cells;
  const int i = static_cast<int>(x), j = static_cast<int>(y);
  double first = 1e9, second = 1e9;
  for (int dj = -2; dj <= 2; ++dj) {
    for (int di = -2; di <= 2; ++di) {
      const int column = (i + di + cells) % cells, row = (j + dj + cells) % cells;
      const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(column), static_cast<std::uint32_t>(row));
      const double px = i + di + 0.5 + 0.38 * signed_unit_float(hash32(own, 1)) + (row % 2 == 0 ? 0.25 : -0.25);
      const double py = j + dj + 0.5 + 0.38 * signed_unit_float(hash32(own, 2));
      const double squared = (px - x) * (px - x) + (py - y) * (py - y);
      if (squared < first) {
        second = first;
        first = squared;
      } else {
        second = std::min(second, squared);
      }
    }
  }
  return std::sqrt(second) - std::sqrt(first);
}

// Cushions that swell between a net of lines.
void add_blisters(const CrinkleSpec& spec, std::uint32_t key, double side_mm, int side, std::vector<float>& height) {
  const int cells = cells_for(side_mm, spec.blister_size_mm, 3);
  Membrane sheet{side, {}, std::vector<float>(height.size(), 1)};
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const double u = static_cast<double>(x) / side, v = static_cast<double>(y) / side;
      const double bend = 0.25 / cells;
      const double du = bend * torus_noise(hash32(key, 8), 2 * cells, 2 * cells, u, v);
      const double dv = bend * torus_noise(hash32(key, 9), 2 * cells, 2 * cells, u, v);
      const double place_u = u + du - std::floor(u + du), place_v = v + dv - std::floor(v + dv);
      sheet.held.push_back(edge_distance(key, cells, place_u, place_v) < 0.07 ? 1 : 0);
    }
  }
  const std::vector<float> swollen = sheet.inflate(side_mm / side);
  const float most = *std::max_element(swollen.begin(), swollen.end());
  for (std::size_t at = 0; at < height.size(); ++at)
    height[at] += static_cast<float>(spec.blister_mm * pow_poly(swollen[at] / most, 0.62));
}

// Grooves along both diagonals, and a dent in the middle of each lozenge.
double stamped(const CrinkleSpec& spec, double side_mm, double u, double v) {
  const int cells = std::max(1, static_cast<int>(std::lround(side_mm / spec.emboss_repeat_mm)));
  const double a = (u + v) * cells, b = (u - v) * cells, repeat_mm = side_mm / cells;
  const auto off = [](double turns) { return std::abs(turns - std::floor(turns + 0.5)); };
  const double to_groove = std::min(off(a), off(b)) * repeat_mm * 0.7071;
  const double middle = std::max(off(a + 0.5), off(b + 0.5)) * repeat_mm;
  const double groove = 1 - smooth_step(to_groove / 0.9), dent = 1 - smooth_step((middle - 0.08 * repeat_mm) / 0.7);
  return -spec.emboss_mm * std::max(groove, 0.8 * dent);
}

template <class Value>
std::vector<float> values_of(int side, const Value& value) {
  std::vector<float> values;
  values.reserve(static_cast<std::size_t>(side) * side);
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x)
      values.push_back(static_cast<float>(value(static_cast<double>(x) / side, static_cast<double>(y) / side)));
  }
  return values;
}

}  // namespace

OverlayNeeds Crinkle::needs(const FabricSpec& spec) {
  const CrinkleSpec& crinkle = spec.overlay.crinkle;
  if (crinkle.emboss_mm <= 0) return {{}, wish_mm};
  return {{{std::max(2.0, crinkle.emboss_repeat_mm), 2, emboss_tolerance, emboss_weight}}, 0};
}

Result<std::unique_ptr<Overlay>> Crinkle::create(const FabricSpec& spec, const Tile& tile) {
  return std::unique_ptr<Overlay>(new Crinkle(spec, tile));
}

Crinkle::Crinkle(const FabricSpec& spec, const Tile& tile) : tile_(tile), crinkle_(spec.overlay.crinkle) {
  const std::uint32_t key = hash32(static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32)), 1500);
  const int side = relief_cells(tile, detail_mm) / 32 * 32;
  std::vector<float> height = values_of(side, [&](double u, double v) {
    return (crinkle_.crush_mm > 0 ? crushed(crinkle_, key, tile.width_mm, u, v) : 0) +
           (crinkle_.emboss_mm > 0 ? stamped(crinkle_, tile.width_mm, u, v) : 0);
  });
  if (crinkle_.blister_mm > 0) add_blisters(crinkle_, hash32(key, 7), tile.width_mm, side, height);
  relief_ = ReliefGrid(side, std::move(height));
  if (spec.structure != "pile" || crinkle_.crush_mm <= 0) return;
  const int patches = cells_for(tile.width_mm, lean_patch_mm);
  const auto lean = [&](std::uint32_t which) {
    return ReliefGrid(96, values_of(96, [&](double u, double v) {
                        const double n = torus_octaves(hash32(key, which), patches, 2, 0.5, u, v);
                        return n > 0 ? smooth_step(2.6 * n) : -smooth_step(-2.6 * n);
                      }));
  };
  lean_x_ = lean(21);
  lean_y_ = lean(22);
}

Result<void> Crinkle::apply(Surface& surface, const RunContext& run) const {
  TRY_VOID(relief_.add_to(tile_, surface.window, surface.height_mm, run));
  return lean_x_.side() > 0 ? ruffle_pile(surface, run) : ok();
}

// Crushed velvet lies this way here and that way there.
Result<void> Crinkle::ruffle_pile(Surface& surface, const RunContext& run) const {
  const Window& window = surface.window;
  Plane<float> x_lean(window.width_px, window.height_px), y_lean(window.width_px, window.height_px);
  for (Plane<float>* plane : {&x_lean, &y_lean}) std::fill_n(plane->data(), plane->size(), 0.0F);
  TRY_VOID(lean_x_.add_to(tile_, window, x_lean, run));
  TRY_VOID(lean_y_.add_to(tile_, window, y_lean, run));
  return for_strips(surface.window, run, [&](int first, int last) {
    for (int y = first; y <= last; ++y) {
      for (int x = 0; x < window.width_px; ++x) {
        if (surface.part.row(y)[x] != static_cast<std::uint8_t>(Part::pile)) continue;
        float tx = surface.tangent_x.row(y)[x] + 62 * x_lean.row(y)[x];
        float ty = surface.tangent_y.row(y)[x] + 62 * y_lean.row(y)[x];
        const float length = std::sqrt(tx * tx + ty * ty);
        if (length > 124) tx *= 124 / length, ty *= 124 / length;
        surface.tangent_x.row(y)[x] = static_cast<std::int8_t>(std::floor(tx + 0.5F));
        surface.tangent_y.row(y)[x] = static_cast<std::int8_t>(std::floor(ty + 0.5F));
        surface.shade.row(y)[x] *= 1 + 0.16F * x_lean.row(y)[x] + 0.1F * y_lean.row(y)[x];
      }
    }
  });
}

void Crinkle::describe(Tile& tile) const {
  tile.relief_mm += relief_.most_mm() - relief_.least_mm();
  const double shown = crinkle_.crush_mm > 0     ? 3 * crinkle_.crush_wave_mm
                       : crinkle_.blister_mm > 0 ? 5 * crinkle_.blister_size_mm
                                                 : 2.6 * crinkle_.emboss_repeat_mm;
  tile.view_mm = std::clamp(shown, std::max(tile.view_mm, 16.0), 60.0);
}

}  // namespace atelier
