#include <algorithm>
#include <array>
#include <cmath>

#include "fabric/pile/strand_canvas.h"
#include "fabric/pile/strand_sample.h"

namespace atelier {
namespace {

constexpr int pieces_max = 4096, piece_steps_min = 10, piece_steps_max = 32;
constexpr float sharpest_turn = 0.5F;  // radians a piece: a tighter curl has no shape at this size of sample
constexpr float usual_turn = 0.2F;
constexpr float thin_samples = 0.9F;  // half a width below which a fibre is one sample wide
constexpr auto one = static_cast<float>(1 << SampleGrid::bits);

// To the nearest; quicker than std::floor, which is a call.
std::int32_t rounded(float value) {
  return static_cast<std::int32_t>(value + (value < 0 ? -0.5F : 0.5F));
}

// 1 / steps.
constexpr std::array<float, piece_steps_max + 1> shares = [] {
  std::array<float, piece_steps_max + 1> all{};
  for (int i = 1; i <= piece_steps_max; ++i) all[i] = 1 / static_cast<float>(i);
  return all;
}();

/// A strand on its way, in samples.
struct Course {
  float dx, dy, bend, drift, done = 0;
};

void advance(Course& course, float length) {
  const float turn = std::clamp(-course.bend * length, -sharpest_turn, sharpest_turn), old = course.dx;
  course.dx -= course.dy * turn;
  course.dy += old * turn;
  const float unit = 1.5F - 0.5F * (course.dx * course.dx + course.dy * course.dy);
  course.dx *= unit;
  course.dy *= unit;
  course.bend += course.drift * length;
  course.done += length;
}

}  // namespace

void StrandCanvas::draw(const LatticeCell& cell, const Strand& strand) {
  const auto per_mm = static_cast<float>(grid_.per_mm), sample_mm = 1 / per_mm;
  const float length = strand.length_mm * per_mm, radius = strand.radius_mm * per_mm;
  const Point from = place(strand.u, strand.v, cell, length + radius + 2);
  if (from.far) return;
  const bool round = radius > thin_samples;
  const float inverse_length = 1 / std::max(length, 1e-3F);
  const float drop = 0.6F * strand.radius_mm * levels_per_mm_;
  StrandPiece piece{from.x, from.y, 0, 0, 1, false, 1 << (SampleGrid::bits - 1), 0, 0, 0};
  Course course{strand.along_x, -strand.along_y, strand.bend * sample_mm, strand.drift * sample_mm * sample_mm};
  const int longest = std::clamp(static_cast<int>(0.2F * length), piece_steps_min, piece_steps_max);
  const auto usual_steps = static_cast<float>(longest);
  const auto height = [&](float t) {
    const float z = strand.root_mm + (strand.tip_mm - strand.root_mm) * t + 4 * strand.arch_mm * t * (1 - t);
    return std::max(level(z), static_cast<std::int32_t>(round ? drop : 0) + strand_level_min);
  };
  const auto tone = [&](float t) {
    const float shade = strand.root_shade + (strand.tip_shade - strand.root_shade) * t;
    return std::clamp(shade, shade_min, shade_max) * shade_steps;
  };
  std::int32_t level_from = height(0);
  float shade_from = tone(0);
  for (int count = 0; count < pieces_max && course.done < length; ++count) {
    const float across_x = std::abs(course.dx), across_y = std::abs(course.dy);
    piece.steep = across_y > across_x;
    const float major = piece.steep ? course.dy : course.dx, minor = piece.steep ? course.dx : course.dy;
    const float stride = 1 / std::abs(major), turn = std::abs(course.bend) * stride;
    const int most = turn * usual_steps > usual_turn ? 1 + static_cast<int>(usual_turn / turn) : longest;
    piece.steps = std::min(most, 1 + static_cast<int>((length - course.done) * std::abs(major)));
    piece.ahead = major < 0 ? -1 : 1;
    piece.aside = rounded(minor * stride * one);
    const float run = static_cast<float>(piece.steps) * stride, share = shares[piece.steps];
    const float to = std::min(1.0F, (course.done + run) * inverse_length),
                middle = (course.done + 0.5F * run) * inverse_length;
    const std::int32_t level_to = height(to);
    const float shade_to = tone(to);
    const float flat = strand.root_flat + (strand.tip_flat - strand.root_flat) * std::min(1.0F, middle);
    piece.sample = static_cast<std::uint64_t>(level_from) << level_shift |
                   strand_payload(shade_from, flat * course.dx, -flat * course.dy);
    piece.change =
        (static_cast<std::uint64_t>(rounded(static_cast<float>(level_to - level_from) * share)) << level_shift) +
        (static_cast<std::uint64_t>(static_cast<std::int64_t>(rounded((shade_to - shade_from) * share)))
         << shade_shift);
    if (round) {
      const float half = std::max(0.5F, radius * (1 - strand.taper * middle)) * stride;
      piece.half = rounded(half * one);
      // Levels times 2^24 of a side at `half`, by the square of 2^-12 samples.
      piece.round = static_cast<std::int64_t>(drop / (half * half)) + 1;
    }
    fill(piece);
    level_from = level_to;
    shade_from = shade_to;
    const std::int32_t moved = piece.steps * piece.ahead * (1 << SampleGrid::bits);
    piece.x += piece.steep ? piece.steps * piece.aside : moved;
    piece.y += piece.steep ? moved : piece.steps * piece.aside;
    advance(course, run);
  }
}

}  // namespace atelier
