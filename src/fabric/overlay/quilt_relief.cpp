#include "fabric/overlay/quilt_relief.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/membrane.h"
#include "fabric/overlay/torus_noise.h"
#include "fabric/torus.h"

namespace atelier {
namespace {

constexpr double grid_mm = 0.24;
constexpr double held_mm = 0.3;       // cloth lies under the thread, to either side
constexpr double foot = 0.13;         // of full pressure: how steep a pillow may rise at its seam
constexpr double crease_reach = 6;    // widths of a crease to either side
constexpr double fill_spread = 0.08;  // of the pockets' heights

// Height of a pillow of height 1 over the share of the membrane's height, sampled.
class Profile {
 public:
  explicit Profile(const QuiltSpec& quilt) {
    const auto bare = [&](double share) { return pow_poly(1 - pow_poly(1 - share, quilt.p / 2), 1 / quilt.q); };
    const double low = bare(foot), high = bare(1);
    for (int i = 0; i <= samples; ++i) {
      const double share = std::min(1.0, foot + (1 - foot) * i / samples);
      height_[i] = static_cast<float>((bare(share) - low) / (high - low));
    }
  }
  double at(double share) const {
    const double place = std::min(share, 1.0) * samples;
    const int low = std::min(static_cast<int>(place), samples - 1);
    const double within = height_[low] + (height_[low + 1] - height_[low]) * (place - low);
    return share > 1 ? within + 0.5 * (share - 1) : within;  // fuller pockets
  }

 private:
  static constexpr int samples = 512;
  std::array<float, samples + 1> height_{};
};

// A valley that runs from a stitch into the pocket.
struct Crease {
  double x_mm, y_mm, cosine, sine;  // foot and direction
  double length_mm, depth_mm, width_mm, bow;
};

// Ridges aslant between seams.
struct Fold {
  double x_mm, y_mm, cosine, sine, half_length_mm, half_width_mm, height_mm;
};

class Quilting {
 public:
  Quilting(const FabricSpec& spec, const Tile& tile)
      : quilt_(spec.quilt),
        tile_mm_(tile.width_mm),
        seed_(hash32(static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32)), 811)) {
    side_ = relief_cells(tile, grid_mm) / 32 * 32;
    cell_mm_ = tile_mm_ / side_;
    height_.assign(static_cast<std::size_t>(side_) * side_, 0);
  }

  ReliefGrid made(std::span<const Seam> seams) {
    blow_up(seams);
    for (int number = 0; number < static_cast<int>(seams.size()); ++number) crease(seams[number], number);
    fold();
    return ReliefGrid(side_, finished());
  }

 private:
  double draw(std::uint32_t key, std::uint32_t which) const { return unit_float(hash32(key, which)); }

  void hold(Membrane& sheet, std::span<const Seam> seams) const {
    const double radius = std::max(held_mm, 0.75 * cell_mm_) / cell_mm_;
    const int reach = static_cast<int>(radius) + 1;
    for (const Seam& seam : seams) {
      const int steps = static_cast<int>(2 * seam.length_mm() / cell_mm_) + 1;
      for (int n = 0; n <= steps; ++n) {
        const SeamPlace place = seam.at(seam.length_mm() * n / steps);
        const double x = place.x_mm / cell_mm_, y = place.y_mm / cell_mm_;
        const int i = static_cast<int>(std::floor(x)), j = static_cast<int>(std::floor(y));
        for (int dy = -reach; dy <= reach; ++dy) {
          for (int dx = -reach; dx <= reach; ++dx) {
            const double off_x = i + dx - x, off_y = j + dy - y;
            if (off_x * off_x + off_y * off_y <= radius * radius) sheet.held[cell_at(i + dx, j + dy)] = 1;
          }
        }
      }
    }
  }

  std::size_t cell_at(int x, int y) const {
    const auto around = [&](int i) { return ((i % side_) + side_) % side_; };
    return static_cast<std::size_t>(around(y)) * side_ + around(x);
  }

  void blow_up(std::span<const Seam> seams) {
    Membrane sheet{side_, std::vector<std::uint8_t>(height_.size()), std::vector<float>(height_.size())};
    hold(sheet, seams);
    const int clumps = cells_for(tile_mm_, 0.55 * quilt_.spacing_mm);
    for (int y = 0; y < side_; ++y) {
      for (int x = 0; x < side_; ++x) {
        const double u = static_cast<double>(x) / side_, v = static_cast<double>(y) / side_;
        const double clump = torus_noise(hash32(seed_, 5), clumps, clumps, u, v) +
                             0.6 * torus_noise(hash32(seed_, 6), 2 * clumps, 2 * clumps, u, v);
        sheet.pressure[static_cast<std::size_t>(y) * side_ + x] = static_cast<float>(1 + quilt_.lumps * clump);
      }
    }
    share_ = sheet.inflate(cell_mm_);
    int count = 0;
    const std::vector<int> pocket = sheet.pockets(count);
    std::vector<float> top(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < share_.size(); ++i)
      if (pocket[i] >= 0) top[pocket[i]] = std::max(top[pocket[i]], share_[i]);
    double sum = 0;
    for (const float one : top) sum += one;
    const auto full = static_cast<float>(std::max(1e-6, sum / std::max(1, count)));
    const Profile profile(quilt_);
    for (std::size_t i = 0; i < share_.size(); ++i) {
      share_[i] /= full;
      if (pocket[i] < 0) continue;
      const double fill = 1 + fill_spread * signed_unit_float(hash32(seed_, 7, static_cast<std::uint32_t>(pocket[i])));
      height_[i] = static_cast<float>(quilt_.height_mm * fill * profile.at(share_[i]));
    }
  }

  // Pinched every two or three stitches; the cloth bulges between. Half of the pinches are seen on both sides.
  void crease(const Seam& seam, int number) {
    const std::uint32_t seam_key = hash32(seed_, 30, static_cast<std::uint32_t>(number));
    const int count = std::max(1, static_cast<int>(std::lround(seam.length_mm() / (0.8 * quilt_.pucker_wave_mm))));
    for (int n = 0; n < count; ++n) {
      const std::uint32_t both = hash32(seam_key, static_cast<std::uint32_t>(n));
      for (const double side : {-1.0, 1.0}) {
        const std::uint32_t key = draw(both, 1) < 0.5 ? hash32(both, side > 0 ? 2 : 3) : both;
        const SeamPlace place = seam.at(seam.length_mm() * (n + 0.5 + 0.8 * (draw(key, 4) - 0.5)) / count);
        // Neighbours lean the same way, as the pull on the cloth does.
        const double lean = 0.3 * torus_noise(hash32(seam_key, side > 0 ? 11 : 12), std::max(2, count / 4), 2,
                                              (n + 0.5) / count, 0.25) +
                            0.28 * (draw(hash32(key, side > 0 ? 5 : 6), 0) - 0.5);
        const double norm = 1 / std::sqrt(1 + lean * lean);
        // Along the seam plus across it.
        const double along = lean * norm, across = side * norm;
        const double strength = draw(key, 7);
        const double reach = 0.14 + 0.42 * strength * draw(key, 8);
        carve({place.x_mm, place.y_mm, along * place.cosine - across * place.sine,
               along * place.sine + across * place.cosine, quilt_.spacing_mm * reach,
               quilt_.pucker_mm * (0.35 + 1.05 * strength), 0.55 + 0.03 * quilt_.spacing_mm * reach,
               0.35 * (draw(key, 9) - 0.5)});
      }
    }
  }

  void carve(const Crease& one) {
    const double reach = one.length_mm + crease_reach * one.width_mm * 2;
    for_cells(one.x_mm, one.y_mm, reach, [&](double dx, double dy, std::size_t at) {
      const double away = dx * one.cosine + dy * one.sine, t = away / one.length_mm;
      if (t <= 0 || t >= 1) return;
      const double off = -dx * one.sine + dy * one.cosine - one.bow * away * t;
      const double width = one.width_mm * (1 + 1.6 * t), u2 = off * off / (width * width);
      if (u2 > crease_reach * crease_reach) return;
      // A sharp valley between two low swells.
      const double u = std::sqrt(u2 + 0.04) - 0.2;
      const double section = exp_poly(-1.3 * u) - 0.62 * exp_poly(-0.55 * u2 * 0.5);
      const double fading = (1 - t) * (1 - t) * (1 + 2 * t);
      const double risen = smooth_step(static_cast<double>(share_[at]) * 6);
      height_[at] -= static_cast<float>(one.depth_mm * section * fading * risen);
    });
  }

  // Slight ones: a single strong one would show where the tile repeats.
  void fold() {
    const int count = std::max(2, static_cast<int>(std::lround(tile_mm_ * tile_mm_ / 1e4 * 9)));
    for (int n = 0; n < count; ++n) {
      const std::uint32_t key = hash32(seed_, 900, static_cast<std::uint32_t>(n));
      const double angle = (20 + 50 * draw(key, 1)) / 360 * (draw(key, 2) < 0.5 ? -1 : 1);
      ridge({draw(key, 3) * tile_mm_, draw(key, 4) * tile_mm_, cos_turns(angle), sin_turns(angle),
             std::min(10 + 12 * draw(key, 5), 0.3 * tile_mm_), 0.8 + 1.0 * draw(key, 6),
             0.07 + 0.2 * draw(key, 7) * draw(key, 8)});
    }
  }

  void ridge(const Fold& one) {
    for_cells(one.x_mm, one.y_mm, one.half_length_mm + 4 * one.half_width_mm,
              [&](double dx, double dy, std::size_t at) {
                const double along = (dx * one.cosine + dy * one.sine) / one.half_length_mm;
                if (along * along >= 1) return;
                const double bow = 0.12 * one.half_length_mm * along * along;
                const double across = (-dx * one.sine + dy * one.cosine - bow) / one.half_width_mm;
                if (across * across > 16) return;
                const double ends = (1 - along * along) * (1 - along * along);
                const double free = smooth_step(static_cast<double>(share_[at]) * 2 - 0.3);
                height_[at] += static_cast<float>(one.height_mm * ends * free * exp_poly(-across * across));
              });
  }

  // Calls visit(dx_mm, dy_mm, cell) for the cells within a distance along either axis.
  template <class Visit>
  void for_cells(double x_mm, double y_mm, double reach_mm, const Visit& visit) {
    const double reach = std::min(reach_mm, 0.499 * tile_mm_);
    const int low_x = static_cast<int>(std::ceil((x_mm - reach) / cell_mm_));
    const int high_x = static_cast<int>(std::floor((x_mm + reach) / cell_mm_));
    const int low_y = static_cast<int>(std::ceil((y_mm - reach) / cell_mm_));
    const int high_y = static_cast<int>(std::floor((y_mm + reach) / cell_mm_));
    for (int y = low_y; y <= high_y; ++y) {
      for (int x = low_x; x <= high_x; ++x) visit(x * cell_mm_ - x_mm, y * cell_mm_ - y_mm, cell_at(x, y));
    }
  }

  // Crumples of the thin shell: sharp ridges between flat facets.
  std::vector<float> finished() {
    const int cells = cells_for(tile_mm_, 11);
    for (int y = 0; y < side_; ++y) {
      for (int x = 0; x < side_; ++x) {
        const std::size_t at = static_cast<std::size_t>(y) * side_ + x;
        const double u = static_cast<double>(x) / side_, v = static_cast<double>(y) / side_;
        const double n = torus_noise(hash32(seed_, 41), cells, cells, u, v);
        const double m = torus_noise(hash32(seed_, 42), 2 * cells, 2 * cells, u, v);
        const double crumple = 0.3 - std::sqrt(n * n + 0.002) + 0.45 * (0.3 - std::sqrt(m * m + 0.004));
        height_[at] +=
            static_cast<float>(quilt_.crumple_mm * crumple * smooth_step(static_cast<double>(share_[at]) * 2.2));
      }
    }
    return std::move(height_);
  }

  QuiltSpec quilt_;
  double tile_mm_, cell_mm_ = 0;
  std::uint32_t seed_;
  int side_ = 0;
  std::vector<float> height_, share_;
};

}  // namespace

ReliefGrid quilt_relief(const FabricSpec& spec, const Tile& tile, std::span<const Seam> seams) {
  return Quilting(spec, tile).made(seams);
}

}  // namespace atelier
