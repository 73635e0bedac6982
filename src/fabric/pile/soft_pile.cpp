#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/pile/pile.h"

namespace atelier {
namespace {

int drawn(const PileScene& scene, const StrandCanvas& canvas, double per_mm2, double cell_mm2) {
  const double share = canvas.grid().bundled_share(scene.pile.fibre_um / 2000);
  return std::max(1, static_cast<int>(std::lround(per_mm2 * share * cell_mm2)));
}

double cell_area(const PileScene& scene, int columns, int rows) {
  return scene.tile.width_mm * scene.tile.height_mm / (static_cast<double>(columns) * rows);
}

// Fibres that fly above the pile, any way.
void paint_stray_hairs(const PileScene& scene, StrandCanvas& canvas) {
  const PileSpec& pile = scene.pile;
  const int columns = scene.columns(), rows = scene.rows();
  const double wished = pile.hairs_per_mm2 * canvas.grid().bundled_share(0.006) * cell_area(scene, columns, rows);
  canvas.for_cells(columns, rows, 2 * pile.hair_mm, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 79, cell.column, cell.row));
    const int count = static_cast<int>(wished + draws.unit());
    for (int i = 0; i < count; ++i) {
      Strand hair;
      hair.u = (cell.column + draws.unit()) / columns;
      hair.v = (cell.row + draws.unit()) / rows;
      const Direction way = direction(draws.unit());
      hair.along_x = way.x;
      hair.along_y = way.y;
      hair.length_mm = static_cast<float>(pile.hair_mm) * (0.4F + 1.2F * draws.unit());
      hair.bend = 1.4F * draws.normal() / static_cast<float>(pile.hair_mm);
      hair.drift = -1.2F * hair.bend / hair.length_mm;
      hair.radius_mm = 0.003F;
      canvas.draw(cell, hair);
    }
  });
}

void add_hairs(const PileScene& scene, StrandLayers& layers, double opacity) {
  if (scene.pile.hairs_per_mm2 <= 0) return;
  layers.hair_opacity = opacity;
  layers.paint_hairs = [&scene](StrandCanvas& canvas) { paint_stray_hairs(scene, canvas); };
}

// Brushed fibres that draw together into little clumps and turn as they do.
void paint_fleece(const PileScene& scene, StrandCanvas& canvas) {
  const PileSpec& pile = scene.pile;
  const int columns = scene.columns(), rows = scene.rows();
  const int fibres = drawn(scene, canvas, pile.fibres_per_mm2, cell_area(scene, columns, rows));
  const auto height = static_cast<float>(pile.height_mm), deep = static_cast<float>(pile.deep_shade);
  const auto radius = static_cast<float>(pile.fibre_um / 2000), pitch = static_cast<float>(pile.pitch_mm);
  const auto contrast = static_cast<float>(pile.contrast);
  const float relief = 0.13F * height;
  canvas.for_cells(columns, rows, 4 * pile.pitch_mm, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 73, cell.column, cell.row));
    const double middle_u = (cell.column + draws.unit()) / columns, middle_v = (cell.row + draws.unit()) / rows;
    const float clump = std::clamp(0.5F + 0.3F * scene.clumps.at(middle_u, middle_v) + 0.2F * draws.sign(), 0.0F, 1.0F);
    const float size = 0.75F + 0.6F * draws.unit(), turn = 0.9F * draws.normal();
    const Direction comb = direction(0.5F * scene.swirl.at(middle_u, middle_v));
    const float tone = 1 + 0.05F * draws.normal();
    for (int i = 0; i < fibres; ++i) {
      const Direction out = direction(draws.unit());
      const float from = pitch * size * (0.15F + 0.95F * std::sqrt(draws.unit()));
      Strand fibre;
      fibre.u = middle_u + from * out.x / scene.tile.width_mm;
      fibre.v = middle_v + from * out.y / scene.tile.height_mm;
      // Towards the middle of the clump, and the way the cloth was brushed.
      const float to_x = -out.x + 0.55F * comb.x + 0.3F * draws.normal();
      const float to_y = -out.y + 0.55F * comb.y + 0.3F * draws.normal();
      const float unit = 1 / std::max(0.05F, std::sqrt(to_x * to_x + to_y * to_y));
      fibre.along_x = to_x * unit;
      fibre.along_y = to_y * unit;
      fibre.length_mm = from * (0.5F + 0.8F * draws.unit()) + 0.2F * pitch;
      fibre.bend = (turn + 0.9F * draws.normal()) / pitch;
      fibre.drift = -1.3F * fibre.bend / fibre.length_mm * draws.unit();
      fibre.radius_mm = radius;
      const float level = -relief * (1.1F * (1 - clump) + 0.3F * draws.unit());
      fibre.root_mm = level - 0.75F * relief;
      fibre.tip_mm = level;
      fibre.arch_mm = 0.15F * relief;
      const float own = tone * (1 + 0.13F * contrast * draws.normal()) * (0.84F + 0.16F * clump);
      fibre.root_shade = own * deep;
      fibre.tip_shade = 1.06F * own;
      fibre.root_flat = 0.7F;
      fibre.tip_flat = 0.85F;
      canvas.draw(cell, fibre);
    }
  });
}

// A lock of wool-like pile: fibres side by side that bend together, more and more towards their tips.
struct Lock {
  double u, v;
  float radius_mm, width_mm, sense, turns, high_mm, tone;
};

void paint_lock(const PileScene& scene, StrandCanvas& canvas, const LatticeCell& cell, const Lock& lock, int fibres,
                Draws& draws) {
  const auto radius = static_cast<float>(scene.pile.fibre_um / 2000), deep = static_cast<float>(scene.pile.deep_shade);
  const auto height = static_cast<float>(scene.pile.height_mm), contrast = static_cast<float>(scene.pile.contrast);
  for (int i = 0; i < fibres; ++i) {
    const float across = 0.62F * draws.normal(), ring = std::max(0.25F, lock.radius_mm + lock.width_mm * across);
    const float start = lock.turns + 0.05F * draws.normal();
    const Direction out = direction(start);
    Strand fibre;
    fibre.u = lock.u + ring * out.x / scene.tile.width_mm;
    fibre.v = lock.v + ring * out.y / scene.tile.height_mm;
    const Direction way = direction(start + lock.sense * (0.25F + 0.025F * draws.normal()));
    fibre.along_x = way.x;
    fibre.along_y = way.y;
    fibre.length_mm = lock.radius_mm * (1.5F + 1.7F * draws.unit());
    fibre.bend = lock.sense * (1 + 0.3F * draws.normal()) / ring;
    fibre.drift = lock.sense * (0.05F + 0.3F * draws.unit()) / (ring * std::max(1.0F, ring));
    fibre.radius_mm = radius;
    fibre.taper = 0.4F;
    // The middle of a lock bulges, its sides lie in its own shade.
    const float round = std::max(0.0F, 1 - 0.45F * across * across);
    fibre.root_mm = lock.high_mm + lock.width_mm * (round - 1) - 0.14F * height;
    fibre.tip_mm = fibre.root_mm + 0.06F * height;
    fibre.arch_mm = 0.1F * height;
    const float own = lock.tone * (1 + 0.09F * contrast * draws.normal()) * (0.72F + 0.3F * round);
    fibre.root_shade = own * (0.35F + 0.65F * deep);
    fibre.tip_shade = 1.12F * own;
    fibre.root_flat = 0.8F;
    fibre.tip_flat = 0.92F;
    canvas.draw(cell, fibre);
  }
}

void paint_curls(const PileScene& scene, StrandCanvas& canvas) {
  constexpr int locks = 9;
  const PileSpec& pile = scene.pile;
  const int columns = scene.columns(), rows = scene.rows();
  const int fibres = drawn(scene, canvas, pile.fibres_per_mm2, cell_area(scene, columns, rows)) / locks;
  const auto height = static_cast<float>(pile.height_mm), deep = static_cast<float>(pile.deep_shade);
  canvas.for_cells(columns, rows, 3.4 * pile.pitch_mm, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 74, cell.column, cell.row));
    for (int k = 0; k < locks; ++k) {
      Lock lock;
      lock.u = (cell.column + draws.unit()) / columns;
      lock.v = (cell.row + draws.unit()) / rows;
      lock.radius_mm = static_cast<float>(pile.pitch_mm) * (0.2F + 0.25F * draws.unit());
      lock.width_mm = 0.45F + 0.3F * draws.unit();
      lock.sense = draws.unit() < 0.5F ? -1.0F : 1.0F;
      lock.turns = draws.unit();
      const float clump = std::clamp(0.5F + 0.3F * scene.clumps.at(lock.u, lock.v), 0.0F, 1.0F);
      const float low = 0.75F * (1 - clump) + 0.25F * draws.unit();
      lock.high_mm = -0.3F * height * low;
      lock.tone = (1 + 0.04F * draws.normal()) * (1 - (1 - deep) * low * low);
      paint_lock(scene, canvas, cell, lock, std::max(3, fibres), draws);
    }
  });
}

// Long hairs that lie over each other like shingles and draw together into points.
void paint_fur(const PileScene& scene, StrandCanvas& canvas) {
  const PileSpec& pile = scene.pile;
  const int columns = scene.columns(), rows = scene.rows();
  const int hairs = drawn(scene, canvas, pile.fibres_per_mm2, cell_area(scene, columns, rows));
  const auto height = static_cast<float>(pile.height_mm), deep = static_cast<float>(pile.deep_shade);
  const auto radius = static_cast<float>(pile.fibre_um / 2000), pitch = static_cast<float>(pile.pitch_mm);
  const auto contrast = static_cast<float>(pile.contrast);
  const float depth = 0.16F * height;
  canvas.for_cells(columns, rows, 1.4 * height, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 75, cell.column, cell.row));
    const float middle_x = draws.unit(), middle_y = draws.unit();
    const double at_u = (cell.column + middle_x) / columns, at_v = (cell.row + middle_y) / rows;
    const Lean lean = scene.nap.at(at_u, at_v);
    const float way = 0.16F * draws.normal(), slope = std::max(0.25F, std::sqrt(lean.x * lean.x + lean.y * lean.y));
    const float toward_x = (lean.x - way * lean.y) / slope, toward_y = (lean.y + way * lean.x) / slope;
    const float plan = height * slope / std::sqrt(1 + slope * slope),
                tone = scene.nap.shade(lean) *
                       (1 + contrast * (0.11F * scene.clumps.at(at_u, at_v) + 0.05F * draws.normal()));
    const float lift = 0.35F * depth * draws.unit(), curl = 0.55F * draws.normal();
    for (int i = 0; i < hairs; ++i) {
      const bool under = draws.unit() < 0.35F;  // short fine underfur
      const float x = draws.unit(), y = draws.unit();
      const float length = plan * (under ? 0.3F + 0.2F * draws.unit() : 0.45F + 0.6F * draws.unit());
      // Tips draw together.
      const float pull = under ? 0.1F : 0.85F, spread = 0.06F * length;
      const float to_x = toward_x * length + pull * (middle_x - x) * pitch + spread * draws.normal();
      const float to_y = toward_y * length + pull * (middle_y - y) * pitch + spread * draws.normal();
      const float size = std::max(0.1F, std::sqrt(to_x * to_x + to_y * to_y));
      Strand hair;
      hair.u = (cell.column + x) / columns;
      hair.v = (cell.row + y) / rows;
      hair.along_x = to_x / size;
      hair.along_y = to_y / size;
      hair.length_mm = length;
      hair.bend = (curl + 0.25F * draws.normal()) / length;
      hair.drift = -1.6F * hair.bend / length;
      hair.radius_mm = under ? 0.7F * radius : radius;
      hair.taper = 0.7F;
      hair.root_mm = -depth;
      hair.tip_mm = -lift - (under ? 0.5F : 0.3F * draws.unit()) * depth;
      hair.arch_mm = 0.2F * depth;
      // A lock is round: its edges lie lower, in its own shade.
      const float aside = std::min(1.0F, 4 * ((x - middle_x) * (x - middle_x) + (y - middle_y) * (y - middle_y)));
      hair.tip_mm -= 0.3F * depth * aside;
      const float own =
          tone * (1 + (under ? 0.08F : 0.14F) * contrast * draws.normal()) * (1 - 0.45F * (1 - deep) * aside);
      hair.root_shade = own * deep;
      hair.tip_shade = own * (1 + (under ? -0.2F : 0.25F) * contrast);
      hair.root_flat = 0.7F;
      hair.tip_flat = 0.97F;
      canvas.draw(cell, hair);
    }
  });
}

// A loop of terry: an arch between two feet that leans over, wider at its top, and turns a little on itself.
void make_loop(const PileSpec& pile, const Lean& lean, float down_mm, Draws& draws, std::vector<YarnPoint>& points) {
  constexpr int pieces = 16;
  const auto height = static_cast<float>(pile.height_mm), pitch = static_cast<float>(pile.pitch_mm);
  const float reach = height * (0.16F + 0.22F * draws.unit()), high = 0.5F * height;
  const float slope = std::max(0.05F, std::sqrt(lean.x * lean.x + lean.y * lean.y));
  const float ux = lean.x / slope, uy = lean.y / slope;
  const float foot = pitch * (0.18F + 0.14F * draws.unit()), open = pitch * (0.3F + 0.3F * draws.unit());
  const float twist = draws.unit() < 0.5F ? -1.0F : 1.0F, turn = 0.5F * twist * (0.6F + 0.4F * draws.unit());
  const float tilt = 0.5F * draws.normal();
  points.clear();
  for (int i = 0; i <= pieces; ++i) {
    const float s = static_cast<float>(i) / pieces, side = 1 - 2 * s;
    const auto rise = static_cast<float>(sin_turns(0.5 * s)), wide = static_cast<float>(cos_turns(0.5 * s));
    // The feet cross below the arch.
    const float across = wide * open * rise + (turn > 0 ? side : -side) * foot * (1 - rise);
    const float along = reach * rise * (1 + 0.25F * turn * wide) + tilt * across * rise;
    points.push_back(
        {ux * along - uy * across, uy * along + ux * across,
         -down_mm - high * (1 - rise) * (1 - rise) - 0.12F * high * (1 - rise) + 0.14F * pitch * wide * turn});
  }
}

void paint_loops(const PileScene& scene, StrandCanvas& canvas) {
  constexpr int layers = 4;
  const PileSpec& pile = scene.pile;
  const int columns = scene.columns(), rows = scene.rows();
  std::vector<YarnPoint> points;
  PlushYarn yarn;
  yarn.radius_mm = static_cast<float>(pile.fibre_um / 2000);
  yarn.deep_shade = static_cast<float>(pile.deep_shade);
  yarn.contrast = 0.3F * static_cast<float>(pile.contrast);
  yarn.top_mm = yarn.radius_mm;
  yarn.deep_mm = -0.45F * static_cast<float>(pile.height_mm);
  canvas.for_cells(columns, rows, 1.2 * pile.height_mm, [&](const LatticeCell& cell) {
    const std::uint32_t key = hash32(scene.seed, 76, cell.column, cell.row);
    Draws draws(key);
    for (int layer = 0; layer < layers; ++layer) {
      yarn.u = (cell.column + 0.5 + (cell.row % 2 ? 0.25 : -0.25) + 0.3 * draws.normal()) / columns;
      yarn.v = (cell.row + 0.5 + 0.3 * draws.normal()) / rows;
      const Lean lean = scene.nap.at(yarn.u, yarn.v);
      Lean own = lean;
      own.x += 0.7F * draws.normal();
      own.y += 0.7F * draws.normal();
      yarn.shade = scene.nap.shade(lean) * (1 + 0.04F * draws.normal());
      yarn.key = hash32(key, layer);
      const float down_mm = 0.1F * static_cast<float>(pile.height_mm) * (static_cast<float>(layer) + draws.unit());
      make_loop(pile, own, down_mm, draws, points);
      canvas.draw(cell, yarn, points);
    }
  });
}

}  // namespace

StrandLayers fleece_pile(const PileScene& scene) {
  StrandLayers layers;
  layers.low_mm = static_cast<float>(-scene.pile.height_mm);
  layers.high_mm = static_cast<float>(0.3 * scene.pile.height_mm);
  layers.reach_mm = 2.2 * scene.pile.pitch_mm;
  layers.paint = [&scene](StrandCanvas& canvas) { paint_fleece(scene, canvas); };
  add_hairs(scene, layers, 0.35);
  return layers;
}

StrandLayers curled_pile(const PileScene& scene) {
  StrandLayers layers;
  layers.low_mm = static_cast<float>(-scene.pile.height_mm);
  layers.high_mm = static_cast<float>(0.3 * scene.pile.height_mm);
  layers.reach_mm = 2 * scene.pile.pitch_mm;
  layers.paint = [&scene](StrandCanvas& canvas) { paint_curls(scene, canvas); };
  add_hairs(scene, layers, 0.4);
  return layers;
}

StrandLayers fur_pile(const PileScene& scene) {
  StrandLayers layers;
  layers.low_mm = static_cast<float>(-scene.pile.height_mm);
  layers.high_mm = static_cast<float>(0.2 * scene.pile.height_mm);
  layers.reach_mm = 1.4 * scene.pile.height_mm;
  layers.paint = [&scene](StrandCanvas& canvas) { paint_fur(scene, canvas); };
  return layers;
}

StrandLayers loop_pile(const PileScene& scene) {
  StrandLayers layers;
  layers.low_mm = static_cast<float>(-scene.pile.height_mm);
  layers.high_mm = static_cast<float>(scene.pile.height_mm);
  layers.reach_mm = scene.pile.height_mm;
  layers.paint = [&scene](StrandCanvas& canvas) { paint_loops(scene, canvas); };
  add_hairs(scene, layers, 0.3);
  return layers;
}

}  // namespace atelier
