#include "fabric/photo_exposure.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace atelier {
namespace {

constexpr int row_step = 24, passes = 3;
constexpr double white_share_max = 0.5, specular_gain_min = 0.25;

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

// Rows at irregular distances, so that no weave falls in step with them.
Result<void> shade_trial(const PhotoScene& scene, std::vector<LightRow>& rows, const RunContext& run) {
  const int height = picture_height(scene);
  return parallel_for(run, static_cast<int>(rows.size()), [&](int i) {
    const int y = i * row_step + static_cast<int>(scramble(static_cast<std::uint32_t>(i) + 77u) % row_step);
    shade_row(scene, std::min(y, height - 1), rows[i]);
  });
}

/// The mean light of one dye's pixels, all of it and the white part.
struct DyeMean {
  Channels light{};
  double white = 0, count = 0;
};

std::vector<DyeMean> dye_means(const std::vector<LightRow>& rows, std::size_t dyes) {
  std::vector<DyeMean> means(dyes);
  for (const LightRow& row : rows) {
    for (std::size_t x = 0; x < row.r.size(); ++x) {
      DyeMean& m = means[std::min<std::size_t>(row.dye[x], dyes - 1)];
      m.light[0] += row.r[x], m.light[1] += row.g[x], m.light[2] += row.b[x];
      m.white += row.white[x];
      m.count += 1;
    }
  }
  for (DyeMean& m : means) {
    if (m.count == 0) continue;
    for (double& c : m.light) c /= m.count;
    m.white /= m.count;
  }
  return means;
}

/// The exposure that gives the whole picture the luminance of its targets.
double common_exposure(const std::vector<DyeMean>& means, const std::vector<Channels>& targets) {
  double want = 0, have = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    want += means[i].count * luminance_of(targets[i]);
    have += means[i].count * luminance_of(means[i].light);
  }
  return want / std::max(have, 1e-9);
}

/// How much of a dye's mean may be white reflection; the target is washed out as far as that needs.
double white_room(const DyeTarget& dye, double white, Channels& target) {
  const Channels color = channels(dye.color), pale = channels(dye.washed);
  const double least = 0.8 * std::min({color[0], color[1], color[2]});
  const double most = std::max(0.9 * std::min({pale[0], pale[1], pale[2]}), least);
  const double share = std::clamp((white - least) / std::max(most - least, 1e-6), 0.0, 1.0);
  for (int c = 0; c < 3; ++c) target[c] = color[c] + share * (pale[c] - color[c]);
  return std::min(least + share * (most - least), white_share_max * luminance_of(target));
}

/// Moves dyes and white reflection so that matt light makes up what white light leaves of each target.
void correct(PhotoScene& scene, const std::vector<DyeMean>& means, const std::vector<DyeTarget>& dyes,
             std::vector<Channels>& targets) {
  const double exposure = common_exposure(means, targets);
  double fit = 1;
  for (std::size_t i = 0; i < means.size(); ++i) {
    const double white = means[i].white * exposure;
    if (means[i].count > 0) fit = std::min(fit, white_room(dyes[i], white, targets[i]) / std::max(white, 1e-9));
  }
  fit = std::max(fit, specular_gain_min / scene.specular_gain);
  scene.specular_gain *= static_cast<float>(std::min(fit, 1.0));
  for (std::size_t i = 0; i < means.size(); ++i) {
    if (means[i].count == 0) continue;
    const double white = means[i].white * std::min(fit, 1.0);
    float* dye[3] = {&scene.dyes[i].r, &scene.dyes[i].g, &scene.dyes[i].b};
    for (int c = 0; c < 3; ++c) {
      const double matt = std::max(means[i].light[c] - means[i].white, 1e-5);
      const double gain = std::clamp((targets[i][c] / exposure - white) / matt, 0.1, 1.8);
      *dye[c] = std::clamp(static_cast<float>(*dye[c] * gain), 0.0005f, 0.93f);
    }
  }
}

/// The gain with which the film shows `target` in the mean of one channel. `scale` raster pixels make one of the
/// picture, which matters where the film bends.
double film_gain(const std::vector<LightRow>& rows, std::vector<float> LightRow::*channel, int scale, double target) {
  std::vector<float> light;
  for (const LightRow& row : rows) {
    const std::vector<float>& fine = row.*channel;
    for (std::size_t x = 0; x + scale <= fine.size(); x += scale) {
      float sum = 0;
      for (int i = 0; i < scale; ++i) sum += fine[x + i];
      light.push_back(sum / static_cast<float>(scale));
    }
  }
  double gain = 1;
  for (int i = 0; i < 8; ++i) {
    double sum = 0;
    for (const float l : light) sum += film_curve(l * static_cast<float>(gain));
    gain *= std::clamp(target * static_cast<double>(light.size()) / std::max(sum, 1e-6), 0.4, 2.5);
  }
  return std::min(gain, 6.0);
}

double sharp_height(const std::vector<LightRow>& rows) {
  double mean = 0, deviation = 0, count = 0;
  for (const LightRow& row : rows) {
    for (const float z : row.z) mean += z;
    count += static_cast<double>(row.z.size());
  }
  mean /= count;
  for (const LightRow& row : rows) {
    for (const float z : row.z) deviation += std::abs(z - mean);
  }
  return mean + 0.6 * deviation / count;
}

Channels mixed(const std::vector<DyeMean>& means, const std::vector<Channels>& targets) {
  Channels mix{};
  double count = 0;
  for (std::size_t i = 0; i < means.size(); ++i) {
    for (int c = 0; c < 3; ++c) mix[c] += means[i].count * targets[i][c];
    count += means[i].count;
  }
  for (double& c : mix) c /= count;
  return mix;
}

}  // namespace

Result<Exposure> expose(PhotoScene& scene, const std::vector<DyeTarget>& dyes, int scale, const RunContext& run) {
  const int width = picture_width(scene), height = picture_height(scene);
  std::vector<LightRow> rows(std::max(4, height / row_step), LightRow(width));
  std::vector<Channels> targets;
  for (const DyeTarget& dye : dyes) targets.push_back(channels(dye.color));
  for (int pass = 0; pass < passes; ++pass) {
    TRY_VOID(shade_trial(scene, rows, run));
    if (pass + 1 < passes) correct(scene, dye_means(rows, dyes.size()), dyes, targets);
  }
  const Channels wish = mixed(dye_means(rows, dyes.size()), targets);
  Exposure exposure;
  exposure.focus_mm = sharp_height(rows);
  const double aspect = static_cast<double>(height) / width;
  const double vignette_mean = 1 - exposure.camera.vignette * (1 + aspect * aspect) / 3;
  exposure.camera.gain_r = static_cast<float>(film_gain(rows, &LightRow::r, scale, wish[0]) / vignette_mean);
  exposure.camera.gain_g = static_cast<float>(film_gain(rows, &LightRow::g, scale, wish[1]) / vignette_mean);
  exposure.camera.gain_b = static_cast<float>(film_gain(rows, &LightRow::b, scale, wish[2]) / vignette_mean);
  return exposure;
}

}  // namespace atelier
