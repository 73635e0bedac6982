#include "fabric/net/lace.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

// The strands of a lace and where they go.
struct Loom {
  const NetSpec& spec;
  Strands& strands;
  int gimp, thin, loop, bar;
};

Loom make_loom(const NetSpec& spec, Strands& strands) {
  const auto radius = [](double mm) { return static_cast<float>(0.5 * mm); };
  const auto gimp_mm = static_cast<float>(spec.gimp_mm);
  const std::uint8_t ground_dye = spec.two_tone ? 1 : 0;
  return {spec,
          strands,
          strands.add_style({radius(spec.gimp_mm), 0.75F, 1.5F * gimp_mm, 1.02F, false}),
          strands.add_style({radius(0.55 * spec.gimp_mm), 0.8F, 0.9F * gimp_mm, 1, false}),
          strands.add_style({radius(0.74 * spec.fill_mm), 0.7F, 0, 0.98F, false}),
          strands.add_style({radius(0.55 * spec.gimp_mm), 0.8F, 0.9F * gimp_mm, 1, false, ground_dye})};
}

double distance(const LacePoint& a, const LacePoint& b) {
  return std::sqrt((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y));
}

// Slow wandering of a hand-led thread: a few sines of own phases, along a way of so many mm.
struct Wander {
  std::uint32_t key;
  double amount_mm;
  double at(double along_mm, std::uint32_t channel) const {
    double sum = 0;
    for (std::uint32_t n = 0; n < 3; ++n) {
      const std::uint32_t own = hash32(key, channel, n);
      sum += sin_turns(along_mm / (1.1 + 1.7 * n + unit_float(own)) + unit_float(hash32(own, 1)));
    }
    return amount_mm * sum / 2;
  }
};

// A cord along a way of points, in steps of half a millimetre at most.
void lay_cord(const Loom& loom, std::span<const LacePoint> way, bool closed, int style, std::uint32_t key) {
  const Wander wander{key, 0.07};
  std::vector<Knot> knots;
  double along = 0;
  const std::size_t count = way.size() + (closed ? 1 : 0);
  const auto rise = static_cast<float>(0.5 * loom.strands.style(style).radius_mm);
  for (std::size_t i = 0; i < count; ++i) {
    const LacePoint& p = way[i % way.size()];
    if (i > 0) along += distance(way[i - 1], p);
    const double place = closed && i + 1 == count ? 0 : along;
    knots.push_back({p.x + wander.at(place, 1), p.y + wander.at(place, 2), rise});
  }
  loom.strands.add(knots, style, key);
}

// A loop's two ends on a scan line across a shape.
struct Row {
  double from, to;
};

// Where lines along X meet an outline at a height.
void rows_at(std::span<const LacePoint> outline, double y, std::vector<double>& crossings, std::vector<Row>& rows) {
  crossings.clear();
  rows.clear();
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const LacePoint &a = outline[i], &b = outline[(i + 1) % outline.size()];
    if ((a.y <= y) == (b.y <= y)) continue;
    crossings.push_back(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
  }
  std::sort(crossings.begin(), crossings.end());
  for (std::size_t i = 0; i + 1 < crossings.size(); i += 2) rows.push_back({crossings[i], crossings[i + 1]});
}

LacePoint along_axes(const LacePoint& p, const LacePoint& way) {
  return {p.x * way.x + p.y * way.y, -p.x * way.y + p.y * way.x};
}
LacePoint from_axes(const LacePoint& p, const LacePoint& way) {
  return {p.x * way.x - p.y * way.y, p.x * way.y + p.y * way.x};
}

// One thread that runs to and fro across a shape, from edge to edge, `apart_mm` further each time.
void lay_loops(const Loom& loom, const LaceShape& shape, const LacePoint& way, double apart_mm, float lift_mm,
               std::uint32_t key) {
  std::vector<LacePoint> outline;
  double low = 1e9, high = -1e9;
  for (const LacePoint& p : shape.outline) {
    outline.push_back(along_axes(p, way));
    low = std::min(low, outline.back().y);
    high = std::max(high, outline.back().y);
  }
  std::vector<double> crossings;
  std::vector<Row> rows;
  std::vector<Knot> thread;
  const int lines = static_cast<int>((high - low) / apart_mm);
  for (int line = 0; line < lines; ++line) {
    const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(line));
    const double y = low + (line + 0.5 + 0.16 * signed_unit_float(own)) * apart_mm;
    rows_at(outline, y, crossings, rows);
    for (const Row& row : rows) {
      const double length = row.to - row.from;
      const int parts = std::clamp(static_cast<int>(length / 0.9), 2, 14);
      const bool back = line % 2 == 1;
      thread.clear();
      for (int i = 0; i <= parts; ++i) {
        const double t = static_cast<double>(back ? parts - i : i) / parts;
        const double sag = 0.25 * apart_mm * signed_unit_float(hash32(own, static_cast<std::uint32_t>(i + 7)));
        // At its ends a loop leans to the next.
        const double lean = (i == parts ? 0.5 : i == 0 ? -0.5 : 0) * apart_mm;
        const LacePoint p = from_axes({row.from + t * length, y + (i == 0 || i == parts ? lean : sag)}, way);
        thread.push_back({p.x, p.y, lift_mm + static_cast<float>(0.15 * apart_mm) * signed_unit_float(hash32(own, i))});
      }
      loom.strands.add(thread, loom.loop, own);
    }
  }
}

LacePoint turned(const LacePoint& way, double turn) {
  const double c = cos_turns(turn), s = sin_turns(turn);
  return {c * way.x - s * way.y, s * way.x + c * way.y};
}

void fill_shape(const Loom& loom, const LaceShape& shape, std::uint32_t key) {
  const double apart = loom.spec.fill_mm;
  const auto lift = static_cast<float>(0.3 * apart);
  if (shape.fill == LaceFill::cloth) {
    lay_loops(loom, shape, shape.fill_way, apart, lift, key);
    lay_loops(loom, shape, turned(shape.fill_way, 0.25), 3.2 * apart, -lift, hash32(key, 1));
  } else if (shape.fill == LaceFill::half) {
    lay_loops(loom, shape, turned(shape.fill_way, 0.085), 2.3 * apart, lift, key);
    lay_loops(loom, shape, turned(shape.fill_way, -0.085), 2.3 * apart, -lift, hash32(key, 1));
  }
}

LaceShape shifted(const LaceShape& shape, double x, double y) {
  LaceShape there = shape;
  for (LacePoint& p : there.outline) p = {p.x + x, p.y + y};
  return there;
}

void lay_motifs(const Loom& loom, const LaceDesign& design, const LacePoint& shift, std::uint32_t key) {
  for (std::uint32_t i = 0; i < design.shapes.size(); ++i) {
    const LaceShape shape = shifted(design.shapes[i], shift.x, shift.y);
    const std::uint32_t own = hash32(key, i, 3);
    fill_shape(loom, shape, own);
    lay_cord(loom, shape.outline, true, shape.heavy ? loom.gimp : loom.thin, hash32(own, 5));
  }
  for (std::uint32_t i = 0; i < design.stems.size(); ++i) {
    std::vector<LacePoint> way = design.stems[i].way;
    for (LacePoint& p : way) p = {p.x + shift.x, p.y + shift.y};
    lay_cord(loom, way, false, design.stems[i].width > 0.75 ? loom.gimp : loom.thin, hash32(key, i, 4));
  }
}

// Bars of guipure: twisted cords along a wide hexagonal net, some with a picot at their middles.
class Bars {
 public:
  Bars(const Loom& loom, const LaceMask& mask, std::uint32_t key)
      : loom_(loom),
        mask_(mask),
        key_(key),
        across_(std::max(2, static_cast<int>(std::lround(loom.strands.width_mm() / cell_mm)))),
        rows_(2 * std::max(1, static_cast<int>(std::lround(loom.strands.height_mm() / (cell_mm * 1.732))))) {}

  void lay() const {
    for (int j = 0; j < rows_; ++j) {
      for (int i = 0; i < across_; ++i) {
        const std::uint32_t own = hash32(key_, static_cast<std::uint32_t>(j * across_ + i), 8);
        const LacePoint top = place(i, j, 0);
        const int right = i + (j & 1);
        lay_bar(top, place(i, j + 2, 1), hash32(own, 1));
        lay_bar(top, place(right - 1, j + 1, 1), hash32(own, 2));
        lay_bar(top, place(right, j + 1, 1), hash32(own, 3));
      }
    }
  }

 private:
  static constexpr double cell_mm = 5.6;

  LacePoint place(int i, int j, int which) const {
    const auto wrapped = [](int at, int count) { return (at % count + count) % count; };
    const auto own = hash32(key_, static_cast<std::uint32_t>(wrapped(j, rows_) * across_ + wrapped(i, across_)),
                            static_cast<std::uint32_t>(which));
    const double w = loom_.strands.width_mm() / across_, h = loom_.strands.height_mm() / rows_;
    return {(i + 0.5 * (j & 1)) * w + 0.14 * w * signed_unit_float(own),
            (j + (which == 0 ? 0.667 : -0.667)) * h + 0.14 * h * signed_unit_float(hash32(own, 1))};
  }

  void lay_bar(const LacePoint& a, const LacePoint& b, std::uint32_t own) const {
    const LacePoint middle{0.5 * (a.x + b.x), 0.5 * (a.y + b.y)};
    if (mask_.is_deep(a.x, a.y, 0.8) && mask_.is_deep(b.x, b.y, 0.8) && mask_.covers(middle.x, middle.y)) return;
    std::vector<LacePoint> way;
    for (int i = 0; i <= 8; ++i) way.push_back({a.x + (b.x - a.x) * i / 8, a.y + (b.y - a.y) * i / 8});
    lay_cord(loom_, way, false, loom_.bar, own);
    if (mask_.covers(middle.x, middle.y) || hash32(own, 4) % 2 == 0) return;
    const double length = std::max(1e-6, distance(a, b)), side = hash32(own, 2) & 1 ? 1 : -1;
    const LacePoint along{(b.x - a.x) / length, (b.y - a.y) / length};
    std::vector<LacePoint> picot;
    for (int i = 0; i <= 12; ++i) {
      const double out = 0.4 * (1 - cos_turns(i / 12.0)), on = -0.3 * sin_turns(i / 12.0);
      picot.push_back({middle.x + along.x * on - along.y * side * out, middle.y + along.y * on + along.x * side * out});
    }
    lay_cord(loom_, picot, false, loom_.loop, hash32(own, 3));
  }

  const Loom& loom_;
  const LaceMask& mask_;
  std::uint32_t key_;
  int across_, rows_;
};

// Small dots strewn in the free ground, in staggered rows with gaps where motifs are.
void strew_dots(const Loom& loom, const LaceMask& mask, int repeats, std::uint32_t key) {
  const double tile = loom.strands.width_mm();
  const int across = 4 * repeats, rows = 2 * across;
  for (int j = 0; j < rows; ++j) {
    for (int i = 0; i < across; ++i) {
      const LacePoint at{(i + 0.25 + 0.5 * (j & 1)) * tile / across, (j + 0.5) * tile / rows};
      bool free = true;
      for (int n = 0; n < 12 && free; ++n) {
        free = !mask.covers(at.x + 2.3 * cos_turns(n / 12.0), at.y + 2.3 * sin_turns(n / 12.0)) &&
               !mask.covers(at.x + 1.1 * cos_turns(n / 12.0), at.y + 1.1 * sin_turns(n / 12.0));
      }
      if (!free) continue;
      LaceShape dot;
      for (int n = 0; n < 14; ++n)
        dot.outline.push_back({at.x + 0.62 * cos_turns(n / 14.0), at.y + 0.62 * sin_turns(n / 14.0)});
      const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(j * across + i));
      dot.fill_way = turned({1, 0}, unit_float(own));
      fill_shape(loom, dot, own);
      lay_cord(loom, dot.outline, true, loom.loop, hash32(own, 1));
    }
  }
}

// A lace with two scalloped edges: what lies between them along Y of a tile.
struct Band {
  double tile_mm, scallop_mm;
  double bulge(double x_mm) const { return 0.055 * tile_mm * std::abs(sin_turns(0.5 * x_mm / scallop_mm)); }
  double low(double x_mm) const { return 0.08 * tile_mm - bulge(x_mm); }
  double high(double x_mm) const { return 0.92 * tile_mm + bulge(x_mm); }
  bool holds(double x_mm, double y_mm) const {
    const double y = y_mm - std::floor(y_mm / tile_mm) * tile_mm;
    return y > low(x_mm) && y < high(x_mm);
  }
};

// Cuts the lace to its band and binds the edges with a cord and picots.
void cut_scallops(const Loom& loom, int repeats, std::uint32_t key) {
  const double tile = loom.strands.width_mm();
  const Band band{tile, tile / repeats / 2};
  loom.strands.keep([&](double x, double y) { return band.holds(x, y); });
  constexpr int steps_per_scallop = 48;
  const int steps = steps_per_scallop * 2 * repeats;
  for (const bool low : {true, false}) {
    std::vector<LacePoint> edge;
    const auto at = [&](double x) { return LacePoint{x, low ? band.low(x) : band.high(x)}; };
    for (int i = 0; i <= steps; ++i) edge.push_back(at(tile * i / steps));
    edge.back().y = edge.front().y;
    lay_cord(loom, edge, false, loom.gimp, hash32(key, low ? 1 : 2));
    const int picots = static_cast<int>(tile / 1.6);
    for (int n = 0; n < picots; ++n) {
      const LacePoint foot = at(tile * (n + 0.5) / picots);
      std::vector<LacePoint> picot;
      for (int i = 0; i <= 12; ++i) {
        const double out = 0.55 * (1 - cos_turns(i / 12.0)) * (low ? -1 : 1);
        picot.push_back({foot.x - 0.45 * sin_turns(i / 12.0), foot.y + out});
      }
      lay_cord(loom, picot, false, loom.thin, hash32(key, static_cast<std::uint32_t>(n), low ? 3 : 4));
    }
  }
}

struct GroundMask {
  const LaceMask* mask;
  double cell_mm;
};

bool net_is_wanted(const void* motifs, double x_mm, double y_mm) {
  const auto& ground = *static_cast<const GroundMask*>(motifs);
  return !ground.mask->is_deep(x_mm, y_mm, 1.2 * ground.cell_mm);
}

}  // namespace

void draw_lace_strands(const NetSpec& spec, const NetCells& cells, int repeats, std::uint32_t key, Strands& strands) {
  const double side = strands.width_mm() / repeats;
  const LaceDesign design = draw_lace(spec, side, hash32(key, 1));
  const LaceMask mask(design, repeats, side, strands.width_mm());
  const Loom loom = make_loom(spec, strands);
  if (spec.ground == LaceGround::bars) {
    Bars(loom, mask, hash32(key, 2)).lay();
  } else {
    const GroundMask ground{&mask, spec.cell_mm};
    draw_tulle(spec, cells, hash32(key, 3), strands, net_is_wanted, &ground);
    strew_dots(loom, mask, repeats, hash32(key, 7));
  }
  for (int j = 0; j < repeats; ++j) {
    for (int i = 0; i < repeats; ++i) {
      lay_motifs(loom, design, {i * side, j * side}, hash32(key, static_cast<std::uint32_t>(j * repeats + i), 4));
    }
  }
  if (spec.scalloped) cut_scallops(loom, repeats, hash32(key, 6));
}

}  // namespace atelier
