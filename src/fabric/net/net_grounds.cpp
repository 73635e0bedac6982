#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/net/net.h"

namespace atelier {
namespace {

int wrapped(int at, int count) {
  return (at % count + count) % count;
}

// Moves a knot off its place; the same for each of its names modulo the tile.
Knot off_place(double x, double y, double by_mm, std::uint32_t key) {
  return {x + by_mm * signed_unit_float(hash32(key, 1)), y + by_mm * signed_unit_float(hash32(key, 2)), 0};
}

// A side of a cell from knot to knot: a little bowed, rising in its middle.
void draw_side(const Knot& from, const Knot& to, double bow_mm, float rise_mm, int style, std::uint32_t key,
               Strands& strands) {
  constexpr int parts = 5;
  std::array<Knot, parts + 1> way;
  const double dx = to.x_mm - from.x_mm, dy = to.y_mm - from.y_mm;
  const double length = std::max(1e-9, std::sqrt(dx * dx + dy * dy));
  for (int i = 0; i <= parts; ++i) {
    const double t = static_cast<double>(i) / parts, arch = 4 * t * (1 - t);
    way[i] = {from.x_mm + t * dx - bow_mm * arch * dy / length, from.y_mm + t * dy + bow_mm * arch * dx / length,
              static_cast<float>(rise_mm * arch)};
  }
  strands.add(way, style, key);
}

// Two strands that lie side by side and cross once on their way.
void draw_doubled(const Knot& from, const Knot& to, double apart_mm, int style, std::uint32_t key, Strands& strands) {
  constexpr int parts = 7;
  const double dx = to.x_mm - from.x_mm, dy = to.y_mm - from.y_mm;
  const double length = std::max(1e-9, std::sqrt(dx * dx + dy * dy));
  const int first = hash32(key, 3) & 1 ? 1 : -1;
  for (const int side : {first, -first}) {
    std::array<Knot, parts + 1> way;
    for (int i = 0; i <= parts; ++i) {
      const double t = static_cast<double>(i) / parts;
      const double off = side * apart_mm * cos_turns(0.5 * t);
      way[i] = {from.x_mm + t * dx - off * dy / length, from.y_mm + t * dy + off * dx / length,
                static_cast<float>(0.6 * apart_mm * side * sin_turns(0.5 * t))};
    }
    strands.add(way, style, hash32(key, static_cast<std::uint32_t>(side + 5)));
  }
}

}  // namespace

void draw_tulle(const NetSpec& spec, const NetCells& cells, std::uint32_t key, Strands& strands, GroundWanted wanted,
                const void* motifs) {
  const int across = cells.across, rows = 2 * cells.along;  // two staggered rows a repeat
  const double w = strands.width_mm() / across, s = strands.height_mm() / rows / 1.5;
  const auto radius = static_cast<float>(0.5 * spec.strand_mm);
  const std::uint8_t dye = spec.two_tone ? 1 : 0;
  const int thread = strands.add_style({radius, 0.9F, 0, 1, false, dye});
  const double jitter = spec.wander * spec.cell_mm;
  const auto place = [&](int i, int j, int which) {
    const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(wrapped(j, rows) * across + wrapped(i, across)),
                                     static_cast<std::uint32_t>(which));
    const double x = (i + 0.5 * (j & 1)) * w, y = j * 1.5 * s + (which == 0 ? s : -s);
    return off_place(x, y, jitter, own);
  };
  for (int j = 0; j < rows; ++j) {
    for (int i = 0; i < across; ++i) {
      const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(j * across + i), 9);
      const Knot top = place(i, j, 0);
      if (wanted && !wanted(motifs, top.x_mm, top.y_mm)) continue;
      draw_doubled(top, place(i, j + 2, 1), 0.42 * spec.strand_mm, thread, own, strands);
      const int right = (j & 1) + i;
      for (const int side : {right - 1, right}) {
        const std::uint32_t edge = hash32(own, static_cast<std::uint32_t>(side - right + 2));
        const double bow = 0.035 * w * (side == right ? -1 : 1) * (1 + 0.6 * signed_unit_float(edge));
        draw_side(top, place(side, j + 1, 1), bow, 0.25F * radius, thread, edge, strands);
      }
    }
  }
}

namespace {

// How far a pillar swings at a share of its period: waits at either neighbour, and goes over between.
double swing(double turn, double wait) {
  const double t = turn - std::floor(turn), u = t < 0.5 ? 4 * t - 1 : 3 - 4 * t;  // -1..1..-1
  const double scaled = std::clamp(u / (1 - wait), -1.0, 1.0);
  return 1.5 * scaled - 0.5 * scaled * scaled * scaled;
}

// Chain stitches one behind the other: each a loop of two legs that comes up through the one before.
class Pillar {
 public:
  Pillar(const NetSpec& spec, int style, Strands& strands) : spec_(spec), style_(style), strands_(strands) {}

  void stitch(double x, double y, double next_x, double length, float z, std::uint32_t key) const {
    const auto radius = static_cast<float>(0.5 * spec_.strand_mm);
    const double half = 0.5 * spec_.pillar_mm - radius, lean = next_x - x;
    // Across (in half widths), along (in stitches) and up (in radii): out of the loop before, wide, and in at the top.
    constexpr double leg[7][3] = {{0.3, -0.22, -0.7}, {0.42, 0.0, 0.1},  {0.86, 0.3, 0.7}, {1.0, 0.58, 0.9},
                                  {0.84, 0.84, 0.7},  {0.46, 1.05, 0.5}, {0.0, 1.12, 0.4}};
    const double uneven = 1 + 0.12 * signed_unit_float(key);
    for (const int side : {-1, 1}) {
      std::array<Knot, 7> way;
      for (int i = 0; i < 7; ++i) {
        way[i] = {x + lean * leg[i][1] + side * half * leg[i][0] * uneven, y + length * leg[i][1],
                  z + radius * static_cast<float>(leg[i][2])};
      }
      strands_.add(way, style_, hash32(key, static_cast<std::uint32_t>(side + 1)));
    }
  }

 private:
  const NetSpec& spec_;
  int style_;
  Strands& strands_;
};

}  // namespace

void draw_pillars(const NetSpec& spec, const NetCells& cells, std::uint32_t key, Strands& strands) {
  // A hole lies between two pillars of four that share its row.
  const int pillars = 2 * cells.across;
  const double pitch = strands.width_mm() / pillars, period = strands.height_mm() / cells.along;
  const int stitches = std::max(2, static_cast<int>(std::lround(period / spec.stitch_mm)));
  const double length = period / stitches;
  const bool still = spec.kind == NetKind::dimples;
  const double reach = still ? 0 : std::max(0.0, 0.5 * (pitch - 0.94 * spec.pillar_mm));
  const int yarn = strands.add_style({static_cast<float>(0.5 * spec.strand_mm), 0.8F, 0, 1, false});
  const std::uint8_t second = spec.two_tone && !still ? 1 : 0;
  const int other_yarn = strands.add_style({strands.style(yarn).radius_mm, 0.8F, 0, 1, false, second});
  const int under = strands.add_style({static_cast<float>(0.45 * spec.strand_mm), 0.8F, 0, 0.85F, false, second});
  const Pillar pillars_of[] = {{spec, yarn, strands}, {spec, other_yarn, strands}};
  const auto middle = [&](int k, int n) {
    const double turn = static_cast<double>(n) / stitches + 0.25;
    return (k + 0.5) * pitch + (k & 1 ? -1 : 1) * reach * swing(turn, 0.45);
  };
  const auto low = static_cast<float>(-0.5 * spec.strand_mm);
  for (int k = 0; k < pillars; ++k) {
    for (int n = 0; n < stitches * cells.along; ++n) {
      const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(n));
      const double x = middle(k, n) + spec.wander * spec.cell_mm * 0.3 * signed_unit_float(hash32(own, 4));
      float z = 0;
      if (still) {
        // Dimples lie in staggered rows, some stitches long.
        const double u = (k + 0.5) / 4, v = static_cast<double>(n) / stitches + (static_cast<int>(u) & 1 ? 0.5 : 0);
        const double in_u = u - std::floor(u) - 0.5, in_v = v - std::floor(v) - 0.5;
        const double hollow = std::max(0.0, 1 - 5.5 * (in_u * in_u + in_v * in_v));
        z = static_cast<float>(-1.5 * spec.strand_mm * hollow * hollow);
      }
      pillars_of[k & 1].stitch(x, n * length, middle(k, n + 1), length, z, own);
      // Where two pillars meet, the yarn goes over between them behind the stitches.
      const double other = middle(k + 1, n);
      if (!still && other - middle(k, n) < 1.3 * spec.pillar_mm) {
        const bool up = n % 2 == 0;
        const std::array<Knot, 2> way = {Knot{x, (n + (up ? 0.2 : 0.8)) * length, low},
                                         Knot{other, (n + (up ? 0.8 : 0.2)) * length, low}};
        strands.add(way, under, own);
      }
    }
  }
}

void draw_diamonds(const NetSpec& spec, const NetCells& cells, std::uint32_t key, Strands& strands) {
  const int across = cells.across, rows = 2 * cells.along;
  const double w = strands.width_mm() / across, h = strands.height_mm() / rows;
  const auto radius = static_cast<float>(0.5 * spec.strand_mm);
  const int cord = strands.add_style({radius, 0.9F, static_cast<float>(0.9 * spec.strand_mm), 1, true});
  const double joint = 0.5 * spec.stitch_mm;
  const auto place = [&](int i, int j) {
    const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(wrapped(j, rows) * across + wrapped(i, across)));
    return off_place((i + 0.5 * (j & 1)) * w, j * h, spec.wander * w, own);
  };
  for (int j = 0; j < rows; ++j) {
    for (int i = 0; i < across; ++i) {
      const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(j * across + i), 9);
      Knot middle = place(i, j);
      // Two strands run side by side through a joint and part above it.
      Knot low = middle, high = middle;
      low.y_mm -= joint;
      high.y_mm += joint;
      draw_doubled(low, high, 0.45 * spec.strand_mm, cord, own, strands);
      const int right = (j & 1) + i;
      for (const int side : {right - 1, right}) {
        Knot to = place(side, j + 1);
        to.y_mm -= joint;
        const std::uint32_t edge = hash32(own, static_cast<std::uint32_t>(side - right + 2));
        draw_side(high, to, 0.03 * w * (side == right ? 1 : -1), 0, cord, edge, strands);
      }
    }
  }
}

}  // namespace atelier
