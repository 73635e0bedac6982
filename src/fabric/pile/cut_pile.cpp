#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/pile/pile.h"

namespace atelier {
namespace {

constexpr float seen_share = 0.4F;      // of the height: one does not look deeper into a dense pile
constexpr float longest_share = 0.36F;  // of the height: how far a tip may lie from where the fibre is first seen
constexpr float seen_depth = 0.16F;     // of the height, as it is drawn: fibres close the gaps

float length_of(float x, float y) {
  return std::sqrt(x * x + y * y);
}

/// A standing fibre from where it is first seen to its tip.
Strand standing_fibre(double u, double v, float lean_x, float lean_y, float seen_mm, float longest_mm) {
  Strand fibre;
  const float slope = std::max(1e-3F, length_of(lean_x, lean_y));
  fibre.u = u;
  fibre.v = v;
  fibre.along_x = lean_x / slope;
  fibre.along_y = lean_y / slope;
  fibre.length_mm = std::min(slope * seen_mm, longest_mm);
  // It bends outwards: nearly upright at its root, more than its mean lean at its tip.
  fibre.root_flat = 0.7F * slope / std::sqrt(1 + 0.5F * slope * slope);
  fibre.tip_flat = 1.25F * slope / std::sqrt(1 + 1.56F * slope * slope);
  return fibre;
}

int fibres_of(const PileScene& scene, const StrandCanvas& canvas, double cell_mm2) {
  const double share = canvas.grid().bundled_share(scene.pile.fibre_um / 2000);
  return std::max(1, static_cast<int>(std::lround(scene.pile.fibres_per_mm2 * share * cell_mm2)));
}

// Roots of a tuft lie up to a cell and a half from its own.
double tuft_reach_mm(const PileScene& scene) {
  return longest_share * scene.pile.height_mm + 1.6 * scene.pile.pitch_mm;
}

void paint_tufts(const PileScene& scene, StrandCanvas& canvas) {
  const PileSpec& pile = scene.pile;
  const int columns = scene.columns(), rows = scene.rows();
  const double pitch = scene.tile.width_mm / columns;
  const int fibres = fibres_of(scene, canvas, pitch * scene.tile.height_mm / rows);
  const auto height = static_cast<float>(pile.height_mm), depth = seen_depth * height;
  const auto spread = static_cast<float>(tan_degrees(pile.nap.spread_deg));
  const auto radius = static_cast<float>(pile.fibre_um / 2000), deep = static_cast<float>(pile.deep_shade);
  const auto contrast = static_cast<float>(pile.contrast);
  const float longest = longest_share * height;
  canvas.for_cells(columns, rows, tuft_reach_mm(scene), [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 71, cell.column, cell.row));
    const double middle_u = cell.column + 0.5 + (cell.row % 2 ? 0.25 : -0.25) + 0.12 * draws.normal();
    const double middle_v = cell.row + 0.5 + 0.1 * draws.normal();
    const Lean lean = scene.nap.at(middle_u / columns, middle_v / rows);
    const float own_x = lean.x + 0.35F * spread * draws.normal(), own_y = lean.y + 0.35F * spread * draws.normal();
    const float tone = scene.nap.shade(lean) * (1 + 0.04F * draws.normal()), low = 0.2F * depth * draws.unit();
    for (int i = 0; i < fibres; ++i) {
      const float aside_x = draws.normal(), aside_y = draws.normal();
      // Tufts open towards their tips.
      const float lean_x = own_x + spread * (0.7F * draws.normal() + 0.5F * aside_x);
      const float lean_y = own_y + spread * (0.7F * draws.normal() + 0.5F * aside_y);
      Strand fibre = standing_fibre((middle_u + 0.3 * aside_x) / columns, (middle_v + 0.3 * aside_y) / rows, lean_x,
                                    lean_y, seen_share * height, longest);
      const float cut = draws.unit();
      fibre.radius_mm = radius;
      fibre.root_mm = -depth;
      fibre.tip_mm = -low - 0.3F * depth * cut * cut;
      fibre.arch_mm = 0.12F * depth;
      const float own = tone * (1 + 0.13F * contrast * draws.normal());
      fibre.root_shade = own * deep;
      fibre.tip_shade = own * (1 + 0.12F * contrast);
      canvas.draw(cell, fibre);
    }
  });
}

/// Height of a wale's top at -1..1 across it, 0..1.
float wale_profile(float across) {
  const float a2 = across * across;
  return std::sqrt(std::max(0.0F, 1 - a2 * (0.45F + 0.55F * a2)));
}

void paint_wales(const PileScene& scene, StrandCanvas& canvas) {
  const PileSpec& pile = scene.pile;
  const int wales = scene.tile.wales, rows = scene.rows();
  const double wale = scene.tile.width_mm / wales, row_mm = scene.tile.height_mm / rows;
  const int tufts = std::max(2, static_cast<int>(wale / pile.pitch_mm + 0.5));
  const int fibres = std::max(1, fibres_of(scene, canvas, wale * row_mm) / tufts);
  const auto height = static_cast<float>(pile.height_mm), half = static_cast<float>(0.5 * (1 - pile.groove));
  const auto spread = static_cast<float>(tan_degrees(pile.nap.spread_deg));
  const auto radius = static_cast<float>(pile.fibre_um / 2000), deep = static_cast<float>(pile.deep_shade);
  const auto contrast = static_cast<float>(pile.contrast);
  const float groove = 0.4F + 0.6F * deep;  // less light comes back from its depth
  const auto wander = static_cast<float>(0.4 * pile.groove);
  const TorusField cuts = TorusField(2 * wales, std::max(8, rows / 4), hash32(scene.seed, 5)).evened();
  const float longest = longest_share * height;
  const double aside = longest + 0.06 * wale, ahead = longest + 1.2 * row_mm;
  canvas.for_cells(wales, rows, Reach(aside, aside, ahead, ahead), [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 72, cell.column, cell.row));
    const double v = cell.row + 0.5;
    // The knife wanders: each edge of a wale is its own line.
    const float left = half * (1 + wander * cuts.at((cell.column + 0.25) / wales, v / rows));
    const float right = half * (1 + wander * cuts.at((cell.column + 0.75) / wales, v / rows));
    const Lean lean = scene.nap.at((cell.column + 0.5) / wales, v / rows);
    const float shade = scene.nap.shade(lean);
    for (int tuft = 0; tuft < tufts; ++tuft) {
      // Tufts stand side by side across a wale, each a little before or behind the next.
      const float middle = -1 + (2 * static_cast<float>(tuft) + 1) / tufts + 0.25F / tufts * draws.normal();
      const float before = 0.2F * draws.normal(), high = 1 - 0.05F * draws.unit();
      const float tone = shade * (1 + 0.04F * contrast * draws.normal());
      for (int i = 0; i < fibres; ++i) {
        const float place = std::clamp(middle + 0.85F / tufts * draws.normal(), -1.0F, 1.0F);
        const float edge = place < 0 ? left : right, along = before + 0.34F * draws.normal();
        // Fibres fan out from the middle of the wale; those at its edges lean over the groove.
        const float tip = edge * std::clamp(place + 0.05F * draws.normal(), -1.0F, 1.0F), root = 0.8F * tip;
        const float top =
            height * high * (0.16F + 0.84F * wale_profile(place)) * (1 - 0.07F * draws.unit() * draws.unit());
        const float lean_x = static_cast<float>((tip - root) * wale) / (0.5F * height) + spread * draws.normal();
        const float lean_y = lean.y + spread * draws.normal();
        Strand fibre = standing_fibre((cell.column + 0.5 + root) / wales, (v + along) / rows, lean_x, lean_y,
                                      0.42F * height, longest);
        fibre.radius_mm = radius;
        fibre.tip_mm = top - height;
        fibre.root_mm = fibre.tip_mm - 0.22F * height;
        fibre.arch_mm = 0.02F * height;
        const float own = tone * (1 + 0.1F * contrast * draws.normal()) * (groove + (1 - groove) * top / height);
        fibre.root_shade = own * deep;
        fibre.tip_shade = own * (1 + 0.07F * contrast);
        canvas.draw(cell, fibre);
      }
    }
  });
}

}  // namespace

StrandLayers cut_pile(const PileScene& scene) {
  StrandLayers layers;
  layers.low_mm = static_cast<float>(-0.5 * scene.pile.height_mm);
  layers.high_mm = 0.1F;
  layers.reach_mm = tuft_reach_mm(scene);
  layers.paint = [&scene](StrandCanvas& canvas) { paint_tufts(scene, canvas); };
  return layers;
}

StrandLayers corduroy_pile(const PileScene& scene) {
  StrandLayers layers;
  layers.low_mm = static_cast<float>(-1.4 * scene.pile.height_mm);
  layers.high_mm = 0.1F;
  layers.reach_mm = longest_share * scene.pile.height_mm + 1.3 * scene.pile.pitch_mm;
  layers.paint = [&scene](StrandCanvas& canvas) { paint_wales(scene, canvas); };
  return layers;
}

}  // namespace atelier
