#include "fabric/maps/maps_color.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "imaging/color.h"

namespace atelier {

namespace {

constexpr int loops_max = 24;  // two suffice unless bright shades clip
constexpr double good_enough = 1e-4;
constexpr double gain_max = 8;

using Levels = std::array<std::uint8_t, ShadeHistogram::steps>;

/// The 8 bit levels of one channel of a dye at every shade.
Levels shade_levels(double light) {
  std::array<float, ShadeHistogram::steps> values;
  for (int i = 0; i < ShadeHistogram::steps; ++i) {
    values[i] = static_cast<float>(light * i / ShadeHistogram::steps_per_unit);
  }
  Levels levels;
  encode_srgb(std::span<const float>(values), std::span<std::uint8_t>(levels));
  return levels;
}

/// One channel of a dye: its own light, and how many pixels have each shade.
struct DyeChannel {
  double light = 0;
  const std::uint64_t* counts = nullptr;
};

double light_sum(const Levels& levels, const std::uint64_t* counts) {
  std::array<std::uint64_t, 256> per_level{};
  for (int i = 0; i < ShadeHistogram::steps; ++i) per_level[levels[i]] += counts[i];
  double sum = 0;
  for (int level = 0; level < 256; ++level) sum += static_cast<double>(per_level[level]) * srgb_decode_table()[level];
  return sum / ShadeHistogram::whole;
}

struct ClosedChannel {
  std::vector<Levels> levels;  ///< one for each dye
  double mean = 0, gain = 1;
};

/// Finds the common gain at which the mean light over the pixels of these dyes is `wish`.
ClosedChannel close_loop(double wish, std::span<const DyeChannel> dyes, double pixels) {
  ClosedChannel best;
  double gain = 1, best_miss = 0;
  for (int loop = 0; loop < loops_max; ++loop) {
    ClosedChannel now;
    double sum = 0;
    for (const DyeChannel& dye : dyes) {
      now.levels.push_back(shade_levels(dye.light * gain));
      sum += light_sum(now.levels.back(), dye.counts);
    }
    now.mean = sum / pixels;
    now.gain = gain;
    const double miss = std::abs(now.mean - wish);
    const double mean = now.mean;
    if (loop == 0 || miss < best_miss) {
      best = std::move(now);
      best_miss = miss;
    }
    if (!(mean > 0) || !(wish > 0) || miss <= good_enough * wish) break;
    gain = std::clamp(gain * wish / mean, 1 / gain_max, gain_max);
  }
  return best;
}

// The 8 bit level of light 0..1 in steps of 1/65535: finer than the darkest level is wide.
const std::vector<std::uint8_t>& level_table() {
  static const std::vector<std::uint8_t> table = [] {
    std::vector<float> light(65536);
    for (int i = 0; i < 65536; ++i) light[i] = static_cast<float>(i) / 65535.0F;
    std::vector<std::uint8_t> levels(light.size());
    encode_srgb(std::span<const float>(light), std::span<std::uint8_t>(levels));
    return levels;
  }();
  return table;
}

}  // namespace

void ShadeHistogram::add(const ShadeHistogram& other) {
  std::transform(counts_.begin(), counts_.end(), other.counts_.begin(), counts_.begin(), std::plus<>());
}

double ShadeHistogram::pixels(int dye) const {
  return static_cast<double>(std::accumulate(counts(dye), counts(dye) + steps, std::uint64_t{0})) / whole;
}

ColorTable::ColorTable(const std::vector<LinearRgb>& dyes, const ShadeHistogram& histogram)
    : colors_(dyes.size() * ShadeHistogram::steps), lights_(dyes) {
  for (int dye = 0; dye < histogram.dyes(); ++dye) close_group(dyes, histogram, dye, dye + 1, dyes[dye]);
  finish();
}

ColorTable::ColorTable(const std::vector<LinearRgb>& dyes, const ShadeHistogram& histogram, const LinearRgb& mean_wish)
    : colors_(dyes.size() * ShadeHistogram::steps), lights_(dyes) {
  close_group(dyes, histogram, 0, histogram.dyes(), mean_wish);
  finish();
}

void ColorTable::close_group(const std::vector<LinearRgb>& dyes, const ShadeHistogram& histogram, int first, int end,
                             const LinearRgb& wish) {
  constexpr float LinearRgb::*channels[] = {&LinearRgb::r, &LinearRgb::g, &LinearRgb::b};
  double pixels = 0;
  for (int dye = first; dye < end; ++dye) pixels += histogram.pixels(dye);
  Group group{pixels, {}, wish};
  for (int channel = 0; channel < 3; ++channel) {
    std::vector<DyeChannel> members;
    for (int dye = first; dye < end; ++dye) members.push_back({dyes[dye].*channels[channel], histogram.counts(dye)});
    const ClosedChannel closed = close_loop(wish.*channels[channel], members, std::max(pixels, 1.0));
    group.mean.*channels[channel] = static_cast<float>(closed.mean);
    for (int dye = first; dye < end; ++dye) {
      lights_[dye].*channels[channel] = static_cast<float>(dyes[dye].*channels[channel] * closed.gain);
    }
    for (int dye = first; dye < end; ++dye) {
      std::uint32_t* packed = colors_.data() + static_cast<std::size_t>(dye) * ShadeHistogram::steps;
      const Levels& levels = closed.levels[dye - first];
      for (int i = 0; i < ShadeHistogram::steps; ++i) packed[i] |= static_cast<std::uint32_t>(levels[i]) << 8 * channel;
    }
  }
  groups_.push_back(group);
}

std::uint32_t ColorTable::mixed(const DyeMix& mix, int step) const {
  const LinearRgb &a = lights_[mix.dye], &b = lights_[mix.other];
  const float shade = static_cast<float>(step) * (65535.0F / ShadeHistogram::steps_per_unit);
  const float share = static_cast<float>(mix.share) * (1.0F / ShadeHistogram::whole);
  const std::uint8_t* levels = level_table().data();
  const auto level = [&](float of_a, float of_b) -> std::uint32_t {
    return levels[static_cast<int>(std::min((of_b + (of_a - of_b) * share) * shade + 0.5F, 65535.0F))];
  };
  return level(a.r, b.r) | level(a.g, b.g) << 8 | level(a.b, b.b) << 16;
}

void ColorTable::finish() {
  double all = 0, sum_r = 0, sum_g = 0, sum_b = 0;
  for (const Group& group : groups_) {
    all += group.pixels;
    sum_r += group.pixels * group.mean.r;
    sum_g += group.pixels * group.mean.g;
    sum_b += group.pixels * group.mean.b;
  }
  const double divisor = std::max(all, 1.0);
  mean_ = {static_cast<float>(sum_r / divisor), static_cast<float>(sum_g / divisor),
           static_cast<float>(sum_b / divisor)};
  for (const Group& group : groups_) {
    if (group.pixels == 0 || group.pixels < all / 100) continue;
    delta_e_ = std::max(delta_e_, delta_e_2000(to_lab(group.mean), to_lab(group.wish)));
  }
}

std::uint32_t pack_srgb(const LinearRgb& color) {
  const std::array<float, 3> light{color.r, color.g, color.b};
  std::array<std::uint8_t, 3> levels;
  encode_srgb(std::span<const float>(light), std::span<std::uint8_t>(levels));
  return levels[0] | static_cast<std::uint32_t>(levels[1]) << 8 | static_cast<std::uint32_t>(levels[2]) << 16;
}

}  // namespace atelier
