#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/pile/strand_canvas.h"
#include "fabric/pile/strand_sample.h"

namespace atelier {
namespace {

constexpr auto one = static_cast<float>(1 << SampleGrid::bits);

/// Half the section of a round yarn, by the distance from its middle in 1/128 of its radius.
struct Section {
  static constexpr int steps = 128;
  std::array<float, steps + 1> rise, arc;  // height over the middle line, and way around it, in radii
  Section() {
    for (int i = 0; i <= steps; ++i) {
      const float q = static_cast<float>(i) / steps;
      rise[i] = std::sqrt(1 - q * q);
      arc[i] = q * (1 + q * q * (1.0F / 6));
    }
  }
};

/// Tones of fibres that lie side by side around a yarn.
class Lanes {
 public:
  explicit Lanes(std::uint32_t key) {
    for (int i = 0; i < count; ++i) tones_[i] = signed_unit_float(hash32(key, static_cast<std::uint32_t>(i)));
  }
  float at(float across) const {
    const float shifted = across + 4096;
    const int lane = static_cast<int>(shifted);
    const float edge = 2 * (shifted - static_cast<float>(lane)) - 1;
    return tones_[lane & (count - 1)] - 0.5F * edge * edge;
  }

 private:
  static constexpr int count = 64;
  std::array<float, count> tones_;
};

}  // namespace

/// A straight piece of yarn, swept in lines across the axis that it is nearer to; a little longer than it is, for the
/// bends.
struct StrandCanvas::Sweep {
  static constexpr int rises = 8;
  const PlushYarn& yarn;
  Lanes lanes;
  float ux = 1, uy = 0;  // direction in the strip, y down
  bool steep = false;
  float inverse = 0, more = 0;         // 1 / length; what it is longer at either end: samples
  float z_mm = 0, dz_mm = 0;           // at its beginning; to its end
  float twisted_mm = 0, twist_mm = 0;  // how far fibres have turned before it, and per sample
  float fibre = 1, depth = 1;          // 1 / mm
  std::array<std::uint64_t, rises + 1> ways{};

  void set(const SampleGrid& grid, const YarnPoint& a, const YarnPoint& b, float done_mm) {
    const auto per_mm = static_cast<float>(grid.per_mm);
    const float dx = (b.x_mm - a.x_mm) * per_mm, dy = (a.y_mm - b.y_mm) * per_mm;
    const float plan = std::sqrt(dx * dx + dy * dy);
    inverse = 1 / std::max(plan, 1e-3F);
    ux = plan > 1e-3F ? dx * inverse : 1, uy = plan > 1e-3F ? dy * inverse : 0;
    steep = std::abs(uy) > std::abs(ux);
    more = 0.3F * yarn.radius_mm * per_mm;
    z_mm = a.z_mm, dz_mm = b.z_mm - a.z_mm;
    const float plan_mm = plan / per_mm, flat = plan_mm / std::max(1e-5F, std::sqrt(plan_mm * plan_mm + dz_mm * dz_mm));
    twisted_mm = done_mm * yarn.twist, twist_mm = yarn.twist / (per_mm * std::max(flat, 0.05F));
    fibre = 1 / std::max(yarn.fibre_mm, 1.6F / per_mm), depth = 1 / (yarn.top_mm - yarn.deep_mm);
    for (int i = 0; i <= rises; ++i) {
      const float lean = yarn.twist * static_cast<float>(i) / rises;  // fibres cross the yarn's axis
      const float unit = flat / std::sqrt(1 + lean * lean);
      ways[i] = strand_payload(0, (ux - lean * uy) * unit, -(uy + lean * ux) * unit);
    }
  }
  float height(float along, float rise) const {
    return z_mm + dz_mm * std::clamp(along * inverse, 0.0F, 1.0F) + yarn.radius_mm * rise;
  }
  std::uint64_t paint(float along, float arc, float rise, float z) const {
    const float tone = lanes.at((arc * yarn.radius_mm + twisted_mm + along * twist_mm) * fibre);
    const float deep = std::clamp((yarn.top_mm - z) * depth, 0.0F, 1.0F);
    const float shade = yarn.shade * (1 + yarn.contrast * tone) * (1 + (yarn.deep_shade - 1) * deep) *
                        (1 + 0.7F * yarn.contrast * (rise - 1));
    return static_cast<std::uint64_t>(std::clamp(shade, shade_min, shade_max) * shade_steps) << shade_shift |
           ways[static_cast<int>(rise * rises)];
  }
};

void StrandCanvas::draw(const LatticeCell& cell, const PlushYarn& yarn, const std::vector<YarnPoint>& points) {
  float reach_mm = 2 * yarn.radius_mm;
  for (const YarnPoint& p : points) {
    reach_mm = std::max(reach_mm, std::max(std::abs(p.x_mm), std::abs(p.y_mm)) + 2 * yarn.radius_mm);
  }
  const Point from = place(yarn.u, yarn.v, cell, reach_mm * static_cast<float>(grid_.per_mm) + 2);
  if (from.far) return;
  Sweep sweep{yarn, Lanes(yarn.key)};
  float done_mm = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const YarnPoint &a = points[i], &b = points[i + 1];
    sweep.set(grid_, a, b, done_mm);
    draw(sweep, from, a);
    const float dx = b.x_mm - a.x_mm, dy = b.y_mm - a.y_mm, dz = b.z_mm - a.z_mm;
    done_mm += std::sqrt(dx * dx + dy * dy + dz * dz);
  }
}

void StrandCanvas::draw(const Sweep& sweep, const Point& from, const YarnPoint& a) {
  const auto per_mm = static_cast<float>(grid_.per_mm);
  const float major = sweep.steep ? sweep.uy : sweep.ux, minor = sweep.steep ? sweep.ux : sweep.uy;
  const float slant = std::abs(major), stride = 1 / slant;
  const std::int32_t x = from.x + static_cast<std::int32_t>((a.x_mm * per_mm - sweep.more * sweep.ux) * one);
  const std::int32_t y = from.y + static_cast<std::int32_t>((-a.y_mm * per_mm - sweep.more * sweep.uy) * one);
  const int begin = (sweep.steep ? y : x) >> SampleGrid::bits, ahead = major < 0 ? -1 : 1;
  const int steps = 1 + static_cast<int>((1 / sweep.inverse + 2 * sweep.more) * slant);
  const int lines = sweep.steep ? rows_ : grid_.width;
  for (int step = 0; step < steps; ++step) {
    const int line = begin + ahead * step;
    if (line < 0 || line >= lines) continue;
    const float gone = static_cast<float>(step) * stride;
    draw_line(sweep, line, (sweep.steep ? x : y) + static_cast<std::int32_t>(gone * minor * one), gone - sweep.more);
  }
}

void StrandCanvas::draw_line(const Sweep& sweep, int line, std::int32_t centre, float gone) {
  static const Section section;
  const float slant = std::abs(sweep.steep ? sweep.uy : sweep.ux), minor = sweep.steep ? sweep.ux : sweep.uy;
  const float radius = sweep.yarn.radius_mm * static_cast<float>(grid_.per_mm);
  const float to_section = slant / radius * Section::steps, sense = sweep.steep ? -sweep.uy : sweep.ux;
  const auto half = static_cast<std::int32_t>(radius / slant * one);
  constexpr std::int32_t middle = 1 << (SampleGrid::bits - 1);
  const int low = std::max(0, (centre - half + middle - 1) >> SampleGrid::bits);
  const int high = std::min((sweep.steep ? grid_.width : rows_) - 1, (centre + half - middle) >> SampleGrid::bits);
  const std::ptrdiff_t width = grid_.width, stride = sweep.steep ? 1 : width;
  std::uint64_t* samples = samples_.data() + line * (sweep.steep ? width : 1);
  for (int at = low; at <= high; ++at) {
    const float off = static_cast<float>((at << SampleGrid::bits) + middle - centre) * (1 / one),
                along = gone + off * minor;
    const int place = std::min(Section::steps, static_cast<int>(std::abs(off) * to_section));
    const float rise = section.rise[place], z = sweep.height(along, rise);
    const std::uint64_t high_here = static_cast<std::uint64_t>(level(z)) << level_shift;
    std::uint64_t& here = samples[at * stride];
    if (here > high_here + (std::uint64_t{1} << level_shift)) continue;
    const float arc = off * sense < 0 ? -section.arc[place] : section.arc[place];
    here = std::max(here, high_here | sweep.paint(along, arc, rise, z));
  }
}

}  // namespace atelier
