#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/mat/mat.h"

namespace atelier {
namespace {

struct Counts {
  int fibres;  // of a cell
  float radius_mm;
};

// So many that `layers` of them lie over a place in the mean; those thinner than a sample are drawn as bundles.
Counts counts_of(const MatScene& scene, const StrandCanvas& canvas, double per_length) {
  const MatSpec& mat = scene.mat;
  const double cell_mm2 = scene.tile.width_mm * scene.tile.height_mm / (static_cast<double>(scene.cells) * scene.cells);
  const double radius = mat.fibre_um / 2000, share = canvas.grid().bundled_share(radius);
  const double wished = mat.layers * cell_mm2 / (2 * radius * mat.fibre_mm * per_length);
  return {std::max(1, static_cast<int>(std::lround(wished * share))), static_cast<float>(radius)};
}

// Needles draw fibres down where they went through, in rows that the cloth's advance staggers.
float needle_depth(const MatScene& scene, double u, double v, Direction& toward) {
  if (scene.mat.needle_mm <= 0) return 0;
  const int across = std::max(2, static_cast<int>(std::lround(scene.tile.width_mm / scene.mat.needle_mm)));
  const int along = std::max(2, 2 * static_cast<int>(std::lround(scene.tile.height_mm / scene.mat.needle_mm / 2)));
  const auto row = static_cast<int>(std::floor(v * along)), wrapped_row = (row % along + along) % along;
  const double shifted = u * across + (wrapped_row % 2 ? 0.5 : 0.0);
  const auto column = static_cast<int>(std::floor(shifted)), wrapped = (column % across + across) % across;
  Draws draws(hash32(scene.seed, 83, wrapped, wrapped_row));
  const double mm_x = scene.tile.width_mm / across, mm_y = scene.tile.height_mm / along;
  const double dx = (column + 0.5 + 0.12 * draws.normal() - shifted) * mm_x;
  const double dy = (row + 0.5 + 0.12 * draws.normal() - v * along) * mm_y;
  const double away = std::sqrt(dx * dx + dy * dy), reach = 0.42 * scene.mat.needle_mm;
  toward = {static_cast<float>(dx / std::max(away, 1e-3)), static_cast<float>(dy / std::max(away, 1e-3))};
  return static_cast<float>(1 - smooth_step(away / reach));
}

Direction felt_direction(const MatSpec& mat, Draws& draws) {
  float turns = draws.unit();
  // Every second fibre that lies across turns to the machine's direction.
  const Direction any = direction(turns);
  if (std::abs(any.x) > 0.7F && draws.unit() < 0.5F * mat.machine) turns = 0.25F + 0.1F * draws.normal();
  return direction(turns);
}

void paint_felt(const MatScene& scene, StrandCanvas& canvas) {
  const MatSpec& mat = scene.mat;
  const Counts counts = counts_of(scene, canvas, 1);
  const auto contrast = static_cast<float>(mat.contrast);
  const auto depth = static_cast<float>(mat.depth_mm), deep = static_cast<float>(mat.deep_shade);
  const auto cloudy = static_cast<float>(mat.cloud), curl = static_cast<float>(mat.curl);
  canvas.for_cells(scene.cells, scene.cells, 2.2 * mat.fibre_mm, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 81, cell.column, cell.row));
    for (int i = 0; i < counts.fibres; ++i) {
      Strand fibre;
      fibre.u = (cell.column + draws.unit()) / scene.cells;
      fibre.v = (cell.row + draws.unit()) / scene.cells;
      Direction way = felt_direction(mat, draws);
      const float cloud = scene.clouds.at(fibre.u, fibre.v);
      Direction toward = way;
      const float needle = needle_depth(scene, fibre.u, fibre.v, toward);
      if (needle > 0.3F) way = toward;
      const float draw = draws.unit();
      fibre.along_x = way.x;
      fibre.along_y = way.y;
      fibre.length_mm = static_cast<float>(mat.fibre_mm) * (needle > 0.3F ? 0.25F : 0.3F + 1.7F * draw * draw);
      fibre.bend = 2.2F * curl * draws.normal() / static_cast<float>(mat.fibre_mm);
      fibre.drift = 4 * curl * draws.normal() / static_cast<float>(mat.fibre_mm * mat.fibre_mm);
      fibre.radius_mm = counts.radius_mm * (0.75F + 0.5F * draws.unit());
      fibre.taper = 0.3F;
      // Fibres surface and dive; most of what is seen lies near the top.
      const float sunk = draws.unit(), level = -depth * (sunk * (1.1F - 0.25F * cloud) + 0.9F * needle);
      fibre.root_mm = level - 0.3F * depth * draws.unit();
      fibre.tip_mm = level - 0.3F * depth * draws.unit();
      fibre.arch_mm = 0.25F * depth;
      const float own = (1 + 0.13F * contrast * draws.normal()) * (1 + cloudy * cloud) * (1 - (1 - deep) * sunk) *
                        (1 - 0.25F * needle);
      fibre.root_shade = 0.92F * own;
      fibre.tip_shade = own;
      canvas.draw(cell, fibre);
    }
  });
}

// Long fibres combed one way that lie over each other like shingles.
void paint_nap(const MatScene& scene, StrandCanvas& canvas) {
  const MatSpec& mat = scene.mat;
  const Counts counts = counts_of(scene, canvas, 1);
  const auto contrast = static_cast<float>(mat.contrast);
  const auto depth = static_cast<float>(mat.depth_mm), deep = static_cast<float>(mat.deep_shade);
  const auto length = static_cast<float>(mat.fibre_mm);
  const auto spread = static_cast<float>(tan_degrees(mat.nap.spread_deg));
  canvas.for_cells(scene.cells, scene.cells, 2 * mat.fibre_mm, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 82, cell.column, cell.row));
    const Lean lean = scene.nap.at((cell.column + 0.5) / scene.cells, (cell.row + 0.5) / scene.cells);
    const float slope = std::max(0.1F, std::sqrt(lean.x * lean.x + lean.y * lean.y));
    const float ux = lean.x / slope, uy = lean.y / slope, flat = slope / std::sqrt(1 + slope * slope);
    const float lock = 0.6F * spread * draws.normal(), tone = scene.nap.shade(lean) * (1 + 0.045F * draws.normal());
    const float bend = 0.7F * static_cast<float>(mat.curl) * draws.normal() / length;
    for (int i = 0; i < counts.fibres; ++i) {
      Strand fibre;
      fibre.u = (cell.column + draws.unit()) / scene.cells;
      fibre.v = (cell.row + draws.unit()) / scene.cells;
      const float aside = lock + spread * draws.normal(), unit = 1 / std::sqrt(1 + aside * aside);
      fibre.along_x = (ux - aside * uy) * unit;
      fibre.along_y = (uy + aside * ux) * unit;
      fibre.length_mm = length * (0.35F + 1.1F * draws.unit());
      fibre.bend = bend + static_cast<float>(mat.curl) * draws.normal() / length;
      fibre.drift = -1.8F * fibre.bend / fibre.length_mm;
      fibre.radius_mm = counts.radius_mm * (0.75F + 0.5F * draws.unit());
      fibre.taper = 0.5F;
      const float sunk = draws.unit(), cloud = scene.clouds.at(fibre.u, fibre.v);
      fibre.root_mm = -depth * (0.5F + 0.6F * sunk);
      fibre.tip_mm = -depth * 0.6F * sunk;
      fibre.arch_mm = 0.2F * depth;
      const float own = tone * (1 + 0.09F * contrast * draws.normal()) * (1 + static_cast<float>(mat.cloud) * cloud) *
                        (1 - 0.5F * (1 - deep) * sunk);
      fibre.root_shade = own * (0.45F + 0.55F * deep);
      fibre.tip_shade = 1.08F * own;
      fibre.root_flat = 0.9F * flat;
      fibre.tip_flat = std::min(1.0F, 1.06F * flat);
      canvas.draw(cell, fibre);
    }
  });
}

// Split bundles of the hide's own fibres, short, raised and stroked this way and that.
void paint_suede(const MatScene& scene, StrandCanvas& canvas) {
  const MatSpec& mat = scene.mat;
  const Counts counts = counts_of(scene, canvas, 0.8);
  const auto contrast = static_cast<float>(mat.contrast);
  const auto depth = static_cast<float>(mat.depth_mm), deep = static_cast<float>(mat.deep_shade);
  const auto length = static_cast<float>(mat.fibre_mm);
  const auto spread = static_cast<float>(tan_degrees(mat.nap.spread_deg));
  canvas.for_cells(scene.cells, scene.cells, 3.4 * mat.fibre_mm, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 84, cell.column, cell.row));
    const Lean lean = scene.nap.at((cell.column + 0.5) / scene.cells, (cell.row + 0.5) / scene.cells);
    const float cloud = scene.clouds.at((cell.column + 0.5) / scene.cells, (cell.row + 0.5) / scene.cells);
    const float tone =
        scene.nap.shade(lean) * (1 + 0.05F * draws.normal()) * (1 + static_cast<float>(mat.cloud) * cloud);
    const float bundle_x = 0.8F * spread * draws.normal(), bundle_y = 0.8F * spread * draws.normal();
    for (int i = 0; i < counts.fibres; ++i) {
      const float lean_x = lean.x + bundle_x + spread * draws.normal(),
                  lean_y = lean.y + bundle_y + spread * draws.normal();
      const float slope = std::max(0.05F, std::sqrt(lean_x * lean_x + lean_y * lean_y)),
                  flat = slope / std::sqrt(1 + slope * slope);
      Strand fibre;
      fibre.u = (cell.column + 0.5 + 0.7 * draws.normal()) / scene.cells;
      fibre.v = (cell.row + 0.5 + 0.7 * draws.normal()) / scene.cells;
      fibre.along_x = lean_x / slope;
      fibre.along_y = lean_y / slope;
      fibre.length_mm = length * (0.3F + 1.2F * draws.unit()) * (0.35F + 0.65F * flat);
      fibre.bend = static_cast<float>(mat.curl) * draws.normal() / length;
      fibre.radius_mm = counts.radius_mm * (0.4F + 1.1F * draws.unit() * draws.unit());
      fibre.taper = 0.6F;
      const float sunk = draws.unit();
      fibre.root_mm = -depth * (0.6F + 0.6F * sunk);
      fibre.tip_mm = -depth * 0.7F * sunk + 0.1F * depth * cloud;
      fibre.arch_mm = 0.1F * depth;
      const float own = tone * (1 + 0.11F * contrast * draws.normal()) * (1 - 0.6F * (1 - deep) * sunk);
      fibre.root_shade = own * deep;
      fibre.tip_shade = 1.1F * own;
      fibre.root_flat = 0.8F * flat;
      fibre.tip_flat = std::min(1.0F, 1.1F * flat);
      canvas.draw(cell, fibre);
    }
  });
}

void paint_hairs(const MatScene& scene, StrandCanvas& canvas) {
  const MatSpec& mat = scene.mat;
  const double cell_mm2 = scene.tile.width_mm * scene.tile.height_mm / (static_cast<double>(scene.cells) * scene.cells);
  const double wished = mat.hairs_per_mm2 * canvas.grid().bundled_share(0.006) * cell_mm2;
  canvas.for_cells(scene.cells, scene.cells, 2 * mat.hair_mm, [&](const LatticeCell& cell) {
    Draws draws(hash32(scene.seed, 85, cell.column, cell.row));
    const int count = static_cast<int>(wished + draws.unit());
    for (int i = 0; i < count; ++i) {
      Strand hair;
      hair.u = (cell.column + draws.unit()) / scene.cells;
      hair.v = (cell.row + draws.unit()) / scene.cells;
      const Direction way = direction(draws.unit());
      hair.along_x = way.x;
      hair.along_y = way.y;
      hair.length_mm = static_cast<float>(mat.hair_mm) * (0.4F + 1.2F * draws.unit());
      hair.bend = 2.2F * draws.normal() / static_cast<float>(mat.hair_mm);
      hair.drift = -1.2F * hair.bend / hair.length_mm;
      hair.radius_mm = 0.003F;
      canvas.draw(cell, hair);
    }
  });
}

}  // namespace

StrandLayers mat_layers(const MatScene& scene) {
  StrandLayers layers;
  layers.part = Part::fibre;
  layers.low_mm = static_cast<float>(-3 * scene.mat.depth_mm);
  layers.high_mm = static_cast<float>(scene.mat.depth_mm);
  layers.reach_mm = 2.2 * scene.mat.fibre_mm;
  layers.hair_opacity = 0.35;
  const auto paint = scene.mat.kind == MatSpec::Kind::napped  ? paint_nap
                     : scene.mat.kind == MatSpec::Kind::suede ? paint_suede
                                                              : paint_felt;
  layers.paint = [&scene, paint](StrandCanvas& canvas) { paint(scene, canvas); };
  if (scene.mat.hairs_per_mm2 > 0) layers.paint_hairs = [&scene](StrandCanvas& canvas) { paint_hairs(scene, canvas); };
  return layers;
}

}  // namespace atelier
