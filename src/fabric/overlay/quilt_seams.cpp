#include "fabric/overlay/quilt_seams.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

using Layout = QuiltSpec::Layout;
using Points = std::vector<Seam::Point>;

constexpr double spacing_tolerance = 0.049, spacing_weight = 0.1;
constexpr double wave_mm = 75, chevron_mm = 60, wave_tolerance = 0.25, wave_weight = 0.02;
constexpr double root_two = 1.4142135623730951, root_three = 1.7320508075688772;
constexpr int curve_pieces = 48;  // of one wave

double spacing_of(const QuiltSpec& quilt) {
  return std::max(5.0, quilt.spacing_mm);
}

// Along a side of the tile, until the seams repeat.
double period_mm(const QuiltSpec& quilt) {
  switch (quilt.layout) {
    case Layout::diamond:
      return root_two * spacing_of(quilt);
    case Layout::onion:
      return 2 * spacing_of(quilt);
    default:
      return spacing_of(quilt);
  }
}

int count_of(double tile_mm, double repeat_mm) {
  return std::max(1, static_cast<int>(std::lround(tile_mm / repeat_mm)));
}

Seam straight(double x_mm, double y_mm, double dx_mm, double dy_mm) {
  return Seam({{x_mm, y_mm}, {x_mm + dx_mm, y_mm + dy_mm}});
}

void add_parallel(const QuiltSpec& quilt, double tile_mm, bool upright, std::vector<Seam>& seams) {
  const int lines = count_of(tile_mm, period_mm(quilt));
  for (int line = 0; line < lines; ++line) {
    const double at = (line + quilt.first_seam()) * tile_mm / lines;
    seams.push_back(upright ? straight(at, 0, 0, tile_mm) : straight(0, at, tile_mm, 0));
  }
}

void add_diamonds(const QuiltSpec& quilt, double tile_mm, std::vector<Seam>& seams) {
  const int lines = count_of(tile_mm, period_mm(quilt));
  for (const double slope : {-1.0, 1.0}) {
    for (int line = 0; line < lines; ++line)
      seams.push_back(straight(0, (line + quilt.first_seam()) * tile_mm / lines, tile_mm, slope * tile_mm));
  }
}

// Lines that swing: in step, or each against its neighbours, so that they enclose onions.
void add_waves(const QuiltSpec& quilt, double tile_mm, std::vector<Seam>& seams) {
  const bool onion = quilt.layout == Layout::onion, chevron = quilt.layout == Layout::chevron;
  const int lines = count_of(tile_mm, period_mm(quilt)) * (onion ? 2 : 1);
  const int waves = count_of(tile_mm, chevron ? chevron_mm : wave_mm);
  const double swing_mm = chevron ? 0.2 * tile_mm / waves : std::clamp(0.27 * quilt.spacing_mm, 3.0, 13.0);
  const int pieces = chevron ? 2 : curve_pieces;
  for (int line = 0; line < lines; ++line) {
    const double level = (line + quilt.first_seam()) * tile_mm / lines, sign = onion && line % 2 == 1 ? -1 : 1;
    Points points;
    for (int n = 0; n <= waves * pieces; ++n) {
      const double turns = static_cast<double>(n) / pieces;
      points.push_back({turns * tile_mm / waves, level + sign * swing_mm * cos_turns(turns)});
    }
    seams.emplace_back(std::move(points));
  }
}

// Zigzags around the tile, and upright pieces between them.
void add_hexagons(const QuiltSpec& quilt, double tile_mm, std::vector<Seam>& seams) {
  const int across = count_of(tile_mm, spacing_of(quilt));
  const int rows = 2 * count_of(tile_mm, spacing_of(quilt) * root_three);
  const double step = tile_mm / across / 2, pitch = tile_mm / rows, tip = pitch / 6;
  for (int row = 0; row < rows; ++row) {
    const double level = (row + 0.5) * pitch;
    Points zigzag;
    for (int j = 0; j <= 2 * across; ++j) zigzag.push_back({j * step, level + ((j + row) % 2 == 0 ? tip : -tip)});
    seams.emplace_back(std::move(zigzag));
    for (int j = row % 2; j < 2 * across; j += 2) seams.push_back(straight(j * step, level + tip, 0, pitch - 2 * tip));
  }
}

}  // namespace

Seam::Seam(std::vector<Point> points) : points_(std::move(points)) {
  along_mm_.push_back(0);
  for (std::size_t i = 1; i < points_.size(); ++i) {
    const double dx = points_[i].x_mm - points_[i - 1].x_mm, dy = points_[i].y_mm - points_[i - 1].y_mm;
    along_mm_.push_back(along_mm_.back() + std::sqrt(dx * dx + dy * dy));
  }
}

SeamPlace Seam::at(double along_mm) const {
  const auto after = std::upper_bound(along_mm_.begin() + 1, along_mm_.end() - 1, along_mm);
  const auto piece = static_cast<std::size_t>(after - along_mm_.begin());
  const Point &from = points_[piece - 1], &to = points_[piece];
  const double length = along_mm_[piece] - along_mm_[piece - 1];
  const double cosine = (to.x_mm - from.x_mm) / length, sine = (to.y_mm - from.y_mm) / length;
  const double past = along_mm - along_mm_[piece - 1];
  return {from.x_mm + past * cosine, from.y_mm + past * sine, cosine, sine};
}

OverlayNeeds quilt_needs(const QuiltSpec& quilt) {
  const double spacing = spacing_of(quilt), period = period_mm(quilt);
  if (quilt.layout == Layout::hexagon) {
    return {
        {{spacing, 5, spacing_tolerance, spacing_weight}, {spacing * root_three, 3, spacing_tolerance, spacing_weight}},
        5 * spacing};
  }
  OverlayNeeds needs{{{period, 1, spacing_tolerance, spacing_weight}},
                     std::max(period > 65 ? 1.0 : 2.0, std::ceil(60 / period)) * period};
  if (quilt.layout == Layout::wave || quilt.layout == Layout::onion)
    needs.repeats.push_back({wave_mm, 1, wave_tolerance, wave_weight});
  if (quilt.layout == Layout::chevron) needs.repeats.push_back({chevron_mm, 1, wave_tolerance, wave_weight});
  return needs;
}

std::vector<Seam> quilt_seams(const QuiltSpec& quilt, double tile_mm) {
  std::vector<Seam> seams;
  switch (quilt.layout) {
    case Layout::none:
      break;
    case Layout::horizontal:
      add_parallel(quilt, tile_mm, false, seams);
      break;
    case Layout::vertical:
      add_parallel(quilt, tile_mm, true, seams);
      break;
    case Layout::box:
      add_parallel(quilt, tile_mm, false, seams);
      add_parallel(quilt, tile_mm, true, seams);
      break;
    case Layout::diamond:
      add_diamonds(quilt, tile_mm, seams);
      break;
    case Layout::wave:
    case Layout::onion:
    case Layout::chevron:
      add_waves(quilt, tile_mm, seams);
      break;
    case Layout::hexagon:
      add_hexagons(quilt, tile_mm, seams);
      break;
  }
  return seams;
}

int quilt_lines(const FabricSpec& spec, double tile_mm) {
  if (spec.quilt.layout == Layout::none) return 0;
  return count_of(tile_mm, period_mm(spec.quilt)) * (spec.quilt.layout == Layout::onion ? 2 : 1);
}

}  // namespace atelier
