#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/knit/loop_parts.h"
#include "fabric/torus.h"
#include "fabric/weave/noise.h"

namespace atelier {
namespace {

double share_of(double value, double from, double to) {
  return smooth_step((value - from) / (to - from));
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
  const double shear = spirality_ * mean_column_mm_ / tile_.height_mm;
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
    node.shade *= 0.7F;
  }
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
  // Against its neighbours only: slow changes from course to course would show as bars that repeat with the tile.
  const float own = row_noise(row, 23) - 0.5F * (row_noise(row - 1, 23) + row_noise(row + 1, 23));
  const auto shade = static_cast<float>(1 + 0.025 * spec_.warp.color_sigma_l * own);
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
