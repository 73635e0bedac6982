#include <algorithm>
#include <cmath>

#include "fabric/fabric_math.h"
#include "fabric/pile/strand_canvas.h"

namespace atelier {
namespace {

constexpr float shade_step = 1.0F / 8192;
constexpr float fibre_lengths = 14;  // a tone's length along a fibre, in spacings

// Tones of fibres that lie side by side: steps across, soft along.
float fibre_tone(std::uint32_t key, float across, float along) {
  const float lane = std::floor(across),
              at = along + 7 * unit_float(hash32(key, static_cast<std::uint32_t>(static_cast<std::int32_t>(lane))));
  const float cell = std::floor(at);
  const auto tone = [&](float column) {
    return signed_unit_float(hash32(key, static_cast<std::uint32_t>(static_cast<std::int32_t>(lane)),
                                    static_cast<std::uint32_t>(static_cast<std::int32_t>(column)), 9));
  };
  const float low = tone(cell), high = tone(cell + 1), t = smooth_step(at - cell);
  const float edge = 2 * (across - lane) - 1;
  return low + (high - low) * t - 0.5F * edge * edge;
}

}  // namespace

void StrandCanvas::draw(const LatticeCell& cell, const PlushYarn& yarn, const std::vector<YarnPoint>& points) {
  const Point from = place(yarn.u, yarn.v, cell);
  float done_mm = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const YarnPoint &a = points[i], &b = points[i + 1];
    capsule(yarn, from, a, b, done_mm);
    const float dx = b.x_mm - a.x_mm, dy = b.y_mm - a.y_mm, dz = b.z_mm - a.z_mm;
    done_mm += std::sqrt(dx * dx + dy * dy + dz * dz);
  }
}

// All samples within a radius of a straight piece of yarn.
void StrandCanvas::capsule(const PlushYarn& yarn, const Point& from, const YarnPoint& a, const YarnPoint& b,
                           float done_mm) {
  constexpr auto one = static_cast<float>(1 << SampleGrid::bits);
  const auto per_mm = static_cast<float>(grid_.per_mm), sample_mm = 1 / per_mm;
  const float radius = yarn.radius_mm, reach = radius * per_mm + 1;
  const float ax = a.x_mm * per_mm, ay = -a.y_mm * per_mm, bx = b.x_mm * per_mm, by = -b.y_mm * per_mm;
  const auto base_x = static_cast<int>(from.x >> SampleGrid::bits),
             base_y = static_cast<int>(from.y >> SampleGrid::bits);
  const int first_x = std::max(0, base_x + static_cast<int>(std::floor(std::min(ax, bx) - reach)));
  const int last_x = std::min(grid_.width - 1, base_x + static_cast<int>(std::floor(std::max(ax, bx) + reach + 1)));
  const int first_y = std::max(0, base_y + static_cast<int>(std::floor(std::min(ay, by) - reach)));
  const int last_y = std::min(rows_ - 1, base_y + static_cast<int>(std::floor(std::max(ay, by) + reach + 1)));
  if (first_x > last_x || first_y > last_y) return;

  const float dx = b.x_mm - a.x_mm, dy = a.y_mm - b.y_mm, dz = b.z_mm - a.z_mm;  // y down
  const float plan = std::sqrt(dx * dx + dy * dy), inverse = 1 / std::max(plan, 1e-5F);
  const float ux = plan > 1e-5F ? dx * inverse : 1, uy = plan > 1e-5F ? dy * inverse : 0;
  const float flat = plan / std::max(1e-5F, std::sqrt(plan * plan + dz * dz));
  const float fibre = 1 / std::max(yarn.fibre_mm, 1.6F * sample_mm);
  const float depth = 1 / (yarn.top_mm - yarn.deep_mm);
  for (int y = first_y; y <= last_y; ++y) {
    const float rel_y =
        (static_cast<float>((static_cast<std::int64_t>(y) << SampleGrid::bits) - from.y) / one + 0.5F) * sample_mm +
        a.y_mm;
    for (int x = first_x; x <= last_x; ++x) {
      const float rel_x =
          (static_cast<float>((static_cast<std::int64_t>(x) << SampleGrid::bits) - from.x) / one + 0.5F) * sample_mm -
          a.x_mm;
      const float along = std::clamp(rel_x * ux + rel_y * uy, 0.0F, plan);
      const float off_x = rel_x - along * ux, off_y = rel_y - along * uy, off2 = off_x * off_x + off_y * off_y;
      if (off2 >= radius * radius) continue;
      const float rise = std::sqrt(1 - off2 / (radius * radius));
      const float z = a.z_mm + dz * along * inverse + radius * rise;
      const std::uint64_t here = level(z);
      if (samples_[static_cast<std::size_t>(y) * grid_.width + x] >> 40 > here) continue;
      const float q = (off_y * ux - off_x * uy) / radius, length = done_mm + (flat > 0.05F ? along / flat : 0.0F);
      const float arc = q * (1 + q * q * (1.0F / 6)) * radius;
      const float tone = fibre_tone(yarn.key, (arc + length * yarn.twist) * fibre, length * fibre / fibre_lengths);
      const float deep = std::clamp((yarn.top_mm - z) * depth, 0.0F, 1.0F);
      const float shade = yarn.shade * (1 + yarn.contrast * tone) * (1 + (yarn.deep_shade - 1) * deep) *
                          (1 + 0.7F * yarn.contrast * (rise - 1));
      const float lean = yarn.twist * rise;  // fibres cross the yarn's axis
      const float tx = ux - lean * uy, ty = uy + lean * ux, unit = flat / std::sqrt(1 + lean * lean);
      put(x, y, here << 40 | payload(shade, tx * unit, -ty * unit));
    }
  }
}

struct StrandCanvas::Pixel {
  float height_mm = 0, shade = 0, along_x = 0, along_y = 0;
  int count = 0;
};

StrandCanvas::Pixel StrandCanvas::average(int x, int y) const {
  Pixel sum;
  std::int64_t height = 0;
  int shade = 0, along_x = 0, along_y = 0;
  float length = 0;
  for (int j = 0; j < grid_.scale; ++j) {
    const std::uint64_t* row = samples_.data() + static_cast<std::size_t>(y * grid_.scale + j) * grid_.width;
    for (int i = 0; i < grid_.scale; ++i) {
      const std::uint64_t sample = row[x * grid_.scale + i];
      if (sample == 0) continue;
      const int dx = static_cast<int>(sample >> 8 & 255) - 128, dy = static_cast<int>(sample & 255) - 128;
      height += static_cast<std::int64_t>(sample >> 40) - 1;
      shade += static_cast<int>(sample >> 16 & 0xFFFFFF);
      along_x += dx;
      along_y += dy;
      length += std::sqrt(static_cast<float>(dx * dx + dy * dy));
      ++sum.count;
    }
  }
  if (sum.count == 0) return sum;
  const float share = 1 / static_cast<float>(sum.count);
  sum.height_mm = low_mm_ + mm_per_level_ * static_cast<float>(height) * share;
  sum.shade = static_cast<float>(shade) * shade_step * share;
  // Fibres of a pixel that go several ways do not rise for that: the mean length is kept.
  const float all = std::sqrt(static_cast<float>(along_x * along_x + along_y * along_y));
  const float unit = all > 0 ? length * share / all : 0;
  sum.along_x = static_cast<float>(along_x) * unit;
  sum.along_y = static_cast<float>(along_y) * unit;
  return sum;
}

void StrandCanvas::lay_over(Surface& surface) const {
  const int scale = grid_.scale, all = scale * scale;
  for (int y = 0; y < rows_ / scale; ++y) {
    const int row = first_ / scale + y;
    for (int x = 0; x < grid_.width / scale; ++x) {
      const Pixel pile = average(x, y);
      if (pile.count == 0) continue;
      const float cover = static_cast<float>(pile.count) / static_cast<float>(all);
      float& height = surface.height_mm.row(row)[x];
      float& shade = surface.shade.row(row)[x];
      height += (pile.height_mm - height) * cover;
      shade += (pile.shade - shade) * cover;
      if (2 * pile.count < all) continue;
      surface.part.row(row)[x] = static_cast<std::uint8_t>(part_);
      surface.dye.row(row)[x] = 0;
      surface.tangent_x.row(row)[x] = static_cast<std::int8_t>(std::clamp(pile.along_x, -127.0F, 127.0F));
      surface.tangent_y.row(row)[x] = static_cast<std::int8_t>(std::clamp(pile.along_y, -127.0F, 127.0F));
    }
  }
}

void StrandCanvas::lay_fuzz(Surface& surface, double opacity) const {
  const int scale = grid_.scale;
  const float full = static_cast<float>(255 * opacity) / static_cast<float>(scale * scale);
  for (int y = 0; y < rows_ / scale; ++y) {
    const int row = first_ / scale + y;
    for (int x = 0; x < grid_.width / scale; ++x) {
      const Pixel hair = average(x, y);
      const float length = std::sqrt(hair.along_x * hair.along_x + hair.along_y * hair.along_y);
      const float unit = length > 0 ? 127 / length : 0;
      surface.fuzz.row(row)[x] = static_cast<std::uint8_t>(static_cast<float>(hair.count) * full + 0.5F);
      surface.fuzz_tangent_x.row(row)[x] = static_cast<std::int8_t>(hair.along_x * unit);
      surface.fuzz_tangent_y.row(row)[x] = static_cast<std::int8_t>(hair.along_y * unit);
    }
  }
}

}  // namespace atelier
