#include "fabric/photo/photo_exposure.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace atelier {
namespace {

constexpr int passes = 4, trial_rows = 64, row_step_max = 24;
constexpr double white_share_max = 0.65, specular_gain_min = 0.03;
constexpr double dye_gain_max = 1.4;  // deep threads stay darker than the others
// Of the camera's gains: more would be seen in white highlights, but for bright cloth, where the film bends them.
constexpr double tint_max = 0.04, tint_max_bright = 0.3, tint_max_crest = 0.2;

using Channels = std::array<double, 3>;

Channels channels(const LinearRgb& color) {
  return {color.r, color.g, color.b};
}

double luminance_of(const Channels& c) {
  return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
}

std::uint32_t scramble(std::uint32_t h) {
  h = (h ^ (h >> 16)) * 0x7feb352du;
  h = (h ^ (h >> 15)) * 0x846ca68bu;
  return h ^ (h >> 16);
}

int trial_step(int height) {
  return std::clamp(height / trial_rows, 1, row_step_max);
}

// Rows at irregular distances, so that no weave falls in step with them.
Result<void> shade_trial(const PhotoScene& scene, std::vector<LightRow>& rows, const RunContext& run) {
  const int height = picture_height(scene), row_step = trial_step(height);
  return parallel_for(run, static_cast<int>(rows.size()), [&](int i) {
    const int y = i * row_step + static_cast<int>(scramble(static_cast<std::uint32_t>(i) + 77u) % row_step);
    shade_row(scene, std::min(y, height - 1), rows[i]);
  });
}

/// The mean light of one dye's pixels, all of it and the white part.
struct DyeMean {
  Channels light{};
  Channels wanted{};  ///< of the dyes that are mixed in these pixels
  double white = 0, count = 0;
};

/// The dyes of a pixel.
struct PixelDyes {
  std::size_t first, second;
  double share;  ///< of the first

  PixelDyes(const LightRow& row, std::size_t x, std::size_t dyes)
      : first(std::min<std::size_t>(row.dye[x], dyes - 1)), second(first), share(1) {
    if (row.dye_share == nullptr || row.dye_share[x] == 255) return;
    second = std::min<std::size_t>(row.other_dye[x], dyes - 1);
    share = row.dye_share[x] / 255.0;
  }
  double wanted(const std::vector<Channels>& targets, int channel) const {
    return share * targets[first][channel] + (1 - share) * targets[second][channel];
  }
};

/// What is seen of the card under a net says nothing of the net's colour.
bool is_card(const PhotoScene& scene, const LightRow& row, std::size_t x) {
  return scene.card > 0 && row.part[x] == static_cast<std::uint8_t>(Part::hole);
}

std::vector<DyeMean> dye_means(const PhotoScene& scene, const std::vector<LightRow>& rows,
                               const std::vector<Channels>& targets) {
  std::vector<DyeMean> means(targets.size());
  const auto add = [&](std::size_t dye, double share, const PixelDyes& dyes, const LightRow& row, std::size_t x) {
    DyeMean& m = means[dye];
    m.light[0] += share * row.r[x], m.light[1] += share * row.g[x], m.light[2] += share * row.b[x];
    for (int c = 0; c < 3; ++c) m.wanted[c] += share * dyes.wanted(targets, c);
    m.white += share * row.white[x];
    m.count += share;
  };
  for (const LightRow& row : rows) {
    for (std::size_t x = 0; x < row.r.size(); ++x) {
      if (is_card(scene, row, x)) continue;
      const PixelDyes dyes(row, x, targets.size());
      add(dyes.first, dyes.share, dyes, row, x);
      if (dyes.share < 1) add(dyes.second, 1 - dyes.share, dyes, row, x);
    }
  }
  for (DyeMean& m : means) {
    if (m.count == 0) continue;
    for (double& c : m.light) c /= m.count;
    for (double& c : m.wanted) c /= m.count;
    m.white /= m.count;
  }
  return means;
}

/// The exposure that gives the whole picture the luminance of its targets.
double common_exposure(const std::vector<DyeMean>& means) {
  double want = 0, have = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    want += means[i].count * luminance_of(means[i].wanted);
    have += means[i].count * luminance_of(means[i].light);
  }
  return want / std::max(have, 1e-9);
}

Channels surface_tint(const LinearRgb& dye, double white_tint) {
  const Channels c = channels(dye);
  const double y = std::max(luminance_of(c), 1e-4);
  const auto tint = [&](double channel) { return 1 - white_tint + white_tint * channel / y; };
  return {tint(c[0]), tint(c[1]), tint(c[2])};
}

/// The surface reflection that fills `share` of the scarcest channel of a colour.
double room(const LinearRgb& color, const Channels& tint, double share) {
  const Channels c = channels(color);
  return share * std::min({c[0] / tint[0], c[1] / tint[1], c[2] / tint[2]});
}

/// How much of a dye's mean may be surface reflection; the target is washed out as far as that needs.
double white_room(const DyeTarget& dye, double white, const Channels& tint, Channels& target) {
  const Channels color = channels(dye.color), pale = channels(dye.washed);
  const double least = room(dye.color, tint, 0.7), most = std::max(room(dye.washed, tint, 0.75), least);
  const double share = std::clamp((white - least) / std::max(most - least, 1e-6), 0.0, 1.0);
  for (int c = 0; c < 3; ++c) target[c] = color[c] + share * (pale[c] - color[c]);
  return std::min(least + share * (most - least), white_share_max * luminance_of(target));
}

/// How the surface reflection of all must change so that each dye has room for its own.
double white_fit(const std::vector<DyeMean>& means, const std::vector<DyeTarget>& dyes, const PhotoScene& scene,
                 double exposure, std::vector<Channels>& targets) {
  double fit = 1;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double white = means[i].white * exposure;
    if (means[i].count == 0) continue;
    const double most = white_room(dyes[i], white, surface_tint(scene.dyes[i], scene.white_tint), targets[i]);
    fit = std::min(fit, most / std::max(white, 1e-9));
  }
  return std::min(1.0, std::max(fit, specular_gain_min / scene.specular_gain));
}

/// Moves dyes and surface reflection so that matt light makes up what the surface leaves of each target.
void correct(PhotoScene& scene, const std::vector<DyeMean>& means, const std::vector<DyeTarget>& dyes,
             std::vector<Channels>& targets) {
  const double exposure = common_exposure(means);
  const std::vector<Channels> before = targets;
  const double fit = white_fit(means, dyes, scene, exposure, targets);
  scene.specular_gain *= static_cast<float>(fit);
  for (std::size_t i = 0; i < means.size(); ++i) {
    if (means[i].count == 0) continue;
    const Channels tint = surface_tint(scene.dyes[i], scene.white_tint);
    float* dye[3] = {&scene.dyes[i].r, &scene.dyes[i].g, &scene.dyes[i].b};
    for (int c = 0; c < 3; ++c) {
      const double white = means[i].white * tint[c], matt = std::max(means[i].light[c] - white, 1e-5);
      const double wanted = means[i].wanted[c] + targets[i][c] - before[i][c];
      const double gain = std::clamp((wanted / exposure - white * fit) / matt, 0.1, 1.8);
      const float most = static_cast<float>(std::min(dye_gain_max * std::max(1.0, 1 / exposure) * targets[i][c], 0.93));
      *dye[c] = std::clamp(static_cast<float>(*dye[c] * gain), std::min(0.0005f, most), most);
    }
  }
}

/// The light of one channel of the cloth, and what it should be in the mean.
struct ClothLight {
  std::vector<float> light;
  double wanted = 0;
};

/// `scale` raster pixels make one of the picture, which matters where the film bends.
ClothLight cloth_light(const PhotoScene& scene, const std::vector<LightRow>& rows, const std::vector<Channels>& targets,
                       int channel, int scale) {
  constexpr std::vector<float> LightRow::*channels[] = {&LightRow::r, &LightRow::g, &LightRow::b};
  ClothLight cloth;
  for (const LightRow& row : rows) {
    const std::vector<float>& fine = row.*channels[channel];
    for (std::size_t x = 0; x + scale <= fine.size(); x += scale) {
      const PixelDyes dyes(row, x, targets.size());
      if (is_card(scene, row, x)) continue;
      float sum = 0;
      for (int i = 0; i < scale; ++i) sum += fine[x + i];
      cloth.light.push_back(sum / static_cast<float>(scale));
      cloth.wanted += dyes.wanted(targets, channel);
    }
  }
  cloth.wanted /= static_cast<double>(std::max<std::size_t>(cloth.light.size(), 1));
  return cloth;
}

/// The gain with which the film shows what is wanted in the mean of the light.
double film_gain(const ClothLight& cloth) {
  double gain = 1;
  const double count = static_cast<double>(cloth.light.size());
  for (int i = 0; i < 12 && count > 0; ++i) {
    double sum = 0;
    for (const float l : cloth.light) sum += film_curve(l * static_cast<float>(gain));
    gain *= std::clamp(cloth.wanted * count / std::max(sum, 1e-6), 0.4, 2.5);
  }
  return std::min(gain, 6.0);
}

double sharp_height(const std::vector<LightRow>& rows, double share) {
  double mean = 0, deviation = 0, count = 0;
  for (const LightRow& row : rows) {
    for (const float z : row.z) mean += z;
    count += static_cast<double>(row.z.size());
  }
  mean /= count;
  for (const LightRow& row : rows) {
    for (const float z : row.z) deviation += std::abs(z - mean);
  }
  return mean + share * deviation / count;
}

}  // namespace

Result<Exposure> expose(PhotoScene& scene, const std::vector<DyeTarget>& dyes, int scale, double focus,
                        const RunContext& run) {
  const int width = picture_width(scene), height = picture_height(scene);
  std::vector<LightRow> rows(std::max(4, height / trial_step(height)), LightRow(width));
  std::vector<Channels> targets;
  for (const DyeTarget& dye : dyes) targets.push_back(channels(dye.color));
  for (int pass = 0; pass < passes; ++pass) {
    TRY_VOID(shade_trial(scene, rows, run));
    if (pass + 1 < passes) correct(scene, dye_means(scene, rows, targets), dyes, targets);
  }
  Exposure exposure;
  exposure.focus_mm = sharp_height(rows, focus);
  const double aspect = static_cast<double>(height) / width;
  const double vignette_mean = 1 - exposure.camera.vignette * (1 + aspect * aspect) / 3;
  const auto gain = [&](int channel) { return film_gain(cloth_light(scene, rows, targets, channel, scale)); };
  const double common = gain(1);
  // A channel that is bright by itself bends in the film before the others.
  const double crest = std::clamp((std::ranges::max(targets[0]) - 0.6) / 0.2, 0.0, 1.0);
  // On a grey card every tint is seen.
  const double tint =
      scene.card > 0 ? tint_max / 2 : tint_max + tint_max_bright * luminance_of(targets[0]) + tint_max_crest * crest;
  const auto balanced = [&](double own) {
    return static_cast<float>(std::clamp(own, common * (1 - tint), common * (1 + tint)) / vignette_mean);
  };
  exposure.camera.gain_r = balanced(gain(0));
  exposure.camera.gain_g = balanced(common);
  exposure.camera.gain_b = balanced(gain(2));
  return exposure;
}

}  // namespace atelier
