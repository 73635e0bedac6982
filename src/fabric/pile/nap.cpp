#include "fabric/pile/nap.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

constexpr double side_share = 0.7;   // strokes also push fibres sideways
constexpr double edge_share = 0.22;  // how far a stroke's front runs ahead, of its size

int cells(double side_mm, double wave_mm) {
  return std::max(2, static_cast<int>(std::floor(2 * side_mm / wave_mm + 0.5)));
}

}  // namespace

NapField::NapField(const NapSpec& nap, const Tile& tile, std::uint32_t key)
    : strokes_(
          TorusField(cells(tile.width_mm, 0.9 * nap.mark_mm), cells(tile.height_mm, 1.7 * nap.mark_mm), hash32(key, 1))
              .evened()),
      sides_(TorusField::with_wave(tile.width_mm, tile.height_mm, 1.7 * nap.mark_mm, hash32(key, 2))),
      along_x_(cos_turns(nap.direction_deg / 360)),
      along_y_(sin_turns(nap.direction_deg / 360)),
      push_x_(edge_share * nap.mark_mm / tile.width_mm),
      push_y_(edge_share * nap.mark_mm / tile.height_mm),
      tilt_(static_cast<float>(nap.tilt_deg)),
      mark_(static_cast<float>(nap.mark_deg)),
      mark_shade_(static_cast<float>(nap.mark_shade)) {}

// Strokes are long, and lean as an arm does.
float NapField::stroke(double u, double v) const {
  return strokes_.at(u + v, v);
}

// A stroke has a soft side and an edge where it ended: the field is carried along by itself.
Lean NapField::at(double u, double v) const {
  const float aside = sides_.at(u, v), pushed = stroke(u, v);
  const float raw = 1.3F * stroke(u + push_x_ * (1.8 * aside + pushed), v + push_y_ * (pushed - 1.6 * aside));
  Lean lean;
  lean.mark = raw / std::sqrt(1 + raw * raw);
  const double along = tan_degrees(std::clamp(tilt_ + mark_ * lean.mark, -60.0F, 70.0F));
  const double across = tan_degrees(std::clamp(static_cast<double>(side_share * mark_ * aside * 0.6), -45.0, 45.0));
  lean.x = static_cast<float>(along * along_x_ - across * along_y_);
  lean.y = static_cast<float>(along * along_y_ + across * along_x_);
  return lean;
}

}  // namespace atelier
