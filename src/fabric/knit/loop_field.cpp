#include "fabric/knit/loop_field.h"

#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/torus.h"
#include "fabric/weave/noise.h"

namespace atelier {
namespace {

constexpr double curl = 1.5;                                  // a of Crane's loop: how far heads overhang
constexpr double loop_height = 4 / 4.5;                       // h, in courses
constexpr double front_of_cable = 1.2, back_of_cable = 0.45;  // diameters
constexpr double turn_on_edge = 0.5;  // arcs that come forward between unlike courses bulge that much more
constexpr double eyelet_radius = 0.62, eyelet_reach = 2.1;  // columns
constexpr double loft = 0.74;                               // height of spun yarn, share of its width
constexpr double strand_spread = 0.6;                       // a strand widens where it crosses
constexpr int pulled_columns = 4;                           // beside a crossing
constexpr double eyelet_up = -0.1, eyelet_right = -0.12;    // its centre, rows and columns from the stitch
constexpr double drawn_down = 0.1;                          // rows
constexpr double two_pi = 6.283185307179586;

double share_of(double value, double from, double to) {
  return smooth_step((value - from) / (to - from));
}

int wrapped(int value, int period) {
  return (value % period + period) % period;
}

double wrapped_near(double value, double period) {
  return value - period * std::floor(value / period + 0.5);
}

float lattice_mm(std::int32_t from, std::int32_t to, double side_mm) {
  const std::int32_t steps = static_cast<std::int32_t>(static_cast<std::uint32_t>(to - from) << 8) >> 8;
  return static_cast<float>(steps * (side_mm / (1 << position_bits)));
}

std::int32_t to_lattice(double mm, double side_mm) {
  const double turns = mm / side_mm;
  return static_cast<std::int32_t>(std::floor((turns - std::floor(turns)) * (1 << position_bits) + 0.5));
}

}  // namespace

// A stitch and what it is tied to.
struct LoopField::Loop {
  int column = 0, row = 0, until = 1;
  Stitch stitch = Stitch::knit;
  double face = 1, face_above = 1, face_left = 1, face_right = 1;  // 1: towards the face, -1: the back
  double x = 0, half = 0, base = 0, base_left = 0, base_right = 0;
  double size = 1, lean = 0, head_shift = 0;
  Place low{}, high{}, left{}, right{};  // where knots of yarns moved: foot, head, arcs to the neighbours
  double leg_left = 0, leg_right = 0;    // legs apart, mm
};

// The functions of the centre line's parameter, -half a turn to half a turn.
struct LoopField::Wave {
  double t, cosine, sine_twice, head, arc, leg, edge_left, edge_right;
};

LoopField::LoopField(const FabricSpec& spec, const Tile& tile, Chart chart, Motif motif)
    : spec_(spec),
      tile_(tile),
      chart_(std::move(chart)),
      motif_(std::move(motif)),
      seed_(hash32(static_cast<std::uint32_t>(spec.seed ^ (spec.seed >> 32)), 61)) {
  columns_ = tile.wales * chart_.wales / chart_.face_wales;
  rows_ = tile.courses * chart_.courses / chart_.face_courses;
  row_mm_ = tile.height_mm / rows_;
  mean_column_mm_ = tile.width_mm / columns_;
  const double root = std::sqrt(spec.warp.flattening);
  half_width_ = spec.warp.diameter_mm * root / 2;
  // Spun yarn is lofty: pressed between its neighbours it grows wide, and hardly lower.
  half_height_ = spec.warp.mass_cv_percent < 6 ? spec.warp.diameter_mm / root / 2 : loft * half_width_;
  depth_mm_ = 0.58 * spec.warp.diameter_mm;
  loop_mm_ = spec.knit.loop_mm;
  set_columns();
  for (int row = 0; row < chart_.courses; ++row) {
    for (int column = 0; column < chart_.wales; ++column) {
      reach_rows_ = std::max(reach_rows_, held_until(column, row) - row + 1);
      if (chart_.at(column, row) == Stitch::over) eyelets_.emplace_back(column, row);
    }
  }
  crossings_ = chart_.crossings;
  const double layers = depth_mm_ * 1.6 + half_height_ + spec.knit.purl_depth * spec.warp.diameter_mm / 2;
  lowest_ = -layers - (spec.knit.backed ? back_mm() : 0);
  highest_ = layers + (crossings_.empty() ? 0 : front_of_cable * spec.warp.diameter_mm);
}

// Columns of purl stitches between knit ones draw together and sink.
void LoopField::set_columns() {
  std::vector<double> knit(static_cast<std::size_t>(chart_.wales));
  for (int column = 0; column < chart_.wales; ++column) {
    int knits = 0;
    for (int row = 0; row < chart_.courses; ++row) knits += chart_.at(column, row) != Stitch::purl ? 1 : 0;
    knit[column] = static_cast<double>(knits) / chart_.courses;
  }
  const bool mixed = *std::max_element(knit.begin(), knit.end()) > *std::min_element(knit.begin(), knit.end());
  double sum = 0;
  for (const double share : knit) {
    width_mm_.push_back(mixed && share == 0 ? spec_.knit.purl_width : 1);
    base_mm_.push_back(mixed ? (share - 0.5) * spec_.knit.purl_depth * spec_.warp.diameter_mm : 0);
    sum += width_mm_.back();
  }
  double left = 0;
  for (double& width : width_mm_) {
    width *= mean_column_mm_ * chart_.wales / sum;
    left_mm_.push_back(left);
    left += width;
  }
}

Stitch LoopField::stitch(int column, int row) const {
  return chart_.at(wrapped(column, chart_.wales), wrapped(row, chart_.courses));
}

// Held loops keep the face that they had.
double LoopField::face(int column, int row) const {
  for (int back = 0; back < chart_.courses; ++back) {
    const Stitch one = stitch(column, row - back);
    if (one == Stitch::purl) return -1;
    if (one != Stitch::tuck && one != Stitch::miss) return 1;
  }
  return 1;
}

int LoopField::held_until(int column, int row) const {
  int until = row + 1;
  while (until < row + chart_.courses) {
    const Stitch above = stitch(column, until);
    if (above != Stitch::tuck && above != Stitch::miss) break;
    ++until;
  }
  return until;
}

std::uint8_t LoopField::dye(int column, int row) const {
  if (!motif_.dyes.empty()) {
    const int wale = wrapped(column, motif_.wales), course = wrapped(row, motif_.courses);
    return motif_.dyes[static_cast<std::size_t>(course) * motif_.wales + wale];
  }
  const auto& order = spec_.knit.course_order;
  if (order.empty()) return 0;
  const int course = wrapped(row, rows_) * chart_.face_courses / chart_.courses;
  return order[static_cast<std::size_t>(course) % order.size()];
}

float LoopField::row_noise(int row, std::uint32_t channel) const {
  return normal_float(hash32(seed_, channel, wrapped(row, rows_)));
}

// Where the knot of a stitch with the one below it has moved: what lies in it moves with it.
LoopField::Place LoopField::node_jitter(int column, int row) const {
  if (row >= rows_) column += spec_.knit.spirality;
  if (row < 0) column -= spec_.knit.spirality;
  const std::uint32_t key = hash32(seed_, 3, wrapped(column, columns_), wrapped(row, rows_));
  const double much = spec_.knit.irregularity;
  return {0.028 * much * mean_column_mm_ * normal_float(key),
          0.03 * much * row_mm_ * normal_float(hash32(key, 5)) + 0.012 * much * row_mm_ * row_noise(row, 7),
          0.09 * much * spec_.warp.diameter_mm * normal_float(hash32(key, 9))};
}

LoopField::Loop LoopField::make_loop(int column, int row) const {
  Loop loop;
  loop.column = column;
  loop.row = row;
  loop.stitch = stitch(column, row);
  loop.until = held_until(column, row);
  loop.face = face(column, row);
  loop.face_above = face(column, loop.until);
  loop.face_left = face(column - 1, row);
  loop.face_right = face(column + 1, row);
  const int chart_column = wrapped(column, chart_.wales);
  const int repeat = (column - chart_column) / chart_.wales;
  loop.half = width_mm_[chart_column] / 2;
  loop.x = repeat * mean_column_mm_ * chart_.wales + left_mm_[chart_column] + loop.half;
  loop.base = base_mm_[chart_column];
  loop.base_left = base_mm_[wrapped(column - 1, chart_.wales)];
  loop.base_right = base_mm_[wrapped(column + 1, chart_.wales)];
  loop.low = node_jitter(column, row);
  loop.high = node_jitter(column, loop.until);
  const std::uint32_t key = hash32(seed_, 13, wrapped(column, columns_), wrapped(row, rows_));
  const std::uint32_t next = hash32(seed_, 13, wrapped(column + 1, columns_), wrapped(row, rows_));
  const double much = spec_.knit.irregularity;
  const auto arc = [&](std::uint32_t from) {
    return Place{0.03 * much * mean_column_mm_ * normal_float(hash32(from, 1)),
                 0.04 * much * row_mm_ * normal_float(hash32(from, 2)), 0};
  };
  loop.left = arc(key);
  loop.right = arc(next);
  loop.size = 1 + 0.025 * much * normal_float(hash32(key, 3)) + 0.012 * much * row_noise(row, 11);
  loop.lean = 0.03 * much * normal_float(hash32(key, 4));
  const double warp_lean = sin_turns(spec_.knit.lean_deg / 360) / cos_turns(spec_.knit.lean_deg / 360);
  loop.lean += (wrapped(row, rows_) % 2 == 0 ? 1 : -1) * warp_lean;
  loop.leg_left = 0.03 * much * mean_column_mm_ * normal_float(hash32(key, 5));
  loop.leg_right = 0.03 * much * mean_column_mm_ * normal_float(hash32(key, 6));
  if (stitch(column, row + 1) == Stitch::over) loop.head_shift = 0.95 * mean_column_mm_;
  return loop;
}

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

void LoopField::make_course(int row, int steps, CourseYarn& made) const {
  row = wrapped(row, rows_);
  made.nodes.resize(static_cast<std::size_t>(columns_) * steps + 1);
  made.dye.resize(static_cast<std::size_t>(columns_));
  std::vector<Wave> waves(static_cast<std::size_t>(steps));
  for (int k = 0; k < steps; ++k) {
    Wave& wave = waves[k];
    wave.t = static_cast<double>(k) / steps - 0.5;
    wave.cosine = cos_turns(wave.t);
    wave.sine_twice = sin_turns(2 * wave.t);
    wave.arc = wave.cosine * wave.cosine;
    wave.leg = 1 - wave.arc;
    wave.head = wave.cosine > 0 ? wave.arc : 0;
    wave.edge_left = wave.t < 0 ? share_of(-wave.t, 0.36, 0.5) : 0;
    wave.edge_right = wave.t > 0 ? share_of(wave.t, 0.36, 0.5) : 0;
  }
  const double shear = spec_.knit.spirality * mean_column_mm_ / tile_.height_mm;
  for (int column = 0; column < columns_; ++column) {
    const Loop loop = make_loop(column, row);
    made.dye[column] = dye(column, row);
    for (int k = 0; k < steps; ++k) {
      Place at = place(loop, waves[k]);
      const double up = at.y / row_mm_ + 0.5;  // rows above this one's lower edge
      if (!crossings_.empty()) cross(loop, up, waves[k].edge_left, waves[k].edge_right, at);
      at.x += loop.x;
      if (!eyelets_.empty()) {
        const double y = at.y;
        at.y = 0;
        open_eyelets(row + up, at);
        at.y += y;
      }
      at.y += (row + 0.5) * row_mm_;
      at.x += shear * at.y;
      YarnNode& node = made.nodes[static_cast<std::size_t>(column) * steps + k];
      node.x = to_lattice(at.x, tile_.width_mm);
      node.y = to_lattice(at.y, tile_.height_mm);
      node.z = static_cast<float>(at.z);
    }
  }
  made.nodes.back() = made.nodes.front();
  finish_course(row, steps, made);
}

void LoopField::make_back(const CourseYarn& front, CourseYarn& made) const {
  made = front;
  const std::int32_t right = to_lattice(mean_column_mm_ / 2, tile_.width_mm);
  const std::int32_t up = to_lattice(row_mm_, tile_.height_mm);
  const auto below = static_cast<float>(back_mm());
  for (YarnNode& node : made.nodes) {
    node.x += right;
    node.y += up;
    node.z -= below;
  }
  if (motif_.dyes.empty()) return;
  for (std::uint8_t& dye : made.dye) dye = dye == 0 ? 1 : 0;
}

double LoopField::back_mm() const {
  return 1.5 * depth_mm_ + 0.5 * half_height_;
}

void LoopField::finish_course(int row, int steps, CourseYarn& made) const {
  constexpr int samples_per_loop = 4;
  int samples = 16;
  while (samples < columns_ * samples_per_loop) samples *= 2;
  std::vector<float>& noise = made.noise;
  noise.resize(static_cast<std::size_t>(samples));
  fill_periodic_noise({2, 10, 0.75F}, hash32(seed_, 17, row), noise.data(), samples);
  const int count = columns_ * steps;
  const double length = columns_ * loop_mm_;
  const double turns = spec_.warp.plies > 1 ? std::floor(length / spec_.warp.ply_pitch_mm + 0.5) : 0;
  made.start = std::floor(unit_float(hash32(seed_, 19, row)) * FibreTexture::length_texels);
  const auto swing = static_cast<float>(0.005 * spec_.warp.mass_cv_percent);
  const float fray = spec_.warp.mass_cv_percent < 6 ? 0.005F : 0.045F;
  const auto shade = static_cast<float>(1 + 0.03 * spec_.warp.color_sigma_l * row_noise(row, 23));
  for (int k = 0; k <= count; ++k) {
    YarnNode& node = made.nodes[k];
    const YarnNode& before = made.nodes[k == 0 ? count - 1 : k - 1];
    const YarnNode& after = made.nodes[k == count ? 1 : k + 1];
    const float x = lattice_mm(before.x, after.x, tile_.width_mm), y = lattice_mm(before.y, after.y, tile_.height_mm);
    const float unit = 1 / std::sqrt(std::max(1e-12F, x * x + y * y));
    node.tangent_x = x * unit;
    node.tangent_y = y * unit;
    const double at = static_cast<double>(k % count) / count;
    const double sample = at * samples;
    const int low = static_cast<int>(sample);
    const auto part = static_cast<float>(sample - low);
    const float value = noise[low] + (noise[(low + 1) % samples] - noise[low]) * part;
    const float ragged = fray * signed_unit_float(hash32(seed_, 29, row, static_cast<std::uint32_t>(k % count)));
    const float thick = std::max(0.6F, 1 + swing * value + ragged);
    node.half_width = static_cast<float>(half_width_) * thick;
    node.half_height = static_cast<float>(half_height_) * thick;
    node.shade = shade * (1 - 0.25F * (thick - 1));
    node.along = static_cast<float>(static_cast<double>(k) / count);
    node.ply_turn = static_cast<float>(static_cast<double>(k) / count * turns);
  }
}

}  // namespace atelier
