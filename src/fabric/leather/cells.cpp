#include "fabric/leather/cells.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "fabric/leather/cells.cpp"
#include <hwy/foreach_target.h>
// After foreach_target.
#include "fabric/simd_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace atelier::HWY_NAMESPACE {

// The second nearest point lies within two squares.
constexpr int reach = 2;
// Lanes whose squares lie further apart than this are looked at one by one.
constexpr int most_span = 10;

struct Found {
  VF nearest, second, along_y;
  VI cell;
};

HWY_INLINE Found search(const CellPoints& points, VF u, VF v, int left, int right, int low, int high) {
  const VF row_step = set(points.row_step());
  Found found{set(1e9F), set(1e9F), hn::Zero(F()), hn::Zero(I())};
  for (int j = low - reach; j <= high + reach; ++j) {
    for (int i = left - reach; i <= right + reach; ++i) {
      const int index = points.index(i, j);
      const VF dx = hn::Sub(u, set(static_cast<float>(i) + points.offset_x(index)));
      const VF dy = hn::Mul(hn::Sub(v, set(static_cast<float>(j) + points.offset_y(index))), row_step);
      const VF distance = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      const MF nearer = hn::Lt(distance, found.nearest);
      found.second = hn::Min(found.second, hn::Max(found.nearest, distance));
      found.nearest = hn::Min(found.nearest, distance);
      found.along_y = hn::IfThenElse(nearer, dy, found.along_y);
      found.cell = hn::IfThenElse(hn::RebindMask(I(), nearer), hn::Set(I(), index), found.cell);
    }
  }
  return found;
}

struct Span {
  int low, high;
};
HWY_INLINE Span squares(VF values) {
  const F d;
  return {static_cast<int>(std::floor(hn::GetLane(hn::MinOfLanes(d, values)))),
          static_cast<int>(std::floor(hn::GetLane(hn::MaxOfLanes(d, values))))};
}

void find_cell_lanes(const CellPoints& points, const float* u, const float* v, int width, CellRow& row) {
  const F d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  for (int x = 0; x < width; x += lanes) {
    const VF at_u = hn::LoadU(d, u + x), at_v = hn::LoadU(d, v + x);
    const Span across = squares(at_u), along = squares(at_v);
    if (across.high - across.low > most_span || along.high - along.low > most_span) {
      for (int lane = x; lane < std::min(x + lanes, width); ++lane) {
        const VF lane_u = set(u[lane]), lane_v = set(v[lane]);
        const Span own_x = squares(lane_u), own_y = squares(lane_v);
        const Found found = search(points, lane_u, lane_v, own_x.low, own_x.high, own_y.low, own_y.high);
        row.nearest[lane] = hn::GetLane(found.nearest);
        row.second[lane] = hn::GetLane(found.second);
        row.along_y[lane] = hn::GetLane(found.along_y);
        row.cell[lane] = hn::GetLane(found.cell);
      }
      continue;
    }
    const Found found = search(points, at_u, at_v, across.low, across.high, along.low, along.high);
    hn::StoreU(found.nearest, d, row.nearest.data() + x);
    hn::StoreU(found.second, d, row.second.data() + x);
    hn::StoreU(found.along_y, d, row.along_y.data() + x);
    hn::StoreU(found.cell, I(), row.cell.data() + x);
  }
}

}  // namespace atelier::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE

#include "fabric/fabric_math.h"

namespace atelier {

HWY_EXPORT(find_cell_lanes);

CellPoints::CellPoints(CellLattice lattice, int cells_x, int cells_y, double jitter, std::uint32_t key)
    : cells_x_(cells_x),
      cells_y_(cells_y),
      row_step_(lattice == CellLattice::scales ? 0.6F : 1.0F),
      column_(static_cast<std::size_t>(cells_x) + 2 * margin),
      row_(static_cast<std::size_t>(cells_y) + 2 * margin),
      offset_x_(static_cast<std::size_t>(cells_x) * cells_y),
      offset_y_(offset_x_.size()) {
  const auto wrapped = [](int at, int count) { return (at % count + count) % count; };
  for (int i = 0; i < cells_x + 2 * margin; ++i) column_[i] = wrapped(i - margin, cells_x);
  for (int j = 0; j < cells_y + 2 * margin; ++j) row_[j] = wrapped(j - margin, cells_y) * cells_x;
  for (int j = 0, at = 0; j < cells_y; ++j) {
    const double stagger = lattice != CellLattice::scattered && j % 2 == 1 ? 0.5 : 0;
    for (int i = 0; i < cells_x; ++i, ++at) {
      const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(at));
      offset_x_[at] = static_cast<float>(0.5 + stagger + 0.5 * jitter * signed_unit_float(hash32(own, 1)));
      offset_y_[at] = static_cast<float>(0.5 + 0.5 * jitter * signed_unit_float(hash32(own, 2)));
    }
  }
}

void CellRow::resize(int width) {
  const std::size_t padded = static_cast<std::size_t>(width) + cell_padding;
  nearest.resize(padded);
  second.resize(padded);
  along_y.resize(padded);
  cell.resize(padded);
}

void find_cells(const CellPoints& points, const float* u, const float* v, int width, CellRow& row) {
  HWY_DYNAMIC_DISPATCH(find_cell_lanes)(points, u, v, width, row);
}

}  // namespace atelier

#endif
