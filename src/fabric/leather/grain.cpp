#include "fabric/leather/grain.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double micro_table_mm = 8;

int cells_along(double side_mm, double cell_mm, int fewest) {
  return std::max(fewest, static_cast<int>(std::lround(side_mm / std::max(1e-3, cell_mm))));
}

CellPoints make_points(const LeatherSpec& spec, double width_mm, double height_mm, std::uint32_t key) {
  const int across = cells_along(width_mm, spec.cell_mm, 2);
  int along = cells_along(height_mm, spec.cell_mm * spec.cell_aspect, 2);
  if (spec.lattice != CellLattice::scattered) along += along % 2;  // staggered rows close in pairs
  return {spec.lattice, across, along, spec.jitter, key};
}

CellPoints make_fine(const LeatherSpec& spec, double width_mm, double height_mm, std::uint32_t key) {
  const double cell_mm = spec.fine_mm > 0 ? spec.fine_mm : spec.cell_mm;
  return {CellLattice::scattered, cells_along(width_mm, cell_mm, 4), cells_along(height_mm, cell_mm * 1.15, 4), 0.9,
          key};
}

FieldShape field(double width_mm, double height_mm, double wave_mm, double aspect, int octaves, float gain) {
  return {cells_along(width_mm, wave_mm, 2), cells_along(height_mm, wave_mm * aspect, 2), octaves, gain};
}

FieldShape bend_shape(const LeatherSpec& spec, double width_mm, double height_mm) {
  // From bends over six cells down to ones within a cell.
  return field(width_mm, height_mm, 5.5 * spec.cell_mm, 1.2, 3, 0.45F);
}

FieldShape micro_shape(const LeatherSpec& spec, double side_mm, int times) {
  return field(side_mm / times, side_mm / times, spec.micro_mm, 1, 2, 0.6F);
}

int micro_times(double side_mm) {
  return std::max(1, static_cast<int>(side_mm / micro_table_mm));
}

// Near e^-t, and 0 from 5 on.
float fall(float t) {
  const float left = std::max(0.0F, 1 - 0.2F * t), square = left * left;
  return square * square * left;
}

// A crease whose width a pixel may exceed: wider and as much shallower.
struct Crease {
  float per_width, strength;
  Crease(double width_cells, float soft) {
    const auto width = static_cast<float>(width_cells);
    const float seen = std::sqrt(width * width + 0.36F * soft * soft);
    per_width = 1 / seen;
    strength = width / seen;
  }
  float at(float nearest, float second) const {
    // The bottom is round.
    const float away = (std::sqrt(second) - std::sqrt(nearest)) * per_width;
    return strength * fall(std::sqrt(away * away + 0.36F) - 0.6F);
  }
};

float seen_share(double cell_px) {
  return static_cast<float>(smooth_step((cell_px - 1.5) / 2));
}

}  // namespace

void Grain::Scratch::resize(int width) {
  for (std::vector<float>* lane : {&bend_x, &bend_y, &uneven, &wrinkle, &micro}) lane->resize(width);
  for (std::vector<float>* lane : {&u, &v}) lane->resize(static_cast<std::size_t>(width) + cell_padding);
  cells.resize(width);
  fine.resize(width);
}

Grain::Grain(const LeatherSpec& spec, double width_mm, double height_mm, std::uint32_t key)
    : spec_(spec),
      points_(make_points(spec, width_mm, height_mm, hash32(key, 1))),
      fine_(make_fine(spec, width_mm, height_mm, hash32(key, 2))),
      bend_x_(bend_shape(spec, width_mm, height_mm), hash32(key, 3)),
      bend_y_(bend_shape(spec, width_mm, height_mm), hash32(key, 4)),
      uneven_(field(width_mm, height_mm, 1.9 * spec.cell_mm, 1.2, 2, 0.6F), hash32(key, 5)),
      wrinkle_(field(width_mm, height_mm, spec.wrinkle_mm, spec.wrinkle_aspect, 3, 0.45F), hash32(key, 6)),
      micro_(micro_shape(spec, width_mm, micro_times(width_mm)), hash32(key, 7)),
      micro_times_(micro_times(width_mm)),
      key_(key) {}

Grain::View Grain::view(double pixel_mm) const {
  View view;
  view.cell_soft = static_cast<float>(pixel_mm / spec_.cell_mm);
  view.cell_seen = seen_share(spec_.cell_mm / pixel_mm);
  const double depth = spec_.depth_mm;
  const auto unseen = [](double seen, double depth_mm, double cell_mm) {
    return (1 - seen * seen) * 2 * depth_mm * depth_mm / (cell_mm * cell_mm);
  };
  double variance = unseen(view.cell_seen, depth, spec_.cell_mm);
  if (spec_.fine_mm > 0) {
    view.fine_soft = static_cast<float>(pixel_mm / spec_.fine_mm);
    view.fine_seen = seen_share(spec_.fine_mm / pixel_mm);
    variance += unseen(view.fine_seen, spec_.fine_share * depth, spec_.fine_mm);
  } else {
    view.fine_seen = 0;
  }
  view.slope_variance = static_cast<float>(std::min(0.2, variance));
  return view;
}

void Grain::bend(const CellPoints& points, float wander, const TorusAxis& columns, std::uint32_t y,
                 Scratch& scratch) const {
  constexpr float unit = 1.0F / (1 << position_bits);
  const auto across = static_cast<float>(points.cells_x()), along = static_cast<float>(points.cells_y());
  const float v = static_cast<float>(y) * unit * along;
  constexpr float furthest = CellPoints::margin - 4;
  for (int x = 0; x < columns.count(); ++x) {
    scratch.u[x] =
        static_cast<float>(columns[x]) * unit * across + std::clamp(wander * scratch.bend_x[x], -furthest, furthest);
    scratch.v[x] = v + std::clamp(wander * scratch.bend_y[x], -furthest, furthest);
  }
  std::fill(scratch.u.begin() + columns.count(), scratch.u.end(), scratch.u[columns.count() - 1]);
  std::fill(scratch.v.begin() + columns.count(), scratch.v.end(), scratch.v[columns.count() - 1]);
}

void Grain::row(const View& view, const TorusAxis& columns, std::uint32_t y, Scratch& scratch, GrainRow& out) const {
  const int width = columns.count();
  bend_x_.row(columns, y, scratch.texels, scratch.bend_x.data());
  bend_y_.row(columns, y, scratch.texels, scratch.bend_y.data());
  uneven_.row(columns, y, scratch.texels, scratch.uneven.data());
  wrinkle_.row(columns, y, scratch.texels, scratch.wrinkle.data());
  const std::uint32_t small_y = y * static_cast<unsigned>(micro_times_) & ((1u << position_bits) - 1);
  micro_.row(columns.repeated(micro_times_), small_y, scratch.texels, scratch.micro.data());
  const auto wander = static_cast<float>(spec_.wander);
  if (view.cell_seen > 0) {
    bend(points_, wander, columns, y, scratch);
    find_cells(points_, scratch.u.data(), scratch.v.data(), width, scratch.cells);
  }
  if (view.fine_seen > 0) {
    const auto ratio = static_cast<float>(spec_.cell_mm / spec_.fine_mm);
    bend(fine_, 0.6F * wander * ratio, columns, y, scratch);
    find_cells(fine_, scratch.u.data(), scratch.v.data(), width, scratch.fine);
  }
  compose(view, columns, scratch, out);
}

void Grain::compose(const View& view, const TorusAxis& columns, const Scratch& scratch, GrainRow& out) const {
  const auto depth = static_cast<float>(spec_.depth_mm), dome = static_cast<float>(spec_.dome);
  const auto uneven = static_cast<float>(spec_.uneven), fine_share = static_cast<float>(spec_.fine_share);
  const auto wrinkle_share = static_cast<float>(spec_.wrinkle_share), tone = static_cast<float>(spec_.tone);
  const auto crease_tone = static_cast<float>(spec_.crease_tone), rub_off = static_cast<float>(spec_.rub_off);
  const auto micro = static_cast<float>(spec_.micro_um * 1e-3);
  const float lean = spec_.lattice == CellLattice::scales ? 0.9F : 0;
  const Crease crease(spec_.crease_cells, view.cell_soft), fine_crease(0.2, view.fine_soft);
  for (int x = 0; x < columns.count(); ++x) {
    // Creases run deep along wrinkles and fade elsewhere.
    const float line = std::max(0.0F, 1 - 1.8F * std::abs(scratch.wrinkle[x])), ridge = line * line * (3 - 2 * line);
    const float strength =
        std::clamp(1 + uneven * (0.6F * scratch.uneven[x] + 0.25F * scratch.wrinkle[x]), 0.12F, 1.9F) +
        2.4F * wrinkle_share * ridge;
    float cut = 0, bulge = 0, own = 0;
    if (view.cell_seen > 0) {
      const float nearest = scratch.cells.nearest[x], second = scratch.cells.second[x];
      cut = view.cell_seen * strength * crease.at(nearest, second);
      bulge = view.cell_seen * (0.25F - std::min(nearest, 0.9F) - lean * scratch.cells.along_y[x]) * 1.4F;
      const float inside = smooth_step((std::sqrt(second) - std::sqrt(nearest)) * 2.2F);
      own = inside * signed_unit_float(hash32(key_, static_cast<std::uint32_t>(scratch.cells.cell[x])));
    }
    float small = 0;
    if (view.fine_seen > 0) {
      const float nearest = scratch.fine.nearest[x];
      const float fade = std::clamp(0.75F - 0.8F * uneven * scratch.uneven[x], 0.0F, 1.6F);
      small = view.fine_seen *
              (fade * fine_crease.at(nearest, scratch.fine.second[x]) - 0.6F * (0.25F - std::min(nearest, 0.9F)));
      small *= 1 - 0.6F * std::min(1.0F, cut);
    }
    const float relief = dome * bulge * std::min(1.4F, 0.4F + 0.6F * strength) - cut - fine_share * small -
                         1.6F * wrinkle_share * ridge + 0.12F * own;
    out.height_mm[x] = depth * relief + micro * scratch.micro[x];
    const float dark = std::min(1.0F, cut + 0.5F * fine_share * std::max(0.0F, small));
    out.crease[x] = dark;
    out.shade[x] = 1 + tone * own - crease_tone * dark + rub_off * std::clamp(0.8F * relief, -1.0F, 0.6F);
  }
}

}  // namespace atelier
