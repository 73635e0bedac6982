#include "fabric/overlay/print_layers.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/overlay/motif_shapes.h"
#include "fabric/overlay/torus_noise.h"

namespace atelier {
namespace {

using Motif = PrintSpec::Motif;

constexpr double cell_mm = 0.1;
constexpr double dot_share = 0.18;
constexpr double stripe_share = 1.0 / 3, pin_share = 1.0 / 18;
constexpr std::array<double, 3> camo_shares = {0.42, 0.3, 0.17};  // of each layer, before the next lies over it

class Drawing {
 public:
  Drawing(Motif motif, std::uint64_t seed, double repeat_mm)
      : motif_(motif), key_(hash32(static_cast<std::uint32_t>(seed ^ (seed >> 32)), 1201)), repeat_mm_(repeat_mm) {
    made_.side = std::clamp(static_cast<int>(std::lround(repeat_mm / cell_mm)), 96, 640);
    made_.inks = print_inks(motif);
    step_mm_ = repeat_mm / made_.side;
    made_.ramp_mm = 2.5 * step_mm_ + 0.1;
    made_.ramps.assign(static_cast<std::size_t>(made_.side) * made_.side * PrintLayers::inks_max, 0);
  }

  PrintLayers drawn() {
    switch (motif_) {
      case Motif::dots:
        add(dot_shapes(repeat_mm_, dot_share), 0);
        break;
      case Motif::floral:
        add(flower_shapes(key_, static_cast<int>(key_ % 3), repeat_mm_), 0.1);
        break;
      case Motif::leopard:
        add(rosette_shapes(key_, repeat_mm_), 0.5);
        break;
      case Motif::geometric:
        add(lozenge_shapes(repeat_mm_), 0);
        break;
      case Motif::stripes:
        add_stripes();
        break;
      case Motif::camo:
        for (int ink = 0; ink < 3; ++ink) add_blobs(ink);
        break;
      case Motif::zebra:
        add_zebra();
        break;
      default:
        break;
    }
    return std::move(made_);
  }

 private:
  std::uint8_t& ramp(int x, int y, int ink) {
    const int n = made_.side;
    const auto around = [&](int i) { return ((i % n) + n) % n; };
    return made_.ramps[(static_cast<std::size_t>(around(y)) * n + around(x)) * PrintLayers::inks_max + ink];
  }

  std::uint8_t step_of(double inside_mm) const {
    return static_cast<std::uint8_t>(std::clamp(128 + 127 * inside_mm / made_.ramp_mm, 0.0, 255.0) + 0.5);
  }

  // A hand draws no perfect edge: it wavers by `waver_mm`.
  void add(const std::vector<Shape>& shapes, double waver_mm) {
    const int coarse = cells_for(repeat_mm_, 4.5), fine = cells_for(repeat_mm_, 1.6);
    for (const Shape& shape : shapes) {
      const double reach = shape.reach_mm() + made_.ramp_mm + waver_mm;
      const int low_x = static_cast<int>(std::ceil((shape.x_mm - reach) / step_mm_));
      const int high_x = static_cast<int>(std::floor((shape.x_mm + reach) / step_mm_));
      const int low_y = static_cast<int>(std::ceil((shape.y_mm - reach) / step_mm_));
      const int high_y = static_cast<int>(std::floor((shape.y_mm + reach) / step_mm_));
      for (int y = low_y; y <= high_y; ++y) {
        for (int x = low_x; x <= high_x; ++x) {
          double inside = shape.inside_mm(x * step_mm_ - shape.x_mm, y * step_mm_ - shape.y_mm);
          if (inside < -made_.ramp_mm - waver_mm) continue;
          if (waver_mm > 0) {
            const double u = static_cast<double>(x) / made_.side, v = static_cast<double>(y) / made_.side;
            inside += waver_mm * (0.7 * torus_noise(hash32(key_, 71), coarse, coarse, u, v) +
                                  0.4 * torus_noise(hash32(key_, 72), fine, fine, u, v));
          }
          std::uint8_t& at = ramp(x, y, shape.ink);
          at = std::max(at, step_of(inside));
        }
      }
    }
  }

  // A broad stripe, and a pin stripe beside it.
  void add_stripes() {
    for (int x = 0; x < made_.side; ++x) {
      const double u = (x + 0.5) / made_.side;
      const auto inside = [&](double middle, double share) { return (share / 2 - std::abs(u - middle)) * repeat_mm_; };
      for (int y = 0; y < made_.side; ++y) {
        ramp(x, y, 0) = step_of(inside(0.35, stripe_share));
        ramp(x, y, 1) = step_of(inside(0.72, pin_share));
      }
    }
  }

  // Fills a layer from a field: the highest `share` of it is inked.
  void add_field(int ink, const std::vector<float>& field, double share) {
    std::vector<float> sorted = field;
    const auto edge =
        sorted.begin() + static_cast<std::ptrdiff_t>((1 - share) * static_cast<double>(sorted.size() - 1));
    std::nth_element(sorted.begin(), edge, sorted.end());
    const double level = *edge;
    const int n = made_.side;
    const auto at = [&](int x, int y) { return field[static_cast<std::size_t>((y + n) % n) * n + (x + n) % n]; };
    for (int y = 0; y < n; ++y) {
      for (int x = 0; x < n; ++x) {
        const double gx = (at(x + 1, y) - at(x - 1, y)) / (2 * step_mm_);
        const double gy = (at(x, y + 1) - at(x, y - 1)) / (2 * step_mm_);
        ramp(x, y, ink) = step_of((at(x, y) - level) / std::sqrt(gx * gx + gy * gy + 1e-6));
      }
    }
  }

  template <class Value>
  std::vector<float> field_of(const Value& value) const {
    std::vector<float> field;
    field.reserve(static_cast<std::size_t>(made_.side) * made_.side);
    for (int y = 0; y < made_.side; ++y) {
      for (int x = 0; x < made_.side; ++x)
        field.push_back(static_cast<float>(value((x + 0.5) / made_.side, (y + 0.5) / made_.side)));
    }
    return field;
  }

  // Blobs with bays and tongues, longer than they are high.
  void add_blobs(int ink) {
    const std::uint32_t key = hash32(key_, 80, static_cast<std::uint32_t>(ink));
    add_field(ink, field_of([&](double u, double v) {
                const double du = 0.06 * torus_noise(hash32(key, 1), 5, 5, u, v),
                             dv = 0.05 * torus_noise(hash32(key, 2), 5, 5, u, v);
                return torus_noise(hash32(key, 3), 3, 5, u + du, v + dv) +
                       0.55 * torus_noise(hash32(key, 4), 6, 9, u + du, v + dv) +
                       0.2 * torus_noise(hash32(key, 5), 14, 20, u, v);
              }),
              camo_shares[static_cast<std::size_t>(ink)]);
  }

  // Stripes that fork and taper.
  void add_zebra() {
    const std::uint32_t key = hash32(key_, 90);
    const int stripes = cells_for(repeat_mm_, 13, 4);
    add_field(0, field_of([&](double u, double v) {
                const double bend = 1.35 * torus_noise(hash32(key, 1), 2, 2, u, v) +
                                    0.35 * torus_noise(hash32(key, 2), 5, 4, u, v) +
                                    0.05 * torus_noise(hash32(key, 5), 16, 16, u, v);
                return sin_turns(stripes * v + bend) + 0.95 * torus_noise(hash32(key, 3), 6, 3, u, v) +
                       0.25 * torus_noise(hash32(key, 4), 9, 9, u, v);
              }),
              0.46);
  }

  Motif motif_;
  std::uint32_t key_;
  double repeat_mm_, step_mm_ = 0;
  PrintLayers made_;
};

}  // namespace

int print_inks(Motif motif) {
  switch (motif) {
    case Motif::floral:
      return flower_inks;
    case Motif::camo:
      return 3;
    case Motif::leopard:
    case Motif::geometric:
    case Motif::stripes:
      return 2;
    case Motif::dots:
    case Motif::zebra:
      return 1;
    default:
      return 0;
  }
}

PrintLayers draw_print(Motif motif, std::uint64_t seed, double repeat_mm) {
  return Drawing(motif, seed, repeat_mm).drawn();
}

}  // namespace atelier
