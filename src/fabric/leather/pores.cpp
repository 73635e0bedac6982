#include "fabric/leather/pores.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

struct Place {
  double x, y;
};

// Throws darts on the torus that keep a distance from each other, by a grid whose squares hold at most one.
class Darts {
 public:
  Darts(double width_mm, double height_mm, double apart_mm)
      : width_(width_mm),
        height_(height_mm),
        apart_(apart_mm),
        columns_(std::max(1, static_cast<int>(std::ceil(width_mm / apart_mm * 1.4143)))),
        rows_(std::max(1, static_cast<int>(std::ceil(height_mm / apart_mm * 1.4143)))),
        square_(static_cast<std::size_t>(columns_) * rows_, -1) {}

  void throw_at(const Place& place) {
    const int i = std::min(static_cast<int>(place.x / width_ * columns_), columns_ - 1);
    const int j = std::min(static_cast<int>(place.y / height_ * rows_), rows_ - 1);
    for (int dy = -2; dy <= 2; ++dy) {
      for (int dx = -2; dx <= 2; ++dx) {
        const int other = square_[index(i + dx, j + dy)];
        if (other >= 0 && distance_squared(place, kept_[other]) < apart_ * apart_) return;
      }
    }
    square_[index(i, j)] = static_cast<int>(kept_.size());
    kept_.push_back(place);
  }

  const std::vector<Place>& kept() const { return kept_; }

 private:
  std::size_t index(int i, int j) const {
    return static_cast<std::size_t>((j % rows_ + rows_) % rows_) * columns_ + (i % columns_ + columns_) % columns_;
  }
  double distance_squared(const Place& a, const Place& b) const {
    double dx = std::abs(a.x - b.x), dy = std::abs(a.y - b.y);
    dx = std::min(dx, width_ - dx);
    dy = std::min(dy, height_ - dy);
    return dx * dx + dy * dy;
  }

  double width_, height_, apart_;
  int columns_, rows_;
  std::vector<int> square_;
  std::vector<Place> kept_;
};

int pores_in_group(PoreOrder order) {
  return order == PoreOrder::even ? 1 : 3;
}

// Where a group's pores lie around its middle, in units of the distance between neighbours.
Place in_group(PoreOrder order, int which, double turn) {
  if (order == PoreOrder::even) return {0, 0};
  const double sine = sin_turns(turn), cosine = cos_turns(turn);
  Place at{};
  if (order == PoreOrder::threes) {
    at = {0.58 * cos_turns(turn + which / 3.0), 0.58 * sin_turns(turn + which / 3.0)};
  } else {
    const double along = which - 1.0, bow = 0.35 * along * along;
    at = {along * cosine - bow * sine, along * sine + bow * cosine};
  }
  return at;
}

}  // namespace

std::vector<Pore> scatter_pores(const LeatherSpec& spec, double width_mm, double height_mm, std::uint32_t key) {
  std::vector<Pore> pores;
  if (spec.pores == PoreOrder::none || spec.pores_per_cm2 <= 0) return pores;
  const int members = pores_in_group(spec.pores);
  const double groups_wished = spec.pores_per_cm2 / members * width_mm * height_mm / 100;
  // Darts that fill the plane keep about 0.7 of the density of a hexagonal packing: 0.82 / apart².
  const double apart = std::sqrt(0.66 * width_mm * height_mm / std::max(1.0, groups_wished));
  Darts darts(width_mm, height_mm, apart);
  const auto throws = static_cast<std::uint32_t>(std::max(1.0, groups_wished) * 24);
  for (std::uint32_t n = 0; n < throws && static_cast<double>(darts.kept().size()) < groups_wished; ++n) {
    darts.throw_at({unit_float(hash32(key, n, 1)) * width_mm, unit_float(hash32(key, n, 2)) * height_mm});
  }
  // Hair grows one way: goat's rows bow across it, with some scatter.
  const double apart_in_group = spec.pores == PoreOrder::threes ? 3.4 * spec.pore_mm : 2.3 * spec.pore_mm;
  for (std::uint32_t group = 0; group < darts.kept().size(); ++group) {
    const Place& middle = darts.kept()[group];
    const std::uint32_t own = hash32(key, group, 3);
    const double scatter = spec.pores == PoreOrder::threes ? 0.5 : 0.09;
    const double turn = scatter * signed_unit_float(own);
    for (int which = 0; which < members; ++which) {
      const std::uint32_t pore = hash32(own, static_cast<std::uint32_t>(which) + 7);
      const Place at = in_group(spec.pores, which, turn);
      const double jitter = members == 1 ? 0 : 0.25 * spec.pore_mm;
      const double size = 0.5 * spec.pore_mm * (1 + 0.3 * signed_unit_float(hash32(pore, 1)));
      pores.push_back({middle.x + apart_in_group * at.x + jitter * signed_unit_float(hash32(pore, 2)),
                       middle.y + apart_in_group * at.y + jitter * signed_unit_float(hash32(pore, 3)),
                       static_cast<float>(size), 0.55F + 0.45F * unit_float(hash32(pore, 4))});
    }
  }
  return pores;
}

}  // namespace atelier
