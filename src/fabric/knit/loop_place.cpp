#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/knit/loop_parts.h"

namespace atelier {
namespace {

constexpr double curl = 1.5;             // a of Crane's loop: how far heads overhang
constexpr double loop_height = 4 / 4.5;  // h, in courses
constexpr double turn_on_edge = 0.5;     // arcs that come forward between unlike courses bulge that much more
constexpr double eyelet_radius = 0.62, eyelet_reach = 2.1;  // columns
constexpr double strand_spread = 0.6;                       // a strand widens where it crosses
constexpr int pulled_columns = 4;                           // beside a crossing
constexpr double eyelet_up = -0.1, eyelet_right = -0.12;    // its centre, rows and columns from the stitch
constexpr double drawn_down = 0.1;                          // rows
constexpr double two_pi = 6.283185307179586;
constexpr double back_of_cable = 0.45;  // diameters

double wrapped_near(double value, double period) {
  return value - period * std::floor(value / period + 0.5);
}

}  // namespace

// The centre line of a stitch before it is moved with its neighbourhood.
LoopField::Place LoopField::place(const Loop& loop, const Wave& wave) const {
  const bool laid = loop.stitch == Stitch::tuck || loop.stitch == Stitch::over, passed = loop.stitch == Stitch::miss;
  const double overhang = passed ? 0 : laid ? 0.35 : curl;
  const bool edge_up = loop.face_above != loop.face;
  // The arc of an eyelet hangs at its upper rim; a stitch below an unlike one is drawn down by it.
  const double low = (loop.stitch == Stitch::over ? 0.25 : -loop_height) * row_mm_;
  const double high = (loop.until - loop.row - 1) * row_mm_ + (loop_height - (edge_up ? drawn_down : 0)) * row_mm_;
  const double middle = (low + high) / 2, half = (high - low) / 2 * loop.size;
  Place at{(wave.t * two_pi + overhang * wave.sine_twice) * loop.half * 2 / two_pi,
           passed ? low + 0.1 * row_mm_ * (1 + wave.cosine) : middle + half * wave.cosine, 0};
  const bool upper = wave.cosine > 0;
  at.x += loop.lean * (at.y - middle) + wave.leg * (wave.t < 0 ? loop.leg_left : loop.leg_right);
  // Feet and heads move with the knots that they are in, arcs with those of their neighbours.
  const Place& arc = wave.t < 0 ? loop.left : loop.right;
  const double own = upper ? 0 : wave.arc;
  const double up = (1 + wave.cosine) / 2;
  at.x += (1 - own) * (loop.low.x + (loop.high.x - loop.low.x) * up) + own * arc.x + up * loop.head_shift;
  at.y += (1 - own) * (loop.low.y + (loop.high.y - loop.low.y) * up) + own * arc.y;

  const double leg = laid || passed ? -1.25 * loop.face : loop.face;
  double head = -loop.face_above * (1 + (edge_up ? turn_on_edge : 0) + (laid ? 0.5 : 0));
  if (passed) head = leg;
  const double side = wave.t < 0 ? loop.face_left : loop.face_right;
  const double side_base = wave.t < 0 ? loop.base_left : loop.base_right;
  const double below = face(loop.column, loop.row - 1);
  const double foot = -(loop.face + side) / 2 * (1 + (below != loop.face ? turn_on_edge : 0));
  const double foot_base = (loop.base + side_base) / 2;
  at.z = loop.base + depth_mm_ * leg * wave.leg;
  at.z += upper ? depth_mm_ * head * wave.arc : (depth_mm_ * foot + foot_base - loop.base) * wave.arc;
  at.z += (1 - own) * (loop.low.z + (loop.high.z - loop.low.z) * up);
  if (loop.head_shift != 0) at.z -= 0.6 * depth_mm_ * wave.head;
  return at;
}

// Strands of cables on their way to each other's place. `row` is counted from the chart's lowest course.
void LoopField::cross(const Loop& loop, double row, double share_left, double share_right, Place& at) const {
  const int chart_row = wrapped(loop.row, chart_.courses), chart_column = wrapped(loop.column, chart_.wales);
  for (const Crossing& crossing : crossings_) {
    double past = wrapped_near(chart_row - crossing.course, chart_.courses);
    const double u = (past + row) / crossing.span + 0.5;
    if (u < -0.5 || u > 1.5) continue;
    const double moved = smooth_step(u), bell = 4 * moved * (1 - moved);
    const auto shift = [&](int column, double& x, double& z) {
      const int both = 2 * crossing.strand;
      const int in = wrapped(column - crossing.wale + pulled_columns, chart_.wales) - pulled_columns;
      if (in >= both + pulled_columns) return;
      if (in < 0 || in >= both) {
        // The neighbours are drawn into the waist.
        const double off = in < 0 ? -in - 0.5 : in - both + 0.5;
        const double waist = crossing.strand * (1 - 0.5 * (1 + strand_spread)) * mean_column_mm_;
        x = (in < 0 ? 1 : -1) * waist * bell * (1 - off / pulled_columns);
        return;
      }
      const bool left = in < crossing.strand, before = past < 0;
      const double way = crossing.strand * mean_column_mm_ * (before ? moved : 1 - moved);
      const double of_strand = in % crossing.strand - 0.5 * (crossing.strand - 1);
      x = (left ? way : -way) + of_strand * strand_spread * bell * mean_column_mm_;
      // The strand that came from the left lies on the left before, on the right after.
      const bool front = (left == before) == crossing.left;
      z = (front ? front_of_cable : -back_of_cable) * spec_.warp.diameter_mm * bell;
    };
    double x = 0, z = 0, x_side = 0, z_side = 0;
    shift(chart_column, x, z);
    const double share = share_left + share_right;
    if (share > 0) shift(chart_column + (share_left > 0 ? -1 : 1), x_side, z_side);
    at.x += x + 0.5 * share * (x_side - x);
    at.z += z + 0.5 * share * (z_side - z);
  }
}

// Yarns keep off the eyelets.
void LoopField::open_eyelets(double row, Place& at) const {
  const double chart_width = mean_column_mm_ * chart_.wales, chart_height = row_mm_ * chart_.courses;
  const double radius = eyelet_radius * mean_column_mm_, reach = eyelet_reach * mean_column_mm_;
  const double y = row * row_mm_;
  double push_x = 0, push_y = 0;
  for (const auto& [column, eyelet_row] : eyelets_) {
    const double off_y = wrapped_near(y - (eyelet_row + eyelet_up) * row_mm_, chart_height);
    if (std::abs(off_y) > reach) continue;
    const double off_x =
        wrapped_near(at.x - (left_mm_[column] + width_mm_[column] / 2 + eyelet_right * mean_column_mm_), chart_width);
    const double square = off_x * off_x + off_y * off_y;
    if (square > reach * reach) continue;
    const double fade = (1 - square / (reach * reach)) * (1 - square / (reach * reach));
    const double way = radius * fade / (std::sqrt(square) + 0.35 * radius);
    push_x += way * off_x;
    push_y += 1.1 * way * off_y;
  }
  at.x += push_x;
  at.y += push_y;
}

}  // namespace atelier
