#include "fabric/melange.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "fabric/fabric_math.h"

namespace atelier {
namespace {

constexpr int surfacing_cells = 26;  // how often a fibre comes up in one period along
constexpr int group_cells = 14;      // groups side by side in one period across: 4.6 fibres each
constexpr int group_lengths = 2;     // groups one after another in one period along: about 20 mm
constexpr float half_width = 0.95F, wander = 1.4F, depth = 0.9F;

constexpr int lanes = MelangeTexture::fibres;
constexpr int rows = MelangeTexture::along_texels;

int wrapped(int i, int n) {
  return (i % n + n) % n;
}

// Value noise along one fibre, each shifted so that no row of lattice points shows.
float along_noise(std::uint32_t key, int lane, int row, int cells) {
  const std::uint32_t own = hash32(key, static_cast<std::uint32_t>(lane));
  const float at = static_cast<float>(row) * static_cast<float>(cells) / rows +
                   unit_float(hash32(own, 77)) * static_cast<float>(cells);
  const int cell = static_cast<int>(at);
  const float t = smooth_step(at - static_cast<float>(cell));
  const float low = signed_unit_float(hash32(own, static_cast<std::uint32_t>(cell % cells), 5));
  const float high = signed_unit_float(hash32(own, static_cast<std::uint32_t>((cell + 1) % cells), 5));
  return low + (high - low) * t;
}

// What a fibre shares with its neighbours: the group of fibres that came into the yarn together.
float group_noise(std::uint32_t key, int lane, int row) {
  const float at = static_cast<float>(lane) * group_cells / lanes;
  const int cell = static_cast<int>(at);
  const float t = smooth_step(at - static_cast<float>(cell));
  const float low = along_noise(key, cell, row, group_lengths);
  const float high = along_noise(key, (cell + 1) % group_cells, row, group_lengths);
  return low + (high - low) * t;
}

// Fibres as strands that wander across their lanes, come up and dive: the uppermost shows what it is.
std::vector<float> tones(std::uint32_t key) {
  struct Strand {
    float level, middle, tone;
  };
  std::vector<Strand> strands(static_cast<std::size_t>(lanes) * rows);
  for (int lane = 0; lane < lanes; ++lane) {
    for (int row = 0; row < rows; ++row) {
      strands[static_cast<std::size_t>(row) * lanes + lane] = {
          depth * along_noise(hash32(key, 1), lane, row, surfacing_cells),
          wander * along_noise(hash32(key, 2), lane, row, surfacing_cells),
          group_noise(hash32(key, 3), lane, row) +
              0.55F * signed_unit_float(hash32(key, 4, static_cast<std::uint32_t>(lane)))};
    }
  }
  std::vector<float> made(static_cast<std::size_t>(MelangeTexture::across_texels) * rows);
  for (std::size_t i = 0; i < made.size(); ++i) {
    const int row = static_cast<int>(i) / MelangeTexture::across_texels;
    const float across =
        static_cast<float>(static_cast<int>(i) % MelangeTexture::across_texels) / MelangeTexture::texels_per_fibre;
    float best = -10;
    for (int lane = static_cast<int>(across) - 3; lane <= static_cast<int>(across) + 3; ++lane) {
      const Strand& strand = strands[static_cast<std::size_t>(row) * lanes + wrapped(lane, lanes)];
      const float off = (across - static_cast<float>(lane) - 0.5F - strand.middle) / half_width;
      if (off * off >= 1) continue;
      const float height = strand.level + std::sqrt(1 - off * off);
      if (height <= best) continue;
      best = height;
      made[i] = strand.tone;
    }
  }
  return made;
}

// Each value becomes its rank: uniform, whatever the pattern.
std::vector<std::uint16_t> ranks(const std::vector<float>& values) {
  std::vector<std::uint32_t> order(values.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return values[a] != values[b] ? values[a] < values[b] : a < b; });
  std::vector<std::uint16_t> made(values.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    made[order[i]] = static_cast<std::uint16_t>(i * 32767 / (order.size() - 1));
  }
  return made;
}

constexpr double noechel_m = 0.15;
double noechel(double r) {
  return (1 - r) / (noechel_m * (r - 0.01) + 0.01);
}
double noechel_inverse(double f) {
  return (1 - f * (0.01 - 0.01 * noechel_m)) / (1 + f * noechel_m);
}

constexpr float LinearRgb::*channels[] = {&LinearRgb::r, &LinearRgb::g, &LinearRgb::b};

// The other part of a blend of this colour, whose part `known` has the share `share`.
LinearRgb rest_of(const LinearRgb& blend, const LinearRgb& known, double share) {
  LinearRgb rest;
  for (const auto channel : channels) {
    const double f = (noechel(blend.*channel) - share * noechel(known.*channel)) / (1 - share);
    rest.*channel = static_cast<float>(std::clamp(noechel_inverse(std::max(f, 0.02)), 0.008, 0.87));
  }
  return rest;
}

LinearRgb toward(const LinearRgb& from, const LinearRgb& to, double share) {
  LinearRgb made;
  for (const auto channel : channels) {
    made.*channel = static_cast<float>(from.*channel + (to.*channel - from.*channel) * share);
  }
  return made;
}

// The largest share of dark fibres that leaves the rest no lighter than undyed wool or cotton.
double dark_share(const LinearRgb& wish, const LinearRgb& dark) {
  constexpr double lightest = 0.8;
  double share = 0.6;
  for (const auto channel : channels) {
    const double rest = noechel(lightest);
    share = std::min(share, (noechel(wish.*channel) - rest) / std::max(noechel(dark.*channel) - rest, 1e-3));
  }
  return std::clamp(share, 0.04, 0.6);
}

}  // namespace

MelangeTexture::MelangeTexture(std::uint32_t key) {
  const std::vector<std::uint16_t> values = ranks(tones(key));
  texels_.resize(values.size());
  for (int row = 0; row < along_texels; ++row) {
    const std::uint16_t* from = values.data() + static_cast<std::size_t>(row) * across_texels;
    for (int x = 0; x < across_texels; ++x) {
      texels_[static_cast<std::size_t>(row) * across_texels + x] =
          static_cast<std::int32_t>(from[x] | static_cast<std::uint32_t>(from[(x + 1) % across_texels]) << 16);
    }
  }
}

float MelangeTexture::value(float across_texel, float along_texel) const {
  const float low_x = std::floor(across_texel), low_y = std::floor(along_texel);
  const int x = wrapped(static_cast<int>(low_x), across_texels), y = wrapped(static_cast<int>(low_y), along_texels);
  const float tx = across_texel - low_x, ty = along_texel - low_y;
  const auto row = [&](int at) {
    const std::int32_t pair = texels_[static_cast<std::size_t>(at) * across_texels + x];
    const auto low = static_cast<float>(pair & 0x7FFF), high = static_cast<float>(pair >> 16);
    return low + (high - low) * tx;
  };
  const float first = row(y), second = row((y + 1) % along_texels);
  return (first + (second - first) * ty) / 32767;
}

int MelangeTexture::periods(double length_mm) {
  return std::max(1, static_cast<int>(std::lround(length_mm / period_mm)));
}

MelangeSplit split_melange(std::span<const double> shares, float value, float softness) {
  MelangeSplit split;
  float border = 0;
  for (int dye = 0; dye + 1 < static_cast<int>(shares.size()); ++dye) {
    border += static_cast<float>(shares[dye]);
    if (value >= border) split.dye = dye + 1;
    const float distance = std::abs(value - border);
    if (distance >= 0.5F * softness) continue;
    split.other = value >= border ? dye : dye + 1;
    split.share = 0.5F + distance / softness;
  }
  if (split.share == 1) split.other = split.dye;
  return split;
}

LinearRgb blended_color(std::span<const LinearRgb> dyes, std::span<const double> shares) {
  LinearRgb made;
  for (const auto channel : channels) {
    double f = 0;
    for (std::size_t i = 0; i < dyes.size(); ++i) f += shares[i] * noechel(std::max(dyes[i].*channel, 0.002F));
    made.*channel = static_cast<float>(noechel_inverse(f));
  }
  return made;
}

void set_melange(FabricSpec& spec) {
  constexpr double light_luminance = 0.12;
  const LinearRgb wish = spec.color_target;
  const double y = luminance(wish);
  if (spec.dyes.size() >= 2) {
    spec.dyes.resize(2);
    spec.melange.shares = {0.6, 0.4};
    spec.color_target = blended_color(spec.dyes, spec.melange.shares);
  } else if (y >= light_luminance) {
    // Nearly black fibres with a little of the hue, in what makes up the wish.
    const LinearRgb dark = toward({0.02F, 0.02F, 0.021F}, wish, 0.06);
    const double share = dark_share(wish, dark);
    spec.melange.shares = {1 - share, share};
    spec.dyes = {rest_of(wish, dark, share), dark};
  } else {
    const auto grey = static_cast<float>(std::clamp(4 * y, 0.12, 0.4));
    const LinearRgb light = toward(wish, {grey, grey, grey}, 0.8);
    spec.melange.shares = {0.86, 0.14};
    spec.dyes = {rest_of(wish, light, 0.14), light};
  }
  spec.target_is_mean = true;
  // Light that passes through several fibres darkens all of them: in the cloth their lights have the blend as mean.
  for (const auto channel : channels) {
    double mean = 0;
    for (std::size_t i = 0; i < spec.dyes.size(); ++i) mean += spec.melange.shares[i] * spec.dyes[i].*channel;
    for (LinearRgb& dye : spec.dyes) {
      dye.*channel = static_cast<float>(std::clamp(dye.*channel * (spec.color_target.*channel / mean), 0.006, 0.87));
    }
  }
}

}  // namespace atelier
