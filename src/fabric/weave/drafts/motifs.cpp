#include "fabric/weave/drafts/motifs.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"

namespace atelier {

namespace {

constexpr int satin_ends = 8, satin_counter = 3;

struct Point {
  double x, y;  // in widths of the repeat
  double length() const { return std::sqrt(x * x + y * y); }
};

// cos(n·angle) of a point, by powers of a complex number: no angle needed.
double cos_multiple(const Point& p, int n) {
  const double r = std::max(1e-9, p.length());
  double re = 1, im = 0;
  for (int i = 0; i < n; ++i) {
    const double next = re * p.x / r - im * p.y / r;
    im = re * p.y / r + im * p.x / r;
    re = next;
  }
  return re;
}

Point turned(const Point& p, double cosine, double sine) {
  return {p.x * cosine + p.y * sine, p.y * cosine - p.x * sine};
}

// A leaf from (0, 0) to (length, 0), pointed at both ends.
bool in_leaf(const Point& p, double length, double width) {
  if (p.x <= 0 || p.x >= length) return false;
  const double t = p.x / length;
  return std::abs(p.y) < width * 4 * t * (1 - t) * (1.25 - 0.5 * t) && std::abs(p.y) > (t < 0.85 ? 0.05 * width : 0);
}

bool in_flower(const Point& p, double radius, int petals) {
  const double r = p.length() / radius;
  if (r > 1.05) return false;
  const double outline = 0.74 + 0.26 * cos_multiple(p, petals);
  const double vein = std::abs(r - 0.5 * outline);
  return r < outline && vein > 0.05 && (r > 0.2 || r < 0.12);
}

// The four quarters alike.
Point folded(const Point& p) {
  return {std::abs(p.x), std::abs(p.y)};
}

bool in_medallion(const Point& p, double x, double y, double tall) {
  // The ogee: two waves that meet, with beads along them.
  const double wave = 0.25 + 0.25 * cos_turns(y), slope = 0.25 * 6.2832 * sin_turns(y) / tall;
  const double off = std::abs(std::abs(wrapped_turns(x)) - wave) / std::sqrt(1 + slope * slope);
  const double bead = 0.009 + 0.012 * (0.5 + 0.5 * cos_turns(12 * y));
  if (off < bead || (off > 0.034 && off < 0.041)) return true;
  if (in_flower(p, 0.17, 8)) return true;
  const Point q = folded(p);
  const Point stem{q.x, q.y - 0.18};
  if (in_leaf(turned(stem, 0, 1), 0.22, 0.05)) return true;
  if (in_leaf(turned({q.x - 0.02, q.y - 0.2}, 0.57, 0.82), 0.17, 0.04)) return true;
  if (in_leaf(turned({q.x - 0.14, q.y - 0.1}, 0.77, 0.64), 0.14, 0.035)) return true;
  return in_leaf({q.x - 0.18, q.y}, 0.16, 0.04);
}

bool in_blossom(const Point& p, double side) {
  const Point m{p.x * side, p.y};
  if (in_flower({m.x - 0.02, m.y - 0.12}, 0.15, 5)) return true;
  if (in_flower({m.x + 0.17, m.y + 0.02}, 0.075, 5)) return true;
  // The stem bends: its line is a parabola.
  const double bend = 0.02 - 0.9 * (m.y + 0.03) * (m.y + 0.03);
  if (m.y < 0 && m.y > -0.34 && std::abs(m.x - bend) < 0.011) return true;
  const Point low{m.x - 0.01, m.y + 0.16};
  if (in_leaf(turned(low, 0.64, 0.77), 0.22, 0.045)) return true;
  if (in_leaf(turned({m.x, m.y + 0.2}, -0.5, 0.866), 0.2, 0.04)) return true;
  return in_leaf(turned({m.x + 0.02, m.y + 0.3}, 0.94, 0.34), 0.17, 0.035);
}

bool in_fret(double x, double y) {
  const double ring = 2 * (std::abs(wrapped_turns(x)) + std::abs(wrapped_turns(y)));  // 0 in the middle, 1 at edges
  const double other = 2 * (std::abs(wrapped_turns(x + 0.5)) + std::abs(wrapped_turns(y + 0.5)));
  const double in = std::min(ring, other);
  if (in > 0.93) return false;
  if (in > 0.8) return true;
  if (in > 0.62) return cos_turns(8 * (ring < other ? x - y : x + y)) > 0.2;
  if (in > 0.5) return true;
  if (in > 0.36) return false;
  return in > 0.2 || in < 0.1;
}

// Puts a crossing of the other kind into the middle of a float that is too long.
void bind_floats(WeaveMatrix& weave, int lines, int count, bool along_end) {
  const auto up = [&](int line, int n) { return along_end ? weave.warp_up(n, line) : weave.warp_up(line, n); };
  for (int line = 0; line < lines; ++line) {
    for (int n = 0; n < count; ++n) {
      if (up(line, n) == up(line, n - 1)) continue;
      int length = 1;
      while (length < count && up(line, n + length) == up(line, n)) ++length;
      if (length <= damask_float) continue;
      const int middle = n + length / 2;
      weave.set(along_end ? middle : line, along_end ? line : middle, !up(line, n));
    }
  }
}

}  // namespace

bool in_motif(int motif, double x, double y, double tall) {
  if (motif == 2) return in_fret(x, y);
  // Two figures in half drop; the nearer one decides.
  const Point first{wrapped_turns(x), wrapped_turns(y) * tall};
  const Point second{wrapped_turns(x + 0.5), wrapped_turns(y + 0.5) * tall};
  const bool nearer = first.length() < second.length();
  if (motif == 1) return in_blossom(first, 1) || in_blossom(second, -1);
  return in_medallion(nearer ? first : second, x, y, tall);
}

WeaveMatrix damask_weave(int motif, int ends, int picks, double tall) {
  WeaveMatrix weave(ends, picks);
  for (int j = 0; j < picks; ++j) {
    for (int i = 0; i < ends; ++i) {
      const bool figure = in_motif(motif, (i + 0.5) / ends, (j + 0.5) / picks, tall);
      const bool stitch = (i - satin_counter * j % satin_ends + satin_ends) % satin_ends == 0;
      weave.set(j, i, stitch == figure);
    }
  }
  bind_floats(weave, ends, picks, true);
  bind_floats(weave, picks, ends, false);
  return weave;
}

}  // namespace atelier
